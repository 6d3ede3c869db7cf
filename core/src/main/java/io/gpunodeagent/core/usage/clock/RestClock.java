// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.clock;

import io.gpunodeagent.core.usage.evidence.Evidence;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
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
public record RestClock(
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

  /** A clock that begins to be watched. */
  public static RestClock begin(SampleTime time) {
    long judged = time.now() + time.rules().warmUp().toNanos();
    return new RestClock(
        time.now(),
        judged,
        time.now(),
        time.now(),
        0,
        judged,
        0,
        OptionalLong.empty(),
        Optional.empty(),
        SlidingSum.empty(time.window(), time.now()));
  }

  /** A clock that goes on after a time nobody watched. */
  public static RestClock resume(
      SampleTime time, long warmUpLeft, long idle, Optional<Instant> lastActiveAt) {
    var fresh = begin(time);
    long judged = time.now() + warmUpLeft;
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
  public RestClock restarted(SampleTime time) {
    var fresh = begin(time);
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
  public RestClock after(SampleTime time, long since, Verdict verdict) {
    var window = coverage.over(time.window(), time.now());
    long proven = time.proven(since);
    return switch (verdict) {
      case ACTIVE -> used(time, window.add(time.now(), proven, 1));
      case INACTIVE -> rested(time, proven, window.add(time.now(), proven, 1));
      case UNKNOWN -> unproven(window);
    };
  }

  private RestClock used(SampleTime time, SlidingSum window) {
    return new RestClock(
        begun,
        judged,
        time.now(),
        gapEnd(time),
        0,
        Math.max(time.now(), judged),
        0,
        OptionalLong.of(time.now()),
        Optional.of(time.wall()),
        window);
  }

  private RestClock rested(SampleTime time, long proven, SlidingSum window) {
    long counted = Math.clamp(time.now() - judged, 0, proven);
    boolean broken = time.gapSince(lastProven) || tooLittle(time, counted);
    return new RestClock(
        begun,
        judged,
        time.now(),
        gapEnd(time),
        idle + counted,
        broken ? Math.max(time.now(), judged) : restFrom,
        broken ? 0 : restProven + counted,
        usedUntil(time, proven),
        lastActiveAt,
        window);
  }

  /** Use may have lasted through samples that proved nothing, up to what this one tells of. */
  private OptionalLong usedUntil(SampleTime time, long proven) {
    boolean through =
        lastActive.isPresent()
            && lastActive.getAsLong() == lastProven
            && !time.gapSince(lastProven);
    return through ? OptionalLong.of(time.now() - proven) : lastActive;
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

  private boolean tooLittle(SampleTime time, long counted) {
    long span = time.now() - restFrom;
    return restProven + counted < SamplePeriod.ENOUGH * (span - time.period());
  }

  private long gapEnd(SampleTime time) {
    return time.gapSince(lastProven) ? time.now() : gapEnd;
  }

  /**
   * What the window says at {@code beat}. A sample that proves nothing may lie within the window of
   * an idle allocation, but not at its end: that may be where use begins.
   */
  public Activity activity(SampleTime time, Evidence latest) {
    if (time.gapSince(lastProven) && latest.doubt().filter(RestClock::ofTheGpu).isPresent()) {
      return Activity.UNKNOWN;
    }
    if (lastActive.isPresent() && within(time, lastActive.getAsLong())) {
      return Activity.ACTIVE;
    }
    boolean whole =
        time.now() - judged >= time.window()
            && time.now() - gapEnd >= time.window()
            && latest.verdict() == Verdict.INACTIVE;
    return whole && covered(time) >= SamplePeriod.ENOUGH ? Activity.IDLE : Activity.UNKNOWN;
  }

  /**
   * Why the allocation is not idle although the latest sample shows rest.
   *
   * @param woken the first sample the agent judged, nanoseconds of the monotonic clock
   */
  public Doubt notYet(SampleTime time, long woken) {
    boolean early = time.now() < judged || time.now() - woken < time.window();
    return early ? Doubt.WARMING_UP : Doubt.SHORT_HISTORY;
  }

  private static boolean ofTheGpu(Doubt doubt) {
    return doubt == Doubt.GPU_NOT_FRESH || doubt == Doubt.GPU_UNHEALTHY;
  }

  private static boolean within(SampleTime time, long then) {
    return time.now() - then <= time.window();
  }

  private double covered(SampleTime time) {
    return (double) coverage.least(time.now()) / time.window();
  }

  /** Part of the window that was proven; empty until there was a window. */
  public OptionalDouble coverage(SampleTime time) {
    return time.now() - begun < time.window()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.min(1, covered(time)));
  }

  /** How long rest has been proven without a break. */
  public long unbroken(SampleTime time) {
    return time.gapSince(lastProven) ? 0 : Math.max(0, lastProven - restFrom);
  }

  /** Warm-up still to come. */
  public long warmUpLeft(long now) {
    return Math.max(0, judged - now);
  }
}
