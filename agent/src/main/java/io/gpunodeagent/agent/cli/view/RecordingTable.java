// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.recorder.RecordingFolder.Entry;
import io.gpunodeagent.agent.recorder.RecordingHead;
import java.util.ArrayList;
import java.util.List;

/** The recordings as a table, a row each. */
public final class RecordingTable {

  private static final String ABSENT = "-";
  private static final long KIB = 1024;

  private RecordingTable() {}

  /**
   * The table.
   *
   * @param wide with more columns
   */
  public static String write(List<Entry> entries, boolean wide) {
    if (entries.isEmpty()) {
      return "there are no recordings\n";
    }
    var table = new TextTable();
    var heading = new ArrayList<>(List.of("NAME", "STATE", "TRIGGERS", "WHAT"));
    if (wide) {
      heading.addAll(List.of("NODE", "FROM", "TO", "SIZE", "AGENT"));
    }
    table.row(heading.toArray(String[]::new));
    entries.forEach(entry -> table.row(cells(entry, wide).toArray(String[]::new)));
    return table.toString();
  }

  private static List<String> cells(Entry entry, boolean wide) {
    var name = entry.file().name();
    var size = (entry.file().bytes() + KIB - 1) / KIB + " KiB";
    if (entry.head().isEmpty()) {
      var cells = new ArrayList<>(List.of(name, "unusable", ABSENT, entry.problem().orElse("")));
      if (wide) {
        cells.addAll(List.of(ABSENT, ABSENT, ABSENT, size, ABSENT));
      }
      return cells;
    }
    var head = entry.head().get();
    long triggers = head.triggers().size() + head.moreTriggers();
    var cells = new ArrayList<>(List.of(name, state(head), String.valueOf(triggers), first(head)));
    if (wide) {
      cells.addAll(
          List.of(
              head.node() + (head.simulated() ? " (simulated)" : ""),
              head.from().toString(),
              head.to().toString(),
              size,
              head.version()));
    }
    return cells;
  }

  private static String state(RecordingHead head) {
    return head.complete() ? "complete" : "not complete";
  }

  private static String first(RecordingHead head) {
    return head.triggers().isEmpty() ? ABSENT : head.triggers().getFirst().text();
  }
}
