// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.core.snapshot.DriverMessage;
import io.gpunodeagent.core.snapshot.DriverMessages.Count;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts what the driver wrote to the kernel log beside XIDs. Not thread-safe. */
final class DriverLog {

  private static final System.Logger LOG = System.getLogger(DriverLog.class.getName());

  /** No log may fill the heap: beyond this many different messages, new ones are not counted. */
  private static final int MOST_KINDS = 512;

  private final Map<DriverMessage, Count> counts = new HashMap<>();

  void add(DriverMessage message, Instant now) {
    var before = counts.get(message);
    if (before != null) {
      counts.put(message, new Count(before.count() + 1, now));
    } else if (counts.size() < MOST_KINDS) {
      counts.put(message, new Count(1, now));
      LOG.log(Level.WARNING, "The driver wrote to the kernel log: {0}", message);
    }
  }

  Map<DriverMessage, Count> counts() {
    return counts;
  }
}
