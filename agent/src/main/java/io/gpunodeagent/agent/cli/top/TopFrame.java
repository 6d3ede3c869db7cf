// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.terminal.Cell;
import io.gpunodeagent.agent.cli.terminal.Grid;
import io.gpunodeagent.agent.cli.terminal.Grid.Column;
import io.gpunodeagent.agent.cli.terminal.Line;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Size;
import io.gpunodeagent.agent.cli.terminal.Style;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One picture of the live view.
 *
 * @param lines of the screen, at most as many as it has rows
 * @param page rows of the body that are seen at once
 * @param scrollable how far the body can be scrolled
 */
public record TopFrame(List<Line> lines, int page, int scrollable) {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private static final List<Column> PROBLEMS =
      List.of(new Column("WHAT IS WRONG", 30, 130, 1), new Column("WHAT TO DO", 20, 70, 2));

  private static final List<String> HELP =
      List.of(
          "  q, Ctrl-C        quit",
          "  ?, h             this page, and back",
          "  space            pause, and go on",
          "  g u m i p        sort by GPU, utilization, memory, idle time, power",
          "  /                show rows with a text: pod, namespace, workload, state, model",
          "                   Enter keeps the filter, Esc clears it",
          "  up, down, j, k   scroll by a row",
          "  PgUp, PgDn       scroll by a page; Home and End go to the ends",
          "",
          "STATE of a GPU: active, idle and unknown are those that somebody holds; free is held by",
          "nobody. Unknown is neither: there is no proof of use and none of rest.",
          "IDLE is proven rest since the last proven use. NEXT STEP is what the pod's policy rule",
          "does next; a dry run only reports it.");

  public TopFrame {
    lines = List.copyOf(lines);
  }

  /**
   * The picture of {@code node} on a screen.
   *
   * @param trouble why there is nothing newer; empty while there is
   */
  public static TopFrame of(
      ShownState node,
      TopView view,
      UtilizationHistory history,
      Optional<String> trouble,
      Size size,
      Look look) {
    var head = new ArrayList<>(Summary.lines(node, look));
    trouble.ifPresent(
        why ->
            head.add(
                new Line(look)
                    .add(Style.BAD, "OLD, of " + CLOCK.format(node.takenAt()) + ": " + why)));
    var body = view.help() ? help(look) : body(node, view, history, size.columns(), look);
    int page = Math.max(1, size.rows() - head.size() - 1);
    int scrollable = Math.max(0, body.size() - page);
    int from = Math.min(view.scroll(), scrollable);
    var lines = new ArrayList<Line>(head);
    lines.addAll(body.subList(from, Math.min(body.size(), from + page)));
    while (lines.size() < size.rows() - 1) {
      lines.add(new Line(look));
    }
    lines.add(foot(node, view, from, page, scrollable, size, look));
    return new TopFrame(
        lines.stream().limit(size.rows()).map(line -> line.fit(size.columns())).toList(),
        page,
        scrollable);
  }

  /** Everything there is, as lines of text of at most {@code width} columns. */
  public static String text(ShownState node, int width, Look look) {
    var lines = new ArrayList<>(Summary.lines(node, look));
    lines.add(new Line(look));
    lines.addAll(body(node, TopView.start(), new UtilizationHistory(), width, look));
    return lines.stream().map(line -> line.plain() + "\n").collect(Collectors.joining());
  }

  private static List<Line> body(
      ShownState node, TopView view, UtilizationHistory history, int width, Look look) {
    var lines = new ArrayList<Line>();
    section(lines, GpuSection.lines(node, view, history, width, look), look);
    section(lines, HolderSection.lines(node, view, width, look), look);
    section(lines, ProcessSection.lines(node, view, width, look), look);
    section(lines, problems(node, width, look), look);
    if (lines.isEmpty() && !view.filter().isEmpty()) {
      lines.add(new Line(look).add(Style.DIM, "nothing matches " + view.filter()));
    }
    return lines;
  }

  /** Adds a section; one without rows is left out. */
  private static void section(List<Line> lines, List<Line> section, Look look) {
    if (section.size() > 1) {
      if (!lines.isEmpty()) {
        lines.add(new Line(look));
      }
      lines.addAll(section);
    }
  }

  private static List<Line> problems(ShownState node, int width, Look look) {
    var grid = new Grid(PROBLEMS);
    for (var problem : node.problems()) {
      var style = problem.severe() ? Style.BAD : Style.WARNING;
      grid.row(
          List.of(
              Cell.text(style, problem.text()),
              Cell.text(problem.remedy().isEmpty() ? "-" : problem.remedy())));
    }
    return grid.lines(width, look);
  }

  private static List<Line> help(Look look) {
    return HELP.stream().map(text -> new Line(look).add(text)).toList();
  }

  private static Line foot(
      ShownState node, TopView view, int from, int page, int scrollable, Size size, Look look) {
    var left = new Line(look);
    if (view.typing()) {
      left.add(Style.REVERSE, " filter: " + view.filter() + "_ ")
          .add("  Enter keeps it, Esc clears it");
    } else {
      left.add(
          Style.REVERSE,
          " q quit  ? help  / filter  space pause  sort: " + view.sort().label() + " ");
    }
    if (!view.typing() && !view.filter().isEmpty()) {
      left.add("  filter: " + view.filter());
    }
    if (view.paused()) {
      left.add("  ").add(Style.WARNING, "PAUSED");
    }
    if (scrollable > 0) {
      left.add("  rows " + (from + 1) + "-" + (from + page) + " of " + (scrollable + page));
    }
    var clock = new Line(look).add(Style.DIM, CLOCK.format(node.takenAt()));
    return left.fit(size.columns() - clock.width() - 1)
        .padTo(size.columns() - clock.width())
        .add(clock);
  }
}
