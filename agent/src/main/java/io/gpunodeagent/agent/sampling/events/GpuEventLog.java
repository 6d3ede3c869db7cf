// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.core.snapshot.GpuEvents;
import java.time.Duration;
import java.time.Instant;

/** What happened on one GPU, kept by UUID over every new enumeration. Not thread-safe. */
final class GpuEventLog {

  private final XidLog xids = new XidLog();
  private final ClockEventLog clocks;
  private Duration window;

  GpuEventLog(Duration window, long nanos) {
    this.window = window;
    clocks = new ClockEventLog(window, nanos);
  }

  boolean add(GpuEvents.Xid xid) {
    return xids.add(xid);
  }

  void addClockReasons(long mask, long nanos) {
    clocks.add(mask, nanos);
  }

  void window(Duration other, long nanos) {
    if (!other.equals(window)) {
      window = other;
      clocks.resize(other, nanos);
    }
  }

  GpuEvents events(GpuEvents.Watch watch, Instant now, long nanos) {
    return new GpuEvents(
        watch,
        xids.latest(),
        xids.counts(),
        xids.within(window, now),
        clocks.totals(),
        clocks.onsets(),
        clocks.inWindow(nanos),
        window);
  }
}
