// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.ConditionText;
import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.NodeMarksApi.Mode;
import io.gpunodeagent.agent.cluster.node.NodeStatusApi;
import io.gpunodeagent.agent.cluster.node.NodeTaint;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.core.health.output.HealthTaint;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Does the steps and logs what changed; a dry run only looks, and logs what it would do. For one
 * thread.
 */
final class NodeApplier {

  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

  private final PublishTarget to;
  private final boolean dryRun;
  private final InstantSource clock;
  private final Map<Class<? extends NodeStep>, String> published = new HashMap<>();
  private String lastSaid = "";
  private Optional<NodeStep.Write> written = Optional.empty();
  private Optional<ConditionText> judged = Optional.empty();
  private Optional<NodeStep.Taint> tainted = Optional.empty();

  NodeApplier(PublishTarget to, boolean dryRun, InstantSource clock) {
    this.to = to;
    this.dryRun = dryRun;
    this.clock = clock;
  }

  /** Does the step to the Node that was last seen. */
  NodeAnswer take(NodeStep step, Optional<ObservedNode> seen) throws InterruptedException {
    if (seen.isEmpty() || step instanceof NodeStep.Read) {
      return switch (to.marks().read()) {
        case NodeAnswer.Seen(var node) -> new NodeAnswer.Seen(shown(node));
        case NodeAnswer other -> other;
      };
    }
    return dryRun ? pretend(step, seen.get()) : act(step, seen.get());
  }

  /** The Node with what a dry run would have written to it. */
  ObservedNode shown(ObservedNode node) {
    var marked = written.map(step -> marked(node, step)).orElse(node);
    var conditioned = judged.map(marked::with).orElse(marked);
    return tainted
        .map(step -> conditioned.tainted(HealthTaint.KEY, step.taint()))
        .orElse(conditioned);
  }

  private NodeAnswer act(NodeStep step, ObservedNode seen) throws InterruptedException {
    var answer = done(step, seen);
    if (answer instanceof NodeAnswer.Seen) {
      report(step);
    }
    return answer;
  }

  private NodeAnswer done(NodeStep step, ObservedNode seen) throws InterruptedException {
    return switch (step) {
      case NodeStep.Read(), NodeStep.Wait _ -> to.marks().read();
      case NodeStep.Write(var marks, var force) ->
          to.marks().apply(seen.uid(), marks, force ? Mode.FORCE : Mode.GENTLE);
      case NodeStep.Probe(var marks) -> to.marks().apply(seen.uid(), marks, Mode.DRY_RUN);
      case NodeStep.Judge(var condition) ->
          status().applyCondition(seen.uid(), Optional.of(condition), clock.instant());
      case NodeStep.Taint(var taint) -> taint(taint);
      case NodeStep.Event(var event) -> status().record(seen.uid(), event);
    };
  }

  /** Only a target that has them is asked for condition, taint and Events. */
  private NodeStatusApi status() {
    return to.status().orElseThrow();
  }

  /** What was seen a while ago would be a conflict with any change since. */
  private NodeAnswer taint(Optional<NodeTaint> taint) throws InterruptedException {
    return switch (to.marks().read()) {
      case NodeAnswer.Seen(var fresh) -> status().applyTaint(fresh, HealthTaint.KEY, taint);
      case NodeAnswer other -> other;
    };
  }

  /** Logs the first write of a kind, and each later one that says something else. */
  private void report(NodeStep step) {
    switch (step) {
      case NodeStep.Write(var marks, var _) -> {
        var counts =
            marks.labels().size() + " labels, " + marks.annotations().size() + " annotations";
        report(NodeStep.Write.class, marks.fields().toString(), counts);
      }
      case NodeStep.Judge(var condition) ->
          report(NodeStep.Judge.class, text(condition), text(condition));
      case NodeStep.Taint(var taint) -> report(NodeStep.Taint.class, text(taint), text(taint));
      case NodeStep.Read(), NodeStep.Wait _, NodeStep.Probe _, NodeStep.Event _ -> {}
    }
  }

  private void report(Class<? extends NodeStep> kind, String content, String shown) {
    if (!content.equals(published.put(kind, content))) {
      LOG.log(Level.INFO, "Published {0}", shown);
    }
  }

  private static String text(ConditionText condition) {
    return "the condition "
        + condition.type()
        + "="
        + condition.status()
        + ", "
        + condition.reason()
        + ": "
        + condition.message();
  }

  private static String text(Optional<NodeTaint> taint) {
    return taint
        .map(it -> "the taint " + it.key() + "=" + it.value() + ":" + it.effect())
        .orElse("no taint " + HealthTaint.KEY);
  }

  private NodeAnswer pretend(NodeStep step, ObservedNode seen) throws InterruptedException {
    return switch (step) {
      case NodeStep.Read(), NodeStep.Wait _ -> to.marks().read();
      case NodeStep.Write write -> {
        var marks = write.marks();
        say(
            marks.labels().size()
                + " labels and "
                + marks.annotations().keySet()
                + ": "
                + marks.labels());
        written = Optional.of(write);
        yield new NodeAnswer.Seen(shown(seen));
      }
      case NodeStep.Probe _ -> new NodeAnswer.Seen(seen);
      case NodeStep.Judge(var condition) -> {
        say(text(condition));
        judged = Optional.of(condition);
        yield new NodeAnswer.Seen(shown(seen));
      }
      case NodeStep.Taint wanted -> {
        say(text(wanted.taint()));
        tainted = Optional.of(wanted);
        yield new NodeAnswer.Seen(shown(seen));
      }
      case NodeStep.Event(var event) -> {
        say("the Event " + event.reason() + ": " + event.message());
        yield new NodeAnswer.Done();
      }
    };
  }

  private void say(String what) {
    if (!what.equals(lastSaid)) {
      LOG.log(Level.INFO, "Dry run: would publish {0}", what);
    }
    lastSaid = what;
  }

  private static ObservedNode marked(ObservedNode seen, NodeStep.Write write) {
    var marks = new TreeMap<>(write.marks().fields());
    if (!write.force()) {
      marks.entrySet().removeIf(field -> seen.contests(field.getKey(), field.getValue()));
    }
    var fields = new TreeMap<>(seen.marks().fields());
    fields.keySet().removeAll(seen.own().fields().keySet());
    fields.putAll(marks);
    Map<String, Set<String>> managers = new HashMap<>(seen.managers());
    managers.keySet().removeAll(seen.own().fields().keySet());
    marks.keySet().forEach(field -> managers.put(field, Set.of(ObservedNode.AGENT)));
    return seen.with(NodeMarks.ofFields(fields), managers);
  }
}
