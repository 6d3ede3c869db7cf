// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import java.time.Instant;
import java.util.List;

/**
 * One GPU at one instant.
 *
 * @param identity what names it
 * @param condition whether the rest may be believed
 * @param sampledAt when the pass that read it ended, wall clock
 * @param readings of the whole GPU
 * @param migEnabled whether MIG is on; then series are those of the instances
 * @param migInstances GPU instances by id; empty without MIG
 * @param nvLinks links by number; empty where there are none
 * @param processes running processes; failed or unsupported where they cannot be listed
 * @param events XIDs and clock events seen so far
 * @param containerMemory containers with a memory limit on this GPU, read on the slow period; a
 *     container that has none, or whose limit could not be read, is not among them
 */
public record GpuSample(
    GpuIdentity identity,
    GpuCondition condition,
    Instant sampledAt,
    Readings readings,
    boolean migEnabled,
    List<MigInstance> migInstances,
    List<NvLink> nvLinks,
    Reading<List<GpuProcess>> processes,
    GpuEvents events,
    List<ContainerMemory> containerMemory) {

  public GpuSample {
    migInstances = List.copyOf(migInstances);
    nvLinks = List.copyOf(nvLinks);
    containerMemory = List.copyOf(containerMemory);
  }

  /** A GPU on which no container is limited. */
  public GpuSample(
      GpuIdentity identity,
      GpuCondition condition,
      Instant sampledAt,
      Readings readings,
      boolean migEnabled,
      List<MigInstance> migInstances,
      List<NvLink> nvLinks,
      Reading<List<GpuProcess>> processes,
      GpuEvents events) {
    this(
        identity,
        condition,
        sampledAt,
        readings,
        migEnabled,
        migInstances,
        nvLinks,
        processes,
        events,
        List.of());
  }

  /** Whether the readings are of the latest pass. */
  public boolean fresh() {
    return condition instanceof GpuCondition.Fresh;
  }
}
