// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.EvictionMemory.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the evictions of the latest hour. A pod counts once however often it was asked for. Times
 * are {@link Duration}s since any one moment; safe for several threads.
 */
final class Evictions {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Map<String, Taken> taken = new HashMap<>();

  private record Taken(Duration at, Instant wall) {}

  /** Those from before a restart; what a clock set back puts into the future was just now. */
  static Evictions of(EvictionMemory memory, Duration now, Instant wall) {
    var evictions = new Evictions();
    for (var past : memory.evictions()) {
      var ago = Duration.between(past.at(), wall);
      var counted = ago.isNegative() ? Duration.ZERO : ago;
      evictions.taken.put(past.podUid(), new Taken(now.minus(counted), past.at()));
    }
    return evictions;
  }

  /** Takes one of the budget for this pod, or says that none is left. */
  synchronized boolean take(String podUid, int perHour, Duration now, Instant wall) {
    forget(now);
    if (!taken.containsKey(podUid) && taken.size() >= perHour) {
      return false;
    }
    taken.putIfAbsent(podUid, new Taken(now, wall));
    return true;
  }

  /** Gives it back: nothing was done to the pod. */
  synchronized void giveBack(String podUid) {
    taken.remove(podUid);
  }

  /** What is to survive a restart. */
  synchronized EvictionMemory memory() {
    var evictions = new ArrayList<Past>();
    taken.forEach((uid, one) -> evictions.add(new Past(uid, one.wall())));
    return new EvictionMemory(evictions);
  }

  private void forget(Duration now) {
    taken.values().removeIf(one -> now.minus(one.at()).compareTo(HOUR) >= 0);
  }
}
