package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.NodeAnswer;
import io.gpunodeagent.agent.cluster.NodeApi;
import io.gpunodeagent.agent.cluster.NodeMarks;
import io.gpunodeagent.agent.cluster.ObservedNode;
import io.gpunodeagent.agent.health.HealthTaint;
import java.time.Instant;
import java.util.Optional;

/** Takes away all that is the agent's on a Node. */
final class Removal {

  private static final int MOST_ATTEMPTS = 5;

  private Removal() {}

  /**
   * Labels, annotations, condition and taint.
   *
   * @return why something is left; empty when nothing is
   */
  static Optional<String> of(NodeApi api, Instant now) throws InterruptedException {
    return switch (api.read()) {
      case NodeAnswer.Seen(var node) -> {
        var marks = api.apply(node.uid(), NodeMarks.none(), NodeApi.Mode.GENTLE);
        var condition =
            node.condition().isPresent()
                ? api.applyCondition(node.uid(), Optional.empty(), now)
                : new NodeAnswer.Done();
        var taint = lift(api, node);
        yield Publisher.reason(marks)
            .or(() -> Publisher.reason(condition))
            .or(() -> Publisher.reason(taint));
      }
      case NodeAnswer other -> Publisher.reason(other);
    };
  }

  /** Others may change the Node in between, so a conflict is no reason to give up. */
  private static NodeAnswer lift(NodeApi api, ObservedNode node) throws InterruptedException {
    if (node.taintsOf(HealthTaint.KEY).isEmpty()) {
      return new NodeAnswer.Done();
    }
    NodeAnswer answer = new NodeAnswer.Done();
    for (var attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      answer =
          switch (api.read()) {
            case NodeAnswer.Seen(var fresh) ->
                api.applyTaint(fresh, HealthTaint.KEY, Optional.empty());
            case NodeAnswer other -> other;
          };
      if (!(answer instanceof NodeAnswer.Conflict)) {
        break;
      }
    }
    return answer;
  }
}
