package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.snapshot.GpuEvents.Xid;
import io.gpunodeagent.agent.snapshot.GpuEvents.XidCount;
import io.gpunodeagent.agent.snapshot.GpuEvents.XidTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * The XIDs of one GPU since the agent started. NVML and the kernel log both tell of most of them:
 * each sighting by one is matched with at most one by the other, so two XIDs seen by both count as
 * two. Not thread-safe.
 */
final class XidLog {

  /** How far apart the two sources may tell of the same XID. */
  static final Duration MATCH_WITHIN = Duration.ofSeconds(5);

  /**
   * A storm of XIDs must not fill the heap: beyond this many, the oldest leave the window early.
   */
  private static final int MOST_REMEMBERED = 4096;

  private final Map<Integer, XidCount> counts = new HashMap<>();
  private final Map<Key, Long> totals = new HashMap<>();
  private final Deque<Xid> unmatched = new ArrayDeque<>();
  private final Deque<Xid> recent = new ArrayDeque<>();
  private final SequencedMap<OptionalInt, Xid> latest = new LinkedHashMap<>();

  private record Key(int code, OptionalInt gpuInstanceId) {
    static Key of(Xid xid) {
      return new Key(xid.code(), xid.gpuInstanceId());
    }
  }

  /** Notes a sighting; returns whether it is a new XID. */
  boolean add(Xid xid) {
    forget(unmatched, xid.at().minus(MATCH_WITHIN));
    if (matchesEarlier(xid)) {
      return false;
    }
    unmatched.addLast(xid);
    recent.addLast(xid);
    if (recent.size() > MOST_REMEMBERED) {
      recent.removeFirst();
    }
    latest.putFirst(xid.gpuInstanceId(), xid);
    totals.merge(Key.of(xid), 1L, Long::sum);
    counts.merge(
        xid.code(),
        new XidCount(1, xid.at()),
        (before, _) -> new XidCount(before.count() + 1, xid.at()));
    return true;
  }

  private boolean matchesEarlier(Xid xid) {
    for (Iterator<Xid> others = unmatched.iterator(); others.hasNext(); ) {
      var other = others.next();
      if (other.code() == xid.code() && other.source() != xid.source()) {
        others.remove();
        return true;
      }
    }
    return false;
  }

  /** The newest of each GPU instance, and of those that name none; newest first. */
  List<Xid> latest() {
    return List.copyOf(latest.values());
  }

  Map<Integer, XidCount> counts() {
    return counts;
  }

  /** XIDs by code and instance, and how many were seen at most {@code window} before now. */
  List<XidTally> tallies(Duration window, Instant now) {
    forget(recent, now.minus(window));
    var within = new HashMap<Key, Long>();
    recent.forEach(xid -> within.merge(Key.of(xid), 1L, Long::sum));
    return totals.entrySet().stream()
        .map(
            each ->
                new XidTally(
                    each.getKey().code(),
                    each.getKey().gpuInstanceId(),
                    each.getValue(),
                    within.getOrDefault(each.getKey(), 0L)))
        .toList();
  }

  private static void forget(Deque<Xid> xids, Instant before) {
    while (!xids.isEmpty() && xids.getFirst().at().isBefore(before)) {
      xids.removeFirst();
    }
  }
}
