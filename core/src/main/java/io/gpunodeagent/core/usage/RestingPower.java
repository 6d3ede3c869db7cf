// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The power of one GPU at rest, as far as it was proven: never learned from sources that may be
 * stuck at zero alone. Immutable; mW, and nanoseconds of the monotonic clock.
 *
 * @param empty least of the last quarter to half hour in which the GPU provably had no process
 * @param occupied the same with processes, from samples whose rest was proven: what use is measured
 *     against
 * @param fallen to where power fell when the load fell to zero with it; empty when that was not
 *     seen
 * @param lastUse the latest sample in which load was read
 */
record RestingPower(Least empty, Least occupied, OptionalLong fallen, Optional<Use> lastUse) {

  private static final long HALF = 15L * 60 * 1_000_000_000L;

  /** Nothing was learned. */
  static final RestingPower UNKNOWN =
      new RestingPower(Least.NONE, Least.NONE, OptionalLong.empty(), Optional.empty());

  /** What was learned before a restart. */
  static RestingPower of(UsageMemory.Resting memory) {
    return new RestingPower(
        new Least(0, memory.emptyMilliwatts(), OptionalLong.empty()),
        new Least(0, memory.occupiedMilliwatts(), OptionalLong.empty()),
        memory.fallenMilliwatts(),
        Optional.empty());
  }

  /** What is to survive a restart. */
  UsageMemory.Resting memory(String gpuUuid) {
    return new UsageMemory.Resting(gpuUuid, empty.value(), occupied.value(), fallen);
  }

  /** What was learned for a GPU with or without processes. */
  OptionalLong milliwatts(boolean withoutProcesses) {
    return (withoutProcesses ? empty : occupied).value();
  }

  /** The most that was proven to be rest; empty when nothing was. */
  OptionalLong most() {
    var least = empty.value();
    if (least.isEmpty() || fallen.isEmpty()) {
      return least.isPresent() ? least : fallen;
    }
    return OptionalLong.of(Math.max(least.getAsLong(), fallen.getAsLong()));
  }

  /** The same after a sample without any process. */
  RestingPower empty(long now, long milliwatts) {
    return new RestingPower(empty.with(now, milliwatts), occupied, fallen, lastUse);
  }

  /** The same after a sample with processes whose rest is proven. */
  RestingPower occupied(long now, long milliwatts) {
    var lower =
        fallen.isPresent() ? OptionalLong.of(Math.min(fallen.getAsLong(), milliwatts)) : fallen;
    return new RestingPower(empty, occupied.with(now, milliwatts), lower, lastUse);
  }

  /** The same after a sample in which load and power fell together. */
  RestingPower fallen(long milliwatts) {
    return new RestingPower(empty, occupied, OptionalLong.of(milliwatts), lastUse);
  }

  /** The same after a sample in which load was read. */
  RestingPower used(long now, long milliwatts) {
    return new RestingPower(empty, occupied, fallen, Optional.of(new Use(now, milliwatts)));
  }

  /** A sample in which load was read, and the power in it. */
  record Use(long at, long milliwatts) {}

  /** The least of two spans, the newer one not over yet. */
  record Least(long from, OptionalLong earlier, OptionalLong current) {

    static final Least NONE = new Least(0, OptionalLong.empty(), OptionalLong.empty());

    OptionalLong value() {
      if (earlier.isEmpty() || current.isEmpty()) {
        return earlier.isPresent() ? earlier : current;
      }
      return OptionalLong.of(Math.min(earlier.getAsLong(), current.getAsLong()));
    }

    Least with(long now, long milliwatts) {
      if (current.isEmpty()) {
        return new Least(now, earlier, OptionalLong.of(milliwatts));
      }
      if (now - from > HALF) {
        return new Least(now, current, OptionalLong.of(milliwatts));
      }
      return milliwatts >= current.getAsLong()
          ? this
          : new Least(from, earlier, OptionalLong.of(milliwatts));
    }
  }
}
