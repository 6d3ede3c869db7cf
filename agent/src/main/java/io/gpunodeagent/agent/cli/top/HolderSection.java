// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.AgeText;
import io.gpunodeagent.agent.cli.overview.DeviceState;
import io.gpunodeagent.agent.cli.overview.HolderOverview;
import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.terminal.Cell;
import io.gpunodeagent.agent.cli.terminal.Grid;
import io.gpunodeagent.agent.cli.terminal.Grid.Column;
import io.gpunodeagent.agent.cli.terminal.Line;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Style;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** A row a container: what it holds, whether it uses it, and what its policy does next. */
final class HolderSection {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("HOLDER", 24, 50, 1),
          new Column("GPU", 5, 16, 2),
          new Column("ACTIVITY", 8, 36, 3),
          new Column("IDLE", 5, 6, 4),
          new Column("NEXT STEP", 14, 60, 5),
          new Column("SM", 4, 5, 7),
          new Column("MEMORY", 6, 8, 6),
          new Column("WORKLOAD", 12, 40, 8),
          new Column("HELD", 5, 6, 9),
          new Column("SHARE", 8, 24, 10));

  private HolderSection() {}

  static List<Line> lines(ShownState node, TopView view, int width, Look look) {
    var grid = new Grid(COLUMNS);
    HolderRow.of(node).stream()
        .filter(row -> shown(row, view))
        .sorted(order(view.sort()))
        .forEach(row -> grid.row(cells(row, node.takenAt())));
    return grid.lines(width, look);
  }

  private static boolean shown(HolderRow row, TopView view) {
    var first = row.first();
    return view.shows(
        first.name(),
        first.container(),
        first.workload(),
        first.relation(),
        row.activity().label());
  }

  private static Comparator<HolderRow> order(Sort sort) {
    return switch (sort) {
      case GPU, POWER -> (_, _) -> 0;
      case UTIL ->
          Comparator.<HolderRow>comparingDouble(row -> row.smPercent().orElse(-1)).reversed();
      case MEMORY ->
          Comparator.<HolderRow>comparingLong(row -> row.memoryBytes().orElse(-1)).reversed();
      case IDLE -> Comparator.comparing(HolderRow::idle).reversed();
    };
  }

  private static List<Cell> cells(HolderRow row, Instant now) {
    var first = row.first();
    var doubts = row.doubts();
    var activity =
        row.activity() == DeviceState.UNKNOWN && row.holds() && !doubts.isEmpty()
            ? Cell.text(Style.DIM, "unknown: " + doubts)
            : row.holds()
                ? Cell.text(Figures.style(row.activity()), row.activity().label())
                : activity(first);
    return List.of(
        Cell.text(first.name()),
        Cell.text(row.devices()),
        activity,
        Cell.number(row.idle().isZero() ? "-" : AgeText.text(row.idle())),
        row.holds()
            ? Cell.text(
                first.next().isEmpty() ? Style.DIM : Style.PLAIN,
                first.next().map(step -> step.text(now)).orElse("no rule"))
            : Cell.text("-"),
        Cell.number(Figures.percent(row.smPercent())),
        Figures.memory(row.memoryBytes()),
        Cell.text(first.workload().isEmpty() ? "-" : first.workload()),
        Cell.number(row.holds() ? AgeText.text(first.held()) : "-"),
        Cell.text(row.shares()));
  }

  /** The activity of a holder; of others, what they are to the device. */
  static Cell activity(HolderOverview one) {
    if (one.holds()) {
      return Cell.text(Figures.style(one.activity()), one.activity().label());
    }
    return one.outsider()
        ? Cell.text(Style.WARNING, one.relation())
        : Cell.text(Style.DIM, one.relation());
  }
}
