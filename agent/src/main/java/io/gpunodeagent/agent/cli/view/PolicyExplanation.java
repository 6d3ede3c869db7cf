// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.core.policy.Explanation;
import io.gpunodeagent.core.policy.Explanation.Line;
import io.gpunodeagent.core.policy.Explanation.Passed;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells which rule each pod of the node falls under, and why. */
public final class PolicyExplanation {

  private PolicyExplanation() {}

  /** The explanation, a line each. */
  public static List<String> write(Outcome.Valid valid, NodeState state) {
    var rules = valid.config().policies();
    var explained = Explanation.of(rules, state.attributed(), state.pods(), state.usage());
    var lines = new ArrayList<String>();
    lines.add(
        "policies: %d idle and %d time-slice rules, dry run %s"
            .formatted(
                rules.idle().size(), rules.timeSlice().size(), rules.dryRun() ? "on" : "off"));
    source("kubelet", state.attributed().allocations()).ifPresent(lines::add);
    source("API server", state.pods().state()).ifPresent(lines::add);
    if (explained.pods().isEmpty()) {
      lines.add("no pod holds a GPU now, or no rule is written");
    }
    Optional<PodRef> last = Optional.empty();
    for (var line : byPod(explained)) {
      if (!last.equals(Optional.of(line.pod()))) {
        lines.add(line.pod().namespace() + "/" + line.pod().name());
        last = Optional.of(line.pod());
      }
      lines.add("  " + text(line));
    }
    lines.addAll(DeviceExplanation.write(valid, state));
    explained
        .unused()
        .forEach(
            rule ->
                lines.add(
                    "unused: policies."
                        + key(rule.kind().label())
                        + ": rule "
                        + rule.name()
                        + " matches no pod now"));
    return lines;
  }

  private static List<Line> byPod(Explanation explained) {
    var pods = explained.pods().stream().map(Line::pod).distinct().toList();
    return pods.stream()
        .flatMap(pod -> explained.pods().stream().filter(line -> line.pod().equals(pod)))
        .toList();
  }

  private static String key(String kind) {
    return kind.equals("idle") ? "idle" : "timeSlice";
  }

  private static Optional<String> source(String name, SourceState state) {
    return switch (state) {
      case SourceState.Up(var _) -> Optional.empty();
      case SourceState.Off() -> Optional.of(name + ": not asked");
      case SourceState.Down(var _, var _, var reason) -> Optional.of(name + ": down: " + reason);
    };
  }

  private static String text(Line line) {
    var passed =
        line.passed().isEmpty()
            ? ""
            : " (not "
                + line.passed().stream()
                    .map(PolicyExplanation::passed)
                    .collect(Collectors.joining(", "))
                + ")";
    var kind = line.kind().label().replace('_', '-') + ": ";
    if (line.rule().isEmpty()) {
      return kind + "no rule" + passed;
    }
    var limit =
        line.granted() == line.wanted()
            ? line.wanted().label()
            : line.granted().label() + " in place of " + line.wanted().label();
    return kind + line.rule().get() + ", " + limit + passed + reasons(line);
  }

  private static String passed(Passed passed) {
    var exclusion = passed.exclusion().map(pattern -> " " + pattern).orElse("");
    return passed.rule() + ": " + passed.unmet().key() + exclusion;
  }

  private static String reasons(Line line) {
    var reasons =
        line.exclusions().stream()
            .filter(_ -> line.wanted() != PolicyAction.OBSERVE)
            .map(Exclusion::text)
            .collect(Collectors.joining(", "));
    return reasons.isEmpty() ? "" : ": " + reasons;
  }
}
