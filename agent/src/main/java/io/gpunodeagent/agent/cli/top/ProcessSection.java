// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.ProcessOverview;
import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.terminal.Cell;
import io.gpunodeagent.agent.cli.terminal.Grid;
import io.gpunodeagent.agent.cli.terminal.Grid.Column;
import io.gpunodeagent.agent.cli.terminal.Line;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A row a process. */
final class ProcessSection {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("PID", 8, 10, 1),
          new Column("PROCESS", 8, 16, 3),
          new Column("GPU", 5, 6, 2),
          new Column("SM", 4, 5, 6),
          new Column("MEMORY", 6, 8, 4),
          new Column("KIND", 8, 16, 7),
          new Column("OWNER", 12, 100, 5));

  private ProcessSection() {}

  static List<Line> lines(ShownState node, TopView view, int width, Look look) {
    var grid = new Grid(COLUMNS);
    node.processes().stream()
        .filter(one -> view.shows(one.pid(), one.command(), one.owner(), one.kinds()))
        .sorted(order(view.sort()))
        .forEach(
            one ->
                grid.row(
                    List.of(
                        Cell.number(one.pid()),
                        Cell.text(one.command()),
                        Cell.text(one.device()),
                        Cell.number(Figures.percent(one.smPercent())),
                        Figures.memory(one.memoryBytes()),
                        Cell.text(one.kinds()),
                        Cell.text(one.owner()))));
    var lines = new ArrayList<>(grid.lines(width, look));
    if (!node.processesDoubt().isEmpty()) {
      lines.add(new Line(look).add(Style.DIM, "processes: " + node.processesDoubt()).fit(width));
    }
    return lines;
  }

  private static Comparator<ProcessOverview> order(Sort sort) {
    return switch (sort) {
      case GPU, IDLE, POWER -> (_, _) -> 0;
      case UTIL ->
          Comparator.<ProcessOverview>comparingDouble(one -> one.smPercent().orElse(-1)).reversed();
      case MEMORY ->
          Comparator.<ProcessOverview>comparingLong(one -> one.memoryBytes().orElse(-1)).reversed();
    };
  }
}
