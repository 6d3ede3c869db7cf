// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlProcessUtilization;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the driver's samples say of each process of one GPU. The driver keeps samples of processes
 * that were active, so none within a sampling period means that a process was not. It samples every
 * sixth of a second to every second and passes may be quicker: a sample stands until the next can
 * be there, and a process is not idle before it could have been sampled once. Confined to one
 * thread.
 */
final class UtilizationTracks {

  /** The longest sampling period of a driver, and some. */
  static final long SAMPLED_WITHIN = Duration.ofMillis(1250).toNanos();

  private static final int FULL = 100;
  private static final Reading<Long> IDLE = Reading.of(0L);
  private static final Reading<Long> NOT_SAMPLED_YET =
      Reading.failed("nvmlDeviceGetProcessUtilization", CounterRate.NO_DATA);

  private static final Reading<Long> NONSENSE =
      Reading.failed("nvmlDeviceGetProcessUtilization", Reading.IMPLAUSIBLE);

  private final Map<Long, Track> byPid = new HashMap<>();
  private boolean started;
  private long lastSeen;
  private long lastNew;

  /** What was read of a process, and when. */
  private record Track(Reading<Long> utilization, long since) {}

  /** The samples of one process in one answer. */
  private record Sum(long percent, int samples) {
    Sum plus(Sum more) {
      return new Sum(percent + more.percent, samples + more.samples);
    }

    /** Every sample covers one period of the driver, so all weigh the same. */
    Reading<Long> mean() {
      return Reading.of(Math.round((double) percent / samples));
    }
  }

  /**
   * The newest time stamp seen, to ask for what is newer; 0, for all there is, at first and when
   * nothing has come for {@code patience} nanoseconds: the driver's clock may have gone back.
   */
  long since(long now, long patience) {
    return started && now - lastNew < patience ? lastSeen : 0;
  }

  /** Starts over: what the driver has by the next answer is old. */
  void restart() {
    started = false;
    lastSeen = 0;
    byPid.clear();
  }

  /** Takes an answer to the question for what is newer than {@code since}. */
  void take(List<NvmlProcessUtilization> samples, long since, long now) {
    var sums = new HashMap<Long, Sum>();
    var nonsense = new HashSet<Long>();
    long newest = 0;
    for (var sample : samples) {
      // Drivers are known to fill in entries that mean nothing: they are not rest either.
      if (Math.max(sample.sm(), sample.memory()) <= FULL
          && Math.min(sample.sm(), sample.memory()) >= 0) {
        newest = Math.max(newest, sample.timestampMicros());
        if (sample.timestampMicros() > lastSeen) {
          var pid = Integer.toUnsignedLong(sample.pid());
          sums.merge(pid, new Sum(sample.sm(), 1), Sum::plus);
        }
      } else {
        nonsense.add(Integer.toUnsignedLong(sample.pid()));
      }
    }
    nonsense.removeAll(sums.keySet());
    boolean wentBack = since == 0 && newest > 0 && newest < lastSeen;
    if (!started || wentBack) {
      restart();
      started = true;
    } else {
      sums.forEach((pid, sum) -> byPid.put(pid, new Track(sum.mean(), now)));
    }
    nonsense.forEach(pid -> byPid.put(pid, new Track(NONSENSE, now)));
    if (since == 0 || !sums.isEmpty()) {
      lastNew = now;
    }
    lastSeen = since == 0 ? newest : Math.max(newest, lastSeen);
  }

  /** Forgets all processes but {@code listed}. */
  void retain(Set<Long> listed) {
    byPid.keySet().retainAll(listed);
  }

  /** Share of the SMs a listed process used, %. */
  Reading<Long> of(long pid, long now) {
    var track = byPid.computeIfAbsent(pid, _ -> new Track(NOT_SAMPLED_YET, now));
    return now - track.since() < SAMPLED_WITHIN ? track.utilization() : IDLE;
  }
}
