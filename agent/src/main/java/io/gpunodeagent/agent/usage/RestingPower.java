package io.gpunodeagent.agent.usage;

import java.util.OptionalLong;

/**
 * The power of a GPU at rest, learned: the least seen while all else was at rest, over the last
 * quarter to half hour. Apart for a GPU with and without processes, because a mere context raises
 * it. Immutable; mW, and nanoseconds of the monotonic clock.
 *
 * @param empty without processes
 * @param occupied with some
 */
record RestingPower(Least empty, Least occupied) {

  private static final long HALF = 15L * 60 * 1_000_000_000L;

  /** Nothing was learned. */
  static final RestingPower UNKNOWN = new RestingPower(Least.NONE, Least.NONE);

  /** What was learned before a restart. */
  static RestingPower of(UsageMemory.Resting memory) {
    return new RestingPower(
        new Least(0, memory.emptyMilliwatts(), OptionalLong.empty()),
        new Least(0, memory.occupiedMilliwatts(), OptionalLong.empty()));
  }

  /** What is to survive a restart. */
  UsageMemory.Resting memory(String gpuUuid) {
    return new UsageMemory.Resting(gpuUuid, empty.value(), occupied.value());
  }

  /** What was learned for a GPU with or without processes. */
  OptionalLong milliwatts(boolean processes) {
    return (processes ? occupied : empty).value();
  }

  /** The same after a sample at rest. */
  RestingPower learned(long now, boolean processes, long milliwatts) {
    return processes
        ? new RestingPower(empty, occupied.with(now, milliwatts))
        : new RestingPower(empty.with(now, milliwatts), occupied);
  }

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
