// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import io.gpunodeagent.agent.otlp.OtlpAnswer.Failure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait, oldest first, and what became of others. It outlives an exporter, so that a
 * change of the configuration costs neither. Safe for any number of threads.
 */
public final class OtlpQueue {

  /** Four minutes at the usual interval; some 100 KiB of a node with eight GPUs. */
  static final int MOST = 8;

  private final Deque<OtlpBatch> waiting = new ArrayDeque<>();
  private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
  private long batches;
  private long points;
  private long rejected;
  private long dropped;
  private Optional<Instant> lastSuccess = Optional.empty();

  /** An empty one. */
  public OtlpQueue() {
    for (var kind : Failure.values()) {
      failures.put(kind, 0L);
    }
  }

  /** Adds the newest; drops the oldest of too many. */
  synchronized void add(OtlpBatch batch) {
    waiting.add(batch);
    if (waiting.size() > MOST) {
      waiting.remove();
      dropped++;
    }
  }

  /** The oldest, which stays. */
  synchronized @Nullable OtlpBatch oldest() {
    return waiting.peek();
  }

  /** The oldest was taken at {@code now}, but for some points. */
  synchronized void taken(long pointsRejected, Instant now) {
    var batch = waiting.remove();
    long refused = Math.min(pointsRejected, batch.points());
    batches++;
    points += batch.points() - refused;
    rejected += refused;
    lastSuccess = Optional.of(now);
  }

  /** An attempt failed; the oldest stays. */
  synchronized void failed(Failure kind) {
    failures.merge(kind, 1L, Long::sum);
  }

  /** The oldest was refused, and is given up. */
  synchronized void refused() {
    failed(Failure.REFUSED);
    waiting.remove();
    dropped++;
  }

  /** Gives up all that wait. */
  synchronized void clear() {
    dropped += waiting.size();
    waiting.clear();
  }

  /** How it stands. */
  synchronized OtlpStatus status() {
    return new OtlpStatus(
        batches, points, rejected, failures, dropped, waiting.size(), lastSuccess);
  }
}
