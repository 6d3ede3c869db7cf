package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.core.policy.Action;
import io.gpunodeagent.core.policy.PodDecision.Kind;
import io.gpunodeagent.core.policy.PolicyRules;
import io.gpunodeagent.core.replay.Course;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.Report;
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
      Report report, PolicyRules rules, PastRange range, List<String> warnings) {
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
    warnings.forEach(warning -> line(text, "warning of the Prometheus: " + oneLine(warning)));
    notes(report, rules).forEach(note -> line(text, note));
    if (report.courses().isEmpty()) {
      line(text, "no rule came true for any pod");
      return text.toString();
    }
    var table =
        new TextTable()
            .row("POD", "NODE", "RULE", "IDLE SINCE", "ANNOUNCED", "MARKED", "GPU-HOURS", "END");
    report.courses().forEach(course -> row(table, course));
    text.append('\n').append(table).append('\n');
    for (var course : report.courses()) {
      line(text, name(course) + ": " + course.evidence() + excluded(course));
    }
    line(
        text,
        "\nmarks %d, GPU-hours %s%s"
            .formatted(
                report.marks(),
                hours(report.gpuHours()),
                report.partHours() > 0
                    ? ", hours of MIG instances and shared GPUs " + hours(report.partHours())
                    : ""));
    return text.toString();
  }

  private static void row(TextTable table, Course course) {
    table.row(
        name(course),
        course.node(),
        course.rule().name(),
        course.times().idleSince().map(ReplayText::time).orElse(ABSENT),
        course.times().announced().map(ReplayText::time).orElse(ABSENT),
        course.times().marked().map(ReplayText::time).orElse(ABSENT),
        course.times().marked().isEmpty() || course.rule().kind() == Kind.TIME_SLICE
            ? ABSENT
            : freed(course),
        course.end().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static String freed(Course course) {
    var parts = course.held().parts() == 0 ? "" : " + " + hours(course.partHours()) + " of parts";
    return hours(course.gpuHours()) + parts;
  }

  /** Where the history is shorter than what was asked for. */
  private static Optional<String> late(Report report, PastRange range) {
    return report
        .sums()
        .first()
        .filter(first -> Duration.between(range.from(), first).compareTo(LATE) > 0)
        .map(first -> "the history begins at " + time(first) + ", later than was asked for");
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }

  private static String excluded(Course course) {
    return course.exclusions().isEmpty()
        ? ""
        : "; spared: " + String.join(", ", course.exclusions());
  }

  private static List<String> notes(Report report, PolicyRules rules) {
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
      if (judged && rule.action().compareTo(Action.MARK) < 0) {
        notes.add("rule " + rule.name() + ": action " + rule.action().label() + " marks nothing");
      }
    }
    report
        .doubled()
        .forEach(
            node -> notes.add("not judged: node " + node + " export it at once: choose by --job"));
    report
        .untold()
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

  private static String name(Course course) {
    return course.pod().namespace() + "/" + course.pod().name();
  }

  private static String hours(double hours) {
    return String.format(Locale.ROOT, "%.2f", hours);
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
