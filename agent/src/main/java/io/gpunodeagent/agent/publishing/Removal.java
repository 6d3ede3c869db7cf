// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeMarksApi;
import io.gpunodeagent.agent.cluster.node.NodeStatusApi;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.health.output.HealthTaint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes away all that is the agent's on a Node. */
final class Removal {

  private static final int MOST_ATTEMPTS = 5;
  private static final int MOST_QUESTIONS = 60;
  private static final DesiredNode NOTHING = DesiredNode.of(Map.of(), Map.of());

  /** All of it is one moment to the plan: what is refused stays refused. */
  private static final Duration NOW = Duration.ZERO;

  private Removal() {}

  /**
   * Labels, annotations, condition and taint.
   *
   * @return why something is left; empty when nothing is
   */
  static Optional<String> of(PublishTarget from, Instant now) throws InterruptedException {
    return switch (from.marks().read()) {
      case NodeAnswer.Seen(var node) -> {
        var left = marks(from.marks(), node);
        if (from.status().isPresent()) {
          var status = from.status().get();
          var condition =
              node.condition().isPresent()
                  ? status.applyCondition(node.uid(), Optional.empty(), now)
                  : new NodeAnswer.Done();
          var taint = lift(from.marks(), status, node);
          left = left.or(() -> Publisher.reason(condition)).or(() -> Publisher.reason(taint));
        }
        yield left;
      }
      case NodeAnswer other -> Publisher.reason(other);
    };
  }

  /** What a policy does not let go costs nothing else. */
  private static Optional<String> marks(NodeMarksApi api, ObservedNode node)
      throws InterruptedException {
    var plan = new MarksPlan();
    var seen = node;
    for (var asked = 0; asked < MOST_QUESTIONS; asked++) {
      var next = plan.next(NOTHING, seen, NOW);
      if (next.isEmpty()) {
        break;
      }
      var step = next.get();
      var answer = take(api, step, seen);
      switch (answer) {
        case NodeAnswer.Seen(var fresh) when step instanceof NodeStep.Write -> seen = fresh;
        case NodeAnswer.Seen _ -> plan.cleared();
        case NodeAnswer.Invalid(var causes, var reason) -> {
          if (!refused(plan, step, seen, causes, reason)) {
            return Optional.of(reason);
          }
        }
        default -> {
          return Publisher.reason(answer);
        }
      }
    }
    var left = plan.problems(NOTHING, seen, NOW);
    return left.isEmpty() ? Optional.empty() : Optional.of(text(left));
  }

  private static NodeAnswer take(NodeMarksApi api, NodeStep step, ObservedNode seen)
      throws InterruptedException {
    return switch (step) {
      case NodeStep.Write(var marks, var _) ->
          api.apply(seen.uid(), marks, NodeMarksApi.Mode.GENTLE);
      case NodeStep.Probe(var marks) -> api.apply(seen.uid(), marks, NodeMarksApi.Mode.DRY_RUN);
      case NodeStep.Read(), NodeStep.Wait _, NodeStep.Judge _, NodeStep.Taint _, NodeStep.Event _ ->
          api.read();
    };
  }

  private static boolean refused(
      MarksPlan plan,
      NodeStep step,
      ObservedNode seen,
      List<NodeAnswer.Cause> causes,
      String reason) {
    if (step instanceof NodeStep.Write write) {
      return plan.refused(write, seen.own(), causes, reason, NOW);
    }
    if (step instanceof NodeStep.Probe probe) {
      plan.refused(probe, reason, NOW);
    }
    return true;
  }

  private static String text(Map<String, String> left) {
    return left.entrySet().stream()
        .map(field -> field.getKey() + ": " + field.getValue())
        .collect(Collectors.joining("; "));
  }

  /** Others may change the Node in between, so a conflict is no reason to give up. */
  private static NodeAnswer lift(NodeMarksApi api, NodeStatusApi status, ObservedNode node)
      throws InterruptedException {
    if (node.taintsOf(HealthTaint.KEY).isEmpty()) {
      return new NodeAnswer.Done();
    }
    NodeAnswer answer = new NodeAnswer.Done();
    for (var attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      answer =
          switch (api.read()) {
            case NodeAnswer.Seen(var fresh) ->
                status.applyTaint(fresh, HealthTaint.KEY, Optional.empty());
            case NodeAnswer other -> other;
          };
      if (!(answer instanceof NodeAnswer.Conflict)) {
        break;
      }
    }
    return answer;
  }
}
