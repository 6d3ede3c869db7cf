// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.format.Family;
import io.gpunodeagent.agent.metrics.format.FamilySamples.Sample;
import io.gpunodeagent.agent.metrics.format.RowLabels;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the samples of one family. A number that is none, and a counter below zero, are readings
 * that went wrong: they are left out like any other absent value.
 */
final class Points implements Samples {

  private final boolean counter;
  private final List<Sample> samples = new ArrayList<>();
  private RowLabels row;

  /** For a family, beginning at {@code row}. */
  Points(Family family, RowLabels row) {
    counter = family.kind() == Kind.COUNTER;
    this.row = row;
  }

  /** Says which row the next samples are of. */
  void at(RowLabels labels) {
    row = labels;
  }

  @Override
  public void add(double value) {
    if (good(value)) {
      samples.add(new Sample(row, value));
    }
  }

  @Override
  public void add(Extra extra, double value) {
    if (good(value)) {
      samples.add(new Sample(row.with(extra), value));
    }
  }

  /** A text is no sample; only metrics of kind label have one. */
  @Override
  public void text(String value) {}

  private boolean good(double value) {
    return Double.isFinite(value) && !(counter && value < 0);
  }

  List<Sample> samples() {
    return samples;
  }
}
