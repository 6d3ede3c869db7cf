// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Scope;
import io.gpunodeagent.agent.metrics.format.Bytes;
import io.gpunodeagent.agent.metrics.format.Decimal;
import java.util.Optional;

/** Takes what a metric says of a row as the text of a label; a number is printed as a sample is. */
final class LabelText implements Samples {

  private Optional<String> held = Optional.empty();

  private LabelText() {}

  /** The text of {@code metric} in {@code row}; empty where it is not known. */
  static Optional<String> of(Metric metric, Row row) {
    var text = new LabelText();
    var source = metric.scope() == Scope.INSTANCE ? row.in(Scope.INSTANCE) : row;
    metric.source().reader().read(source, text);
    return text.held;
  }

  @Override
  public void add(double value) {
    var out = new Bytes(32);
    Decimal.write(value, out);
    held = Optional.of(out.toString());
  }

  @Override
  public void add(Extra extra, double value) {
    add(value);
  }

  @Override
  public void text(String value) {
    held = Optional.of(value);
  }
}
