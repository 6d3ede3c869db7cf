// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.policy;

import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.Match.Sharing;
import io.gpunodeagent.core.policy.rule.RuleSchedule;
import io.gpunodeagent.core.text.KeyPatterns;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads which pods a rule is for. */
final class MatchReader {

  private static final Form<String> GLOB =
      PolicyTypes.text(
          Pattern.compile("!?[A-Za-z0-9*?][A-Za-z0-9 ._*?()/-]{0,199}"),
          "a name, in which * is any characters and ? is one, after ! to exclude it, and"
              + " in quotes when it begins with * or !");
  private static final Form<String> KIND =
      PolicyTypes.text(
          Pattern.compile("[A-Z][A-Za-z0-9]{0,62}"),
          "a kind of the Kubernetes API, such as StatefulSet, or Pod for a pod without an owner");
  private static final Form<String> LABEL_VALUE =
      PolicyTypes.text(
          Pattern.compile("|[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"),
          "the value of a label, as the pods have it");
  private static final Form<Sharing> SHARING =
      PolicyTypes.named(
          Map.of(
              "any", Sharing.ANY,
              "exclusive", Sharing.EXCLUSIVE,
              "timeSliced", Sharing.TIME_SLICED,
              "mig", Sharing.MIG,
              "mps", Sharing.MPS));
  private static final int HIGHEST_PRIORITY = 1_000_000_000;

  private final KeyPatterns labels;

  /**
   * A reader.
   *
   * @param labels of pods that are kept: no other can be matched
   */
  MatchReader(KeyPatterns labels) {
    this.labels = labels;
  }

  /** What is written under {@code match} of {@code rule}. */
  Match read(MappingReader rule) {
    return rule.child("match").map(this::match).orElse(Match.ANY);
  }

  private Match match(MappingReader node) {
    var selector = node.values("podSelector", LABEL_VALUE);
    for (var key : selector.keySet()) {
      if (!labels.accepts(key)) {
        node.report(
            "podSelector",
            "selects by the label " + key + ", which is not kept, so no pod would match",
            "add it to cluster.podLabels");
      }
    }
    var match =
        new Match(
            globs(node, "namespaces"),
            selector,
            Set.copyOf(node.list("workloadKinds", KIND)),
            node.get("maxPriority", priority()).map(OptionalInt::of).orElseGet(OptionalInt::empty),
            globs(node, "gpuProducts"),
            node.get("sharing", SHARING, Sharing.ANY),
            node.child("schedule").map(MatchReader::schedule));
    node.finish();
    return match;
  }

  private static Globs globs(MappingReader node, String key) {
    var globs = Globs.of(node.list(key, GLOB));
    globs
        .contradiction()
        .ifPresent(
            exclusion ->
                node.report(
                    key,
                    "excludes by " + exclusion + " what it includes",
                    "remove it or the pattern it contradicts"));
    return globs;
  }

  private static Form<Integer> priority() {
    return Form.written(
        "a whole number from -" + HIGHEST_PRIORITY + " to " + HIGHEST_PRIORITY,
        text ->
            text.matches("-?[0-9]{1,10}")
                ? Optional.of(Long.valueOf(text))
                    .filter(value -> Math.abs(value) <= HIGHEST_PRIORITY)
                    .map(Long::intValue)
                : Optional.empty());
  }

  private static RuleSchedule schedule(MappingReader node) {
    ZoneId zone = node.get("zone", PolicyTypes.zone(), ZoneOffset.UTC);
    var spans = new ArrayList<RuleSchedule.Span>();
    for (var window : node.children("windows")) {
      Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
      window.list("days", PolicyTypes.days()).forEach(days::addAll);
      spans.add(
          new RuleSchedule.Span(
              days,
              window.get("from", PolicyTypes.time(), LocalTime.MIDNIGHT),
              window.get("to", PolicyTypes.time(), LocalTime.MIDNIGHT)));
      window.finish();
    }
    if (spans.isEmpty()) {
      node.report("windows", "needed, at least one", "write - {days: [Mon-Fri], from: \"18:00\"}");
    }
    node.finish();
    return new RuleSchedule(zone, spans);
  }
}
