package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.Metric;
import io.gpunodeagent.agent.metrics.catalogue.Row;
import io.gpunodeagent.agent.metrics.catalogue.Scope;

/**
 * A row with its labels.
 *
 * @param row seen through the GPU's readings
 * @param own seen through its own readings: the instance's on a MIG row
 * @param labels its labels
 */
record LabelledRow(Row row, Row own, RowLabels labels) {

  static LabelledRow of(Row row, RowLabels labels) {
    return new LabelledRow(row, row.in(Scope.INSTANCE), labels);
  }

  /** Reads {@code metric} here. */
  void read(Metric metric, Points out) {
    out.at(labels);
    metric.source().reader().read(metric.scope() == Scope.INSTANCE ? own : row, out);
  }
}
