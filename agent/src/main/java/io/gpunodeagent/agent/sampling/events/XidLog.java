// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.core.snapshot.GpuEvents.Xid;
import io.gpunodeagent.core.snapshot.GpuEvents.XidCount;
import io.gpunodeagent.core.snapshot.XidKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * The XIDs of one GPU since the agent started. NVML and the kernel log both report most of them:
 * each sighting by one is matched with at most one by the other, so two XIDs seen by both count as
 * two. Where only the second calls it Nonfatal, the first is corrected. Not thread-safe.
 */
final class XidLog {

  /** How far apart the two sources may report the same XID. */
  static final Duration MATCH_WITHIN = Duration.ofSeconds(5);

  /**
   * A storm of XIDs must not fill the heap: beyond this many, the oldest leave the window early.
   */
  private static final int MOST_REMEMBERED = 4096;

  private final Map<XidKind, XidCount> counts = new HashMap<>();
  private final Deque<Xid> unmatched = new ArrayDeque<>();
  private final Deque<Xid> recent = new ArrayDeque<>();
  private final SequencedMap<OptionalInt, Xid> latest = new LinkedHashMap<>();

  /** Notes a sighting; returns whether it is a new XID. */
  boolean add(Xid xid) {
    forget(unmatched, xid.at().minus(MATCH_WITHIN));
    var earlier = matched(xid);
    if (earlier.isPresent()) {
      if (xid.kind().nonFatal() && !earlier.get().kind().nonFatal()) {
        correct(earlier.get());
      }
      return false;
    }
    unmatched.addLast(xid);
    recent.addLast(xid);
    if (recent.size() > MOST_REMEMBERED) {
      recent.removeFirst();
    }
    latest.putFirst(xid.kind().gpuInstanceId(), xid);
    count(xid);
    return true;
  }

  private void count(Xid xid) {
    counts.merge(xid.kind(), new XidCount(1, xid.at()), XidCount::and);
  }

  private Optional<Xid> matched(Xid xid) {
    for (Iterator<Xid> others = unmatched.iterator(); others.hasNext(); ) {
      var other = others.next();
      if (other.source() != xid.source() && other.kind().mayBe(xid.kind())) {
        others.remove();
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  private void correct(Xid xid) {
    var nonFatal = new Xid(xid.kind().asNonFatal(), xid.at(), xid.source());
    counts.computeIfPresent(
        xid.kind(),
        (_, before) ->
            before.count() == 1 ? null : new XidCount(before.count() - 1, before.lastSeen()));
    count(nonFatal);
    if (recent.removeLastOccurrence(xid)) {
      recent.addLast(nonFatal);
    }
    latest.computeIfPresent(
        xid.kind().gpuInstanceId(), (_, newest) -> newest.equals(xid) ? nonFatal : newest);
  }

  /** The newest of each GPU instance, and of those that name none; newest first. */
  List<Xid> latest() {
    return List.copyOf(latest.values());
  }

  Map<XidKind, XidCount> counts() {
    return counts;
  }

  /** XIDs by kind that were seen at most {@code window} before {@code now}. */
  Map<XidKind, Long> within(Duration window, Instant now) {
    if (recent.isEmpty()) {
      return Map.of();
    }
    forget(recent, now.minus(window));
    var byKind = new HashMap<XidKind, Long>();
    recent.forEach(xid -> byKind.merge(xid.kind(), 1L, Long::sum));
    return byKind;
  }

  private static void forget(Deque<Xid> xids, Instant before) {
    while (!xids.isEmpty() && xids.getFirst().at().isBefore(before)) {
      xids.removeFirst();
    }
  }
}
