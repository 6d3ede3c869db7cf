package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.usage.Evidence.Doubt;
import io.gpunodeagent.core.usage.Evidence.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Judges one allocation over time: proven use resets the clock, proven rest advances it, anything
 * else lets it stand. Nanoseconds of the monotonic clock.
 *
 * @param begun first sight or restart
 * @param judged from when on rest counts: the end of the warm-up
 * @param lastProven the latest sample that proved use or rest
 * @param gapEnd when something was proven again after the latest gap; when begun, without one
 * @param idle proven rest since the last use
 * @param restFrom since when rest was proven without a break
 * @param restProven how much of that was proven
 * @param lastActive until when use was proven or may have lasted
 * @param lastActiveAt the latest sample that proved use, wall clock
 * @param coverage the time proven
 */
record RestClock(
    long begun,
    long judged,
    long lastProven,
    long gapEnd,
    long idle,
    long restFrom,
    long restProven,
    OptionalLong lastActive,
    Optional<Instant> lastActiveAt,
    SlidingSum coverage) {

  /** Part of the window that must be proven. */
  private static final double ENOUGH = 0.95;

  /** A clock that begins to be watched. */
  static RestClock begin(Beat beat) {
    long judged = beat.now() + beat.rules().warmUp().toNanos();
    return new RestClock(
        beat.now(),
        judged,
        beat.now(),
        beat.now(),
        0,
        judged,
        0,
        OptionalLong.empty(),
        Optional.empty(),
        SlidingSum.empty(beat.window(), beat.now()));
  }

  /** A clock that goes on after a time nobody watched. */
  static RestClock resume(Beat beat, long warmUpLeft, long idle, Optional<Instant> lastActiveAt) {
    var fresh = begin(beat);
    long judged = beat.now() + warmUpLeft;
    return new RestClock(
        fresh.begun,
        judged,
        fresh.lastProven,
        fresh.gapEnd,
        idle,
        judged,
        0,
        OptionalLong.empty(),
        lastActiveAt,
        fresh.coverage);
  }

  /** The clock of a container that has just restarted. What was used before stays used. */
  RestClock restarted(Beat beat) {
    var fresh = begin(beat);
    return new RestClock(
        fresh.begun,
        fresh.judged,
        fresh.lastProven,
        fresh.gapEnd,
        0,
        fresh.restFrom,
        0,
        lastActive,
        lastActiveAt,
        fresh.coverage);
  }

  /**
   * The clock after a sample.
   *
   * @param since the sample before
   */
  RestClock after(Beat beat, long since, Verdict verdict) {
    var window = coverage.over(beat.window(), beat.now());
    long proven = beat.proven(since);
    return switch (verdict) {
      case ACTIVE -> used(beat, window.add(beat.now(), proven, 1));
      case INACTIVE -> rested(beat, proven, window.add(beat.now(), proven, 1));
      case UNKNOWN -> unproven(window);
    };
  }

  private RestClock used(Beat beat, SlidingSum window) {
    return new RestClock(
        begun,
        judged,
        beat.now(),
        gapEnd(beat),
        0,
        Math.max(beat.now(), judged),
        0,
        OptionalLong.of(beat.now()),
        Optional.of(beat.wall()),
        window);
  }

  private RestClock rested(Beat beat, long proven, SlidingSum window) {
    long counted = Math.clamp(beat.now() - judged, 0, proven);
    boolean broken = beat.gapSince(lastProven) || tooLittle(beat, counted);
    return new RestClock(
        begun,
        judged,
        beat.now(),
        gapEnd(beat),
        idle + counted,
        broken ? Math.max(beat.now(), judged) : restFrom,
        broken ? 0 : restProven + counted,
        usedUntil(beat, proven),
        lastActiveAt,
        window);
  }

  /** Use may have lasted through samples that proved nothing, up to what this one tells of. */
  private OptionalLong usedUntil(Beat beat, long proven) {
    boolean through =
        lastActive.isPresent()
            && lastActive.getAsLong() == lastProven
            && !beat.gapSince(lastProven);
    return through ? OptionalLong.of(beat.now() - proven) : lastActive;
  }

  private RestClock unproven(SlidingSum window) {
    return new RestClock(
        begun,
        judged,
        lastProven,
        gapEnd,
        idle,
        restFrom,
        restProven,
        lastActive,
        lastActiveAt,
        window);
  }

  private boolean tooLittle(Beat beat, long counted) {
    long span = beat.now() - restFrom;
    return restProven + counted < ENOUGH * (span - beat.period());
  }

  private long gapEnd(Beat beat) {
    return beat.gapSince(lastProven) ? beat.now() : gapEnd;
  }

  /**
   * What the window says at {@code beat}. A sample that proves nothing may lie within the window of
   * an idle allocation, but not at its end: that may be where use begins.
   */
  Activity activity(Beat beat, Evidence latest) {
    if (beat.gapSince(lastProven) && latest.doubt().filter(RestClock::ofTheGpu).isPresent()) {
      return Activity.UNKNOWN;
    }
    if (lastActive.isPresent() && within(beat, lastActive.getAsLong())) {
      return Activity.ACTIVE;
    }
    boolean whole =
        beat.now() - judged >= beat.window()
            && beat.now() - gapEnd >= beat.window()
            && latest.verdict() == Verdict.INACTIVE;
    return whole && covered(beat) >= ENOUGH ? Activity.IDLE : Activity.UNKNOWN;
  }

  /**
   * Why the allocation is not idle although the latest sample shows rest.
   *
   * @param woken the first sample the agent judged, nanoseconds of the monotonic clock
   */
  Doubt notYet(Beat beat, long woken) {
    boolean early = beat.now() < judged || beat.now() - woken < beat.window();
    return early ? Doubt.WARMING_UP : Doubt.SHORT_HISTORY;
  }

  private static boolean ofTheGpu(Doubt doubt) {
    return doubt == Doubt.GPU_NOT_FRESH || doubt == Doubt.GPU_UNHEALTHY;
  }

  private static boolean within(Beat beat, long then) {
    return beat.now() - then <= beat.window();
  }

  private double covered(Beat beat) {
    return (double) coverage.least(beat.now()) / beat.window();
  }

  /** Part of the window that was proven; empty until there was a window. */
  OptionalDouble coverage(Beat beat) {
    return beat.now() - begun < beat.window()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.min(1, covered(beat)));
  }

  /** How long rest has been proven without a break. */
  long unbroken(Beat beat) {
    return beat.gapSince(lastProven) ? 0 : Math.max(0, lastProven - restFrom);
  }

  /** Warm-up still to come. */
  long warmUpLeft(long now) {
    return Math.max(0, judged - now);
  }
}
