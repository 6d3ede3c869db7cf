// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Columns that fit a width: those of least importance are left out until the rest fits, what is
 * left over goes to those that can use it.
 */
public final class Grid {

  private static final String GAP = " ";

  /**
   * A column.
   *
   * @param least columns below which it is of no use
   * @param most columns beyond which more is of no use
   * @param rank 1 is the most important; the highest goes first
   */
  public record Column(String title, int least, int most, int rank) {}

  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A row.
   *
   * @param cells one for each column, or fewer
   * @param note text in place of the columns that have no cell; empty text for none
   */
  private record Row(List<Cell> cells, Style style, String note) {
    private Row {
      cells = List.copyOf(cells);
    }

    Optional<Cell> cell(int column) {
      return column < cells.size() ? Optional.of(cells.get(column)) : Optional.empty();
    }
  }

  public Grid(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row with a cell for each column. */
  public void row(List<Cell> cells) {
    rows.add(new Row(cells, Style.PLAIN, ""));
  }

  /** Adds a row with cells for the first columns, and a text in place of the others. */
  public void row(List<Cell> cells, Style style, String note) {
    rows.add(new Row(cells, style, note));
  }

  /** The heading and the rows, each at most {@code width} columns. */
  public List<Line> lines(int width, Look look) {
    var kept = kept(width);
    int[] widths = widths(kept, width, look);
    int[] figures = kept.stream().mapToInt(this::figure).toArray();
    var lines = new ArrayList<Line>();
    var heading = new Line(look);
    for (int i = 0; i < kept.size(); i++) {
      var title = columns.get(kept.get(i)).title();
      var cell = new Cell.Text(Style.STRONG, title, right(kept.get(i)));
      heading.add(i == 0 ? "" : GAP).add(cell.in(widths[i], look));
    }
    lines.add(heading.fit(width));
    for (var row : rows) {
      var line = new Line(look);
      for (int i = 0; i < kept.size(); i++) {
        int columns = widths[i];
        var gap = i == 0 ? "" : GAP;
        int figure = figures[i];
        row.cell(kept.get(i))
            .map(cell -> cell.withFigure(figure))
            .ifPresent(cell -> line.add(gap).add(cell.in(columns, look)));
      }
      if (!row.note().isEmpty()) {
        line.add(GAP).add(row.style(), row.note());
      }
      lines.add(line.fit(width));
    }
    return lines;
  }

  /** The longest figure behind a bar of the column: bars of a column have one length. */
  private int figure(int column) {
    return rows.stream()
        .flatMap(row -> row.cell(column).stream())
        .mapToInt(cell -> cell instanceof Cell.Bar(_, var figure) ? figure.length() : 0)
        .max()
        .orElse(0);
  }

  /** Whether the column's cells stand at its right edge. */
  private boolean right(int column) {
    return !rows.isEmpty()
        && rows.stream()
            .allMatch(
                row ->
                    row.cell(column)
                        .map(cell -> cell instanceof Cell.Text(_, _, var right) && right)
                        .orElse(true));
  }

  /** The places of the columns that fit at their least width. */
  private List<Integer> kept(int width) {
    var kept = new ArrayList<Integer>();
    for (int i = 0; i < columns.size(); i++) {
      kept.add(i);
    }
    while (kept.size() > 1
        && kept.stream().mapToInt(i -> columns.get(i).least() + 1).sum() - 1 > width) {
      kept.remove(
          (Object)
              kept.stream().max(Comparator.comparingInt(i -> columns.get(i).rank())).orElseThrow());
    }
    return kept;
  }

  /** The least width each, then as much as the content needs, then as much as is of use. */
  private int[] widths(List<Integer> kept, int width, Look look) {
    int[] widths = kept.stream().mapToInt(i -> columns.get(i).least()).toArray();
    int left = width;
    for (int least : widths) {
      left -= least + 1;
    }
    left += 1;
    var byRank = kept.stream().sorted(Comparator.comparingInt(i -> columns.get(i).rank())).toList();
    for (int column : byRank) {
      int natural = natural(column, look);
      left -= grow(widths, kept.indexOf(column), natural, columns.get(column).most(), left);
    }
    for (int column : byRank) {
      boolean text =
          rows.stream()
              .flatMap(row -> row.cell(column).stream())
              .allMatch(Cell.Text.class::isInstance);
      if (!text) {
        int most = columns.get(column).most();
        left -= grow(widths, kept.indexOf(column), most, most, left);
      }
    }
    return widths;
  }

  private static int grow(int[] widths, int place, int wanted, int most, int left) {
    int more = Math.clamp(Math.min(wanted, most) - (long) widths[place], 0, Math.max(0, left));
    widths[place] += more;
    return more;
  }

  private int natural(int column, Look look) {
    return Math.max(
        columns.get(column).title().length(),
        rows.stream()
            .flatMap(row -> row.cell(column).stream())
            .mapToInt(cell -> cell.natural(look))
            .max()
            .orElse(0));
  }
}
