// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one GPU, by UUID, over all sessions: a GPU that goes away stays known as lost.
 * Confined to the coordinator.
 */
final class GpuView {

  private final StateLog log = new StateLog();
  private GpuIdentity identity;
  private GpuCondition condition;
  private @Nullable GpuResult result;
  private final Instant knownSince;
  private long takenAt;
  private boolean missed;
  private long missedSince;
  private long lostSince;

  GpuView(GpuIdentity identity, Instant now) {
    this.identity = identity;
    knownSince = now;
    condition = new GpuCondition.Unread("", now);
  }

  GpuIdentity identity() {
    return identity;
  }

  GpuCondition condition() {
    return condition;
  }

  /** What the latest finished pass read; empty before the first. */
  Optional<GpuResult> result() {
    return Optional.ofNullable(result);
  }

  /** How long the GPU has not been there, seen so at monotonic time {@code now}. */
  Duration missedFor(long now) {
    if (!missed) {
      missed = true;
      missedSince = now;
    }
    return Duration.ofNanos(now - missedSince);
  }

  /** The GPU may have another index in a new enumeration. */
  void identified(GpuIdentity now) {
    identity = now;
  }

  /** The GPU is there. */
  void found() {
    missed = false;
  }

  /** Takes a result when the process has run until {@code running}; returns whether it is new. */
  @SuppressWarnings("ReferenceEquality") // two passes may read the same
  boolean take(GpuResult latest, long running) {
    boolean isNew = latest != result;
    if (isNew) {
      takenAt = running;
    }
    result = latest;
    return isNew;
  }

  /**
   * How long the process has run since the latest result came, when it has run until {@code
   * running}.
   */
  Duration age(long running) {
    return Duration.ofNanos(result == null ? 0 : running - takenAt);
  }

  /** Is in this condition at monotonic time {@code now}. */
  void become(GpuCondition next, long now) {
    log.gpu(identity, next);
    if (next instanceof GpuCondition.Lost && !lost()) {
      lostSince = now;
    }
    condition = next;
  }

  boolean lost() {
    return condition instanceof GpuCondition.Lost;
  }

  /** How long before monotonic time {@code now} the GPU was lost; for one that is. */
  Duration lostFor(long now) {
    return Duration.ofNanos(now - lostSince);
  }

  boolean hung() {
    return condition instanceof GpuCondition.Hung;
  }

  boolean fresh() {
    return condition instanceof GpuCondition.Fresh;
  }

  /** The GPU as published. */
  GpuSample sample(GpuEvents events) {
    var read = result;
    return read == null
        ? new GpuSample(
            identity,
            condition,
            knownSince,
            Readings.none(),
            false,
            List.of(),
            List.of(),
            Reading.unsupported(),
            events)
        : new GpuSample(
            identity,
            condition,
            read.readAt(),
            read.readings(),
            read.migEnabled(),
            read.instances(),
            read.links(),
            read.processes(),
            events,
            read.containerMemory());
  }
}
