// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One row of a table.
 *
 * @param file the table
 * @param line its number in the file, from 1
 * @param columns of the table
 * @param cells one for each column
 */
record TableRow(String file, int line, List<Column> columns, List<String> cells) {

  /** What a cell holds that has nothing to say. */
  static final String NOTHING = "-";

  TableRow {
    columns = List.copyOf(columns);
    cells = List.copyOf(cells);
    if (cells.size() != columns.size() || cells.contains("")) {
      var words = columns.stream().map(Column::word).collect(joining(" | "));
      throw fault(
          file,
          line,
          "not one filled cell for each column",
          "write " + words + ", with " + NOTHING + " for nothing");
    }
  }

  /** What {@code column} holds. */
  String cell(Column column) {
    int at = columns.indexOf(column);
    if (at < 0) {
      throw fault(file, line, "there is no column " + column.word(), "name it in the first row");
    }
    return cells.get(at);
  }

  /** The numbers and ranges of numbers in {@code column}. */
  List<Integer> numbers(Column column) {
    var numbers = new ArrayList<Integer>();
    for (var range : cell(column).split(" ", -1)) {
      var ends = range.split("-", 2);
      int last = number(column, ends[ends.length - 1]);
      for (int number = number(column, ends[0]); number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private int number(Column column, String digits) {
    try {
      return Integer.parseUnsignedInt(digits);
    } catch (NumberFormatException wrong) {
      throw fault(column, "holds no whole numbers", "write such as 150, or 400-405 451-456");
    }
  }

  /** Choices of a cell, by the word of each. */
  static <E> Map<String, E> choices(E[] all, Function<E, String> word) {
    var choices = new LinkedHashMap<String, E>();
    for (var choice : all) {
      choices.put(word.apply(choice), choice);
    }
    return Collections.unmodifiableMap(choices);
  }

  /** The one of {@code choices} whose word stands in {@code column}. */
  <E> E choice(Column column, Map<String, E> choices) {
    var choice = choices.get(cell(column));
    if (choice == null) {
      // In quotes, because conversions have commas of their own.
      var words = String.join("\", \"", new TreeSet<>(choices.keySet()));
      throw fault(column, "is not known", "write one of: \"" + words + "\"");
    }
    return choice;
  }

  /** That {@code column} breaks a rule, and the way out. */
  IllegalArgumentException fault(Column column, String rule, String remedy) {
    return fault(file, line, column.word() + " \"" + cell(column) + "\" " + rule, remedy);
  }

  static IllegalArgumentException fault(String file, int line, String fault, String remedy) {
    return new IllegalArgumentException("%s:%d: %s; %s".formatted(file, line, fault, remedy));
  }
}
