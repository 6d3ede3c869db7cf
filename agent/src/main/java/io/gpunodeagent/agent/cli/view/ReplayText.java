// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.replay.EvictionPlan;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.ReplayReport;
import io.gpunodeagent.core.replay.ReplayedEpisode;
import io.gpunodeagent.core.text.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A replay's report for people. */
public final class ReplayText {

  private static final String ABSENT = "-";

  /** Scrapes are not farther apart than this. */
  private static final Duration LATE = Duration.ofMinutes(5);

  /** So many pods are named in a note; JSON has all. */
  private static final int NAMED = 20;

  private ReplayText() {}

  public static String write(
      ReplayReport report, PolicyRules rules, PastRange range, List<String> warnings) {
    var text = new StringBuilder();
    line(
        text,
        "%s to %s: nodes %d, %s %d, pods %d"
            .formatted(
                range.from(),
                range.to(),
                report.sums().nodes(),
                report.whole() ? "snapshots" : "scrapes",
                report.sums().scrapes(),
                report.sums().pods()));
    late(report, range).ifPresent(note -> line(text, note));
    warnings.forEach(warning -> line(text, "warning of the Prometheus: " + warning));
    notes(report, rules).forEach(note -> line(text, note));
    if (report.episodes().isEmpty()) {
      line(text, "no rule came true for any pod");
      return text.toString();
    }
    var table =
        new TextTable()
            .row("POD", "NODE", "RULE", "IDLE SINCE", "ANNOUNCED", "MARKED", "GPU-HOURS", "END");
    report.episodes().forEach(episode -> row(table, episode));
    text.append('\n').append(table).append('\n');
    for (var episode : report.episodes()) {
      line(text, name(episode) + ": " + episode.evidence() + excluded(episode));
    }
    evictions(text, report, rules.budget().evictionsPerHour());
    text.append('\n');
    line(
        text,
        "marks %d, GPU-hours %s%s"
            .formatted(
                report.marks(),
                hours(report.gpuHours()),
                report.partHours() > 0
                    ? ", hours of MIG instances and shared GPUs " + hours(report.partHours())
                    : ""));
    return text.toString();
  }

  /** In their order, and what the budget made of them. */
  private static void evictions(StringBuilder text, ReplayReport report, int perHour) {
    var plan = EvictionPlan.of(report.episodes(), perHour);
    if (plan.evictions().isEmpty()) {
      return;
    }
    var table =
        new TextTable().row("DUE", "EVICTED", "NODE", "POD", "RULE", "WAITED FOR THE BUDGET");
    for (var planned : plan.evictions()) {
      table.row(
          time(planned.due()),
          planned.at().map(ReplayText::time).orElse("never"),
          planned.episode().node(),
          name(planned.episode()),
          planned.episode().rule().name(),
          planned
              .at()
              .map(at -> Duration.between(planned.due(), at).toMinutes() + " min")
              .orElse("no longer due when it had room"));
    }
    text.append('\n');
    line(text, "evictions, at most " + perHour + " of a node in any hour:");
    text.append(table);
  }

  private static void row(TextTable table, ReplayedEpisode episode) {
    table.row(
        name(episode),
        episode.node(),
        episode.rule().name(),
        episode.times().idleSince().map(ReplayText::time).orElse(ABSENT),
        episode.times().announced().map(ReplayText::time).orElse(ABSENT),
        episode.times().marked().map(ReplayText::time).orElse(ABSENT),
        episode.times().marked().isEmpty() || episode.rule().kind() == Kind.TIME_SLICE
            ? ABSENT
            : freed(episode),
        episode.end().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static String freed(ReplayedEpisode episode) {
    var parts = episode.held().parts() == 0 ? "" : " + " + hours(episode.partHours()) + " of parts";
    return hours(episode.gpuHours()) + parts;
  }

  /** Where the history is shorter than what was asked for. */
  private static Optional<String> late(ReplayReport report, PastRange range) {
    return report
        .sums()
        .first()
        .filter(first -> Duration.between(range.from(), first).compareTo(LATE) > 0)
        .map(first -> "the history begins at " + time(first) + ", later than was asked for");
  }

  private static String oneLine(String text) {
    return OneLine.of(text, Integer.MAX_VALUE);
  }

  private static String excluded(ReplayedEpisode episode) {
    return episode.exclusions().isEmpty()
        ? ""
        : "; spared: " + String.join(", ", episode.exclusions());
  }

  private static List<String> notes(ReplayReport report, PolicyRules rules) {
    var notes = new ArrayList<String>();
    for (var rule : report.unjudged()) {
      notes.add(
          "not judged: rule %s, as DCGM's metrics do not show %s; pods it may be for, never marked: %d"
              .formatted(rule.rule(), String.join(", ", rule.keys()), rule.pods()));
    }
    for (var rule : report.timeSlice()) {
      notes.add("not judged: time-slice rule " + rule);
    }
    for (var rule : rules.idle()) {
      var judged = report.unjudged().stream().noneMatch(each -> each.rule().equals(rule.name()));
      if (judged && rule.action().compareTo(PolicyAction.MARK) < 0) {
        notes.add("rule " + rule.name() + ": action " + rule.action().label() + " marks nothing");
      }
    }
    report
        .doubled()
        .forEach(
            node -> notes.add("not judged: node " + node + " export it at once: choose by --job"));
    report
        .unknown()
        .forEach(
            node ->
                notes.add(
                    "not judged: node "
                        + node
                        + ": its labels may name the exporter's own pod in place of holders: set"
                        + " honor_labels: true"));
    report
        .sparse()
        .forEach(node -> notes.add("not judged: node " + node + " has less than ten samples"));
    if (!report.uncorroborated().isEmpty()) {
      notes.add(
          "not proven: load reads zero, and neither power nor the lack of processes agrees: "
              + listed(report.uncorroborated()));
    }
    if (report.whole()) {
      return notes;
    }
    notes.add(
        "not known, and taken for none: exemptions by annotation, owner or priority, restarts of"
            + " containers, XIDs");
    return notes;
  }

  private static String listed(List<String> pods) {
    var named = String.join(", ", pods.subList(0, Math.min(NAMED, pods.size())));
    return pods.size() > NAMED ? named + " and " + (pods.size() - NAMED) + " more" : named;
  }

  private static String name(ReplayedEpisode episode) {
    return episode.pod().namespace() + "/" + episode.pod().name();
  }

  private static String hours(double hours) {
    return String.format(Locale.ROOT, "%.2f", hours);
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(oneLine(line)).append('\n');
  }
}
