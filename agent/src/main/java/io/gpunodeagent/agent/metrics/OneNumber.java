// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import java.util.OptionalDouble;

/** Takes what a metric says of a row as a number. */
final class OneNumber implements Samples {

  private OptionalDouble held = OptionalDouble.empty();

  private OneNumber() {}

  /** The number of {@code metric} in {@code row}; empty where it is not known. */
  static OptionalDouble of(Metric metric, Row row) {
    var number = new OneNumber();
    metric.source().reader().read(row, number);
    return number.held;
  }

  @Override
  public void add(double value) {
    held = OptionalDouble.of(value);
  }

  @Override
  public void add(Extra extra, double value) {
    add(value);
  }

  @Override
  public void text(String value) {}
}
