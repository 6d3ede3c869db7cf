// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import io.gpunodeagent.core.overview.EvictionAttempt;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.overview.Occurrence;
import io.gpunodeagent.core.recording.Trigger.Cause;
import io.gpunodeagent.core.recording.Trigger.Kind;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.state.NodeState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which events begin a recording. */
public final class Triggers {

  private Triggers() {}

  /**
   * Of what happened between two states.
   *
   * @param before the earlier of the two
   * @param events that happened since
   */
  public static List<Trigger> of(NodeState before, List<Occurrence> events) {
    boolean answered = before.node().driver() instanceof DriverState.Ready;
    return events.stream()
        .flatMap(
            event ->
                cause(event, answered)
                    .map(cause -> new Trigger(event.at(), cause, event.text()))
                    .stream())
        .toList();
  }

  private static Optional<Cause> cause(Occurrence event, boolean answered) {
    return switch (event.kind()) {
      case XID -> Optional.of(new Cause(Kind.XID, event.gpu(), Optional.empty(), event.xid()));
      case GPU -> lost(event, true);
      // A driver that never answered is not lost.
      case DRIVER -> lost(event, answered);
      case SAMPLING -> Optional.of(Cause.of(Kind.SAMPLING_STALLED, Optional.empty()));
      // Whether an eviction was carried out, its attempt says.
      case HEALTH, SOURCE, POLICY, EVICTION -> Optional.empty();
    };
  }

  /** An event of a GPU or the driver that is an error says that it gives no readings any more. */
  private static Optional<Cause> lost(Occurrence event, boolean answered) {
    return event.severity() == Severity.ERROR && answered
        ? Optional.of(Cause.of(Kind.LOST, event.gpu()))
        : Optional.empty();
  }

  /**
   * Of a stall of sampling that lasts.
   *
   * @param state what is published
   * @param now when that was seen, wall clock
   */
  public static Optional<Trigger> stall(NodeState state, Instant now) {
    return state.node().driver() instanceof DriverState.Unavailable away
            && away.problem() == DriverState.Problem.SAMPLING_STALLED
        ? Optional.of(
            new Trigger(
                now,
                Cause.of(Kind.SAMPLING_STALLED, Optional.empty()),
                "sampling has stalled: " + away.detail()))
        : Optional.empty();
  }

  /** Of an eviction; none unless it was carried out. */
  public static Optional<Trigger> of(EvictionAttempt attempt) {
    var event = attempt.event();
    return attempt.carriedOut()
        ? Optional.of(
            new Trigger(
                event.at(),
                new Cause(Kind.EVICTION, event.gpu(), event.pod(), event.xid()),
                event.text()))
        : Optional.empty();
  }
}
