// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The series about who holds and who uses what, and about the node, from their table. */
final class UseMetrics {

  private static final Table TABLE = Table.read("use-metrics.txt");

  private UseMetrics() {}

  /** The series of the section {@code scope}. */
  static <S> List<UseMetric<S>> of(String scope, Map<String, Reader<S>> readers) {
    return of(TABLE, scope, readers);
  }

  /**
   * The series of a section of {@code table}.
   *
   * @param readers by the name of the series
   */
  static <S> List<UseMetric<S>> of(Table table, String scope, Map<String, Reader<S>> readers) {
    var left = new HashMap<>(readers);
    var metrics = new ArrayList<UseMetric<S>>();
    for (var row : table.section(scope)) {
      var reader = left.remove(row.cell(Column.NAME));
      if (reader == null) {
        throw row.fault(
            Column.NAME, "has no reader, or another row took it", "give it one of its own");
      }
      metrics.add(metric(row, reader));
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: section \"%s\" has no row for %s; write one, or remove its reader"
              .formatted(table.file(), scope, String.join(", ", left.keySet())));
    }
    return List.copyOf(metrics);
  }

  private static <S> UseMetric<S> metric(TableRow row, Reader<S> reader) {
    var labels = row.cell(Column.LABELS);
    return new UseMetric<>(
        row.cell(Column.NAME),
        row.choice(Column.KIND, MetricReader.KINDS),
        row.cell(Column.UNIT),
        row.cell(Column.HELP),
        row.cell(Column.SOURCE),
        labels.equals(TableRow.NOTHING) ? "" : labels,
        reader);
  }
}
