// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.Scope;
import io.gpunodeagent.agent.metrics.format.Labelled;
import io.gpunodeagent.agent.metrics.format.RowLabels;
import io.gpunodeagent.core.attribution.Share;
import java.util.List;

/**
 * A row with its labels.
 *
 * @param row seen through the GPU's readings
 * @param own seen through its own readings: the instance's on a MIG row
 * @param figure what of a divided metric it shows
 * @param labels its labels
 */
record LabelledRow(Row row, Row own, Tenant.Figure figure, RowLabels labels) implements Labelled {

  static LabelledRow of(Row row, Tenant.Figure figure, RowLabels labels) {
    return new LabelledRow(row, row.in(Scope.INSTANCE), figure, labels);
  }

  /** Reads {@code metric} into {@code out}, which is at these labels. */
  void read(Metric metric, Points out) {
    switch (figure) {
      case Tenant.Whole() -> readWhole(metric, out);
      case Tenant.Part(var share) ->
          metric
              .part()
              .ifPresentOrElse(
                  part -> part.of(share).ifPresent(out::add), () -> readWhole(metric, out));
      case Tenant.Rest(var parts) ->
          metric.part().ifPresent(part -> rest(metric, part, parts, out));
    }
  }

  private void readWhole(Metric metric, Points out) {
    metric.source().reader().read(seenBy(metric), out);
  }

  /** In exported units, so that all rows together make up the device's figure to the digit. */
  private void rest(Metric metric, Metric.Part part, List<Share> parts, Points out) {
    var whole = OneNumber.of(metric, seenBy(metric));
    if (whole.isPresent()) {
      var ascribed = parts.stream().mapToDouble(share -> part.of(share).orElse(0)).sum();
      out.add(Math.max(0, whole.getAsDouble() - ascribed));
    }
  }

  private Row seenBy(Metric metric) {
    return metric.scope() == Scope.INSTANCE ? own : row;
  }
}
