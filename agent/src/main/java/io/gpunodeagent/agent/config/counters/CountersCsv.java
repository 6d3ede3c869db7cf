// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import io.gpunodeagent.agent.metrics.selection.CounterLine;
import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads dcgm-exporter's counters CSV: {@code name, type, help} a line. */
final class CountersCsv {

  private CountersCsv() {}

  /** What {@code text} of {@code file} says; a line that cannot be read costs only itself. */
  static WrittenCounters read(Path file, String text) {
    var lines = new ArrayList<CounterLine>();
    var malformed = new ArrayList<Problem>();
    for (var line : GoCsv.parse(text)) {
      switch (line) {
        case GoCsv.Fields(var number, var fields) when fields.size() == 3 ->
            lines.add(new CounterLine(number, fields.get(0), fields.get(1), fields.get(2)));
        case GoCsv.Fields(var number, var fields) ->
            malformed.add(
                problem(
                    file,
                    number,
                    String.join(", ", fields),
                    "has "
                        + fields.size()
                        + (fields.size() == 1 ? " field" : " fields")
                        + " where name, type and help are expected",
                    "quote a help text that has a comma"));
        case GoCsv.Malformed(var number, var whole, var reason) ->
            malformed.add(
                problem(
                    file,
                    number,
                    whole,
                    "has " + reason,
                    "close each quote; double one in a help text"));
      }
    }
    return new WrittenCounters(file, lines, List.of(), malformed, List.of(), List.of());
  }

  private static Problem problem(
      Path file, int line, String text, String predicate, String remedy) {
    return Problem.of(file + ":" + line, "", text, predicate, remedy);
  }
}
