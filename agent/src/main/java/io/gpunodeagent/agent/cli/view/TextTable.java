// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.cli.terminal.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns of text, as wide as their widest cell, two blanks apart. Cells are safe text: names from
 * outside cannot command the terminal.
 */
public final class TextTable {

  private final List<String[]> rows = new ArrayList<>();

  /** Adds a row; rows may have different numbers of cells. */
  public TextTable row(String... cells) {
    rows.add(Arrays.stream(cells).map(cell -> SafeText.of(cell, false)).toArray(String[]::new));
    return this;
  }

  @Override
  public String toString() {
    var widths = new ArrayList<Integer>();
    for (var row : rows) {
      for (int column = 0; column < row.length; column++) {
        if (column == widths.size()) {
          widths.add(0);
        }
        widths.set(column, Math.max(widths.get(column), SafeText.width(row[column])));
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.length; column++) {
        line.append(row[column]).repeat(' ', widths.get(column) - SafeText.width(row[column]) + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
