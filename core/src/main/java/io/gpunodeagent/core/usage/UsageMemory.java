// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What survives a restart of the agent: totals and idle clocks, nothing of the window. The time in
 * between counts as unknown.
 *
 * @param bootId of the machine's boot, {@code /proc/sys/kernel/random/boot_id}: another boot has
 *     other containers
 * @param entries of allocations whose pod and container are known; only they can be found again
 * @param gpus what was learned of GPUs
 */
public record UsageMemory(String bootId, List<Entry> entries, List<Resting> gpus) {

  public UsageMemory {
    entries = List.copyOf(entries);
    gpus = List.copyOf(gpus);
  }

  /**
   * The power of a GPU at rest, as it was proven.
   *
   * @param gpuUuid {@code GPU-…}
   * @param emptyMilliwatts without processes; empty when it was never seen so
   * @param occupiedMilliwatts with processes at rest; empty when that was never proven
   * @param fallenMilliwatts to where power fell when the load fell with it; empty when that was
   *     never seen
   */
  public record Resting(
      String gpuUuid,
      OptionalLong emptyMilliwatts,
      OptionalLong occupiedMilliwatts,
      OptionalLong fallenMilliwatts) {}

  /**
   * One allocation.
   *
   * @param key with the pod's UID
   * @param containerId the container that ran; the idle clock of another starts at zero
   * @param since first sight, wall clock
   * @param warmUpLeft time in which rest is not judged yet
   */
  public record Entry(
      AllocationKey key,
      String containerId,
      Instant since,
      Duration held,
      Duration active,
      OptionalDouble energyJoules,
      OptionalDouble smSeconds,
      Duration idle,
      Optional<Instant> lastActive,
      Duration warmUpLeft) {}
}
