// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import static java.util.stream.Collectors.joining;

import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table is read by people: its bars stand below each other, from one empty line to the next. */
class TableLayoutTest {

  private static final String FOLDER =
      "agent/src/main/resources/io/gpunodeagent/agent/metrics/catalogue/";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dcgm-metrics.txt",
        "base-unit-metrics.txt",
        "own-metrics.txt",
        "use-metrics.txt",
        "not-served.txt",
        "semantic-names.txt"
      })
  void theBarsStandBelowEachOther(String file) throws IOException {
    try (var table = Objects.requireNonNull(Table.class.getResourceAsStream(file))) {
      Golden.matches(
          FOLDER + file, aligned(new String(table.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  private static String aligned(String text) {
    var lines = new ArrayList<String>();
    var block = new ArrayList<List<String>>();
    for (var line : text.lines().toList()) {
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("==")) {
        lines.addAll(aligned(block));
        block.clear();
        lines.add(line);
      } else {
        block.add(List.of(line.strip().split(" +\\| +", -1)));
      }
    }
    lines.addAll(aligned(block));
    return lines.stream().collect(joining("\n", "", "\n"));
  }

  private static List<String> aligned(List<List<String>> rows) {
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(column -> padded(column, row.get(column), width(rows, column)))
                    .collect(joining(" | "))
                    .stripTrailing())
        .toList();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElseThrow();
  }

  /** Field numbers, which begin a row, stand to the right. */
  private static String padded(int column, String cell, int width) {
    var space = " ".repeat(width - cell.length());
    return column == 0 && cell.matches("[0-9 -]+|id|fields") ? space + cell : cell + space;
  }
}
