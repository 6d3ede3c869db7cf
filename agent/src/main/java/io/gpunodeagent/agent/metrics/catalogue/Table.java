// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * A table of the catalogue: a text with one line for each row, its cells divided by bars between
 * spaces. The first row, which sections may repeat, names the columns. A section begins with {@code
 * == title}. Lines that begin with {@code #}, and empty ones, are for the reader. A line whose
 * {@code id} is the numbers of several fields stands for a row of each link, 0 and up.
 *
 * @param file the name of the text
 * @param sections the rows by the title above them, which is empty at first; in the order of the
 *     file, without those that name the columns
 */
record Table(String file, SequencedMap<String, List<TableRow>> sections) {

  private static final String BAR = " | ";
  private static final String TITLE = "== ";

  /** The table in the resource {@code file} of this package. */
  static Table read(String file) {
    try (var text = Objects.requireNonNull(Table.class.getResourceAsStream(file), file)) {
      return parse(file, new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * The table that {@code text} is.
   *
   * @throws IllegalArgumentException when a line is wrong: its number, the rule, the way out
   */
  static Table parse(String file, String text) {
    var sections = new LinkedHashMap<String, List<TableRow>>();
    var names = List.<String>of();
    var columns = List.<Column>of();
    var title = "";
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (line.startsWith(TITLE)) {
        title = line.substring(TITLE.length());
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        var cells = cells(line);
        if (columns.isEmpty()) {
          names = cells;
          columns = columns(file, number, cells);
        } else if (!cells.equals(names)) {
          var row = new TableRow(file, number, columns, cells);
          sections.computeIfAbsent(title, _ -> new ArrayList<>()).add(row);
        }
      }
    }
    return new Table(file, sections);
  }

  private static List<Column> columns(String file, int line, List<String> names) {
    var columns = new ArrayList<Column>();
    for (var name : names) {
      var column = Column.BY_WORD.get(name);
      if (column == null) {
        throw TableRow.fault(
            file,
            line,
            "column \"" + name + "\" is not known",
            "write some of: " + String.join(", ", Column.BY_WORD.keySet()));
      }
      columns.add(column);
    }
    return List.copyOf(columns);
  }

  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    int from = 0;
    for (int bar = line.indexOf(BAR); bar >= 0; bar = line.indexOf(BAR, from)) {
      cells.add(line.substring(from, bar).trim());
      from = bar + BAR.length();
    }
    cells.add(line.substring(from).trim());
    return cells;
  }

  /** The rows of the section {@code title}; none when there is no such section. */
  List<TableRow> section(String title) {
    return sections.getOrDefault(title, List.of());
  }

  /** All rows. */
  List<TableRow> rows() {
    return sections.values().stream().flatMap(List::stream).toList();
  }
}
