// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.topology;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.List;
import java.util.Set;

/** Which GPUs of a snapshot are labelled. */
public final class Gpus {

  /** A DGX Station's own display card: no GPU for work. */
  private static final Set<String> DISPLAYS = Set.of("DGX Display", "NVIDIA DGX Display");

  private static final int GPU_NOT_FOUND = 28;
  private static final int TIMEOUT = 10;

  private Gpus() {}

  /**
   * The GPUs in index order, those that are lost included: a GPU that does not answer is still in
   * the machine. One that was taken out is not, which is what it means that NVML enumerates fewer
   * and does not find it.
   */
  public static List<GpuSample> ofWork(NodeSnapshot node) {
    boolean fewer =
        node.driver() instanceof DriverState.Ready ready
            && ready.deviceCount() < node.gpus().size();
    return node.gpus().stream()
        .filter(gpu -> !(fewer && notFound(gpu)))
        .filter(gpu -> !DISPLAYS.contains(gpu.identity().name()))
        .toList();
  }

  /** How many GPUs NVML counts of which the snapshot knows nothing. */
  public static int unidentified(NodeSnapshot node, DriverState.Ready driver) {
    return Math.max(0, driver.deviceCount() - node.gpus().size());
  }

  /** What was read of the GPU; a failure where nothing has been read yet. */
  public static <T> Reading<T> reading(GpuSample gpu, Signal<T> signal) {
    return gpu.readings().holds(signal)
        ? gpu.readings().get(signal)
        : Reading.failed(signal.source(), TIMEOUT);
  }

  private static boolean notFound(GpuSample gpu) {
    return gpu.condition() instanceof GpuCondition.Lost(var _, var code, var _)
        && code == GPU_NOT_FOUND;
  }
}
