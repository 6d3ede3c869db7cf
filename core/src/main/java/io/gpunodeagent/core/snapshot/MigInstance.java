// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import java.util.List;

/**
 * A GPU instance.
 *
 * @param gpuInstanceId NVML's id, unique on the GPU
 * @param profile such as {@code 1g.10gb}
 * @param placement where it lies in memory slices; unsupported or failed without the right to read
 *     it
 * @param computeInstances by id
 * @param readings of the instance: memory, BAR1, GPM
 */
public record MigInstance(
    int gpuInstanceId,
    String profile,
    Reading<Placement> placement,
    List<ComputeInstance> computeInstances,
    Readings readings) {

  public MigInstance {
    computeInstances = List.copyOf(computeInstances);
  }

  /**
   * A place on the GPU.
   *
   * @param start first memory slice
   * @param size memory slices
   */
  public record Placement(int start, int size) {}

  /**
   * A compute instance: what a pod is given as a MIG device.
   *
   * @param computeInstanceId NVML's id, unique in the GPU instance
   * @param uuid {@code MIG-…}
   * @param profile such as {@code 1g.10gb} or {@code 1c.3g.40gb}
   * @param multiprocessors SMs
   * @param attributes what it consists of, {@code nvmlDeviceGetAttributes_v2}
   */
  public record ComputeInstance(
      int computeInstanceId,
      String uuid,
      String profile,
      Reading<Long> multiprocessors,
      Reading<MigAttributes> attributes) {

    /** A compute instance of which nobody asked for more than its SMs. */
    public ComputeInstance(
        int computeInstanceId, String uuid, String profile, Reading<Long> multiprocessors) {
      this(computeInstanceId, uuid, profile, multiprocessors, Reading.unsupported());
    }
  }
}
