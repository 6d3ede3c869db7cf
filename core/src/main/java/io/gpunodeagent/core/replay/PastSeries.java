// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import java.util.List;
import java.util.Map;

/**
 * Samples of one metric under one set of labels.
 *
 * @param samples oldest first
 */
public record PastSeries(Figure figure, Map<String, String> labels, List<Sample> samples) {

  public PastSeries {
    labels = Map.copyOf(labels);
    samples = List.copyOf(samples);
  }

  /**
   * A sample.
   *
   * @param at milliseconds since 1970
   * @param value in the unit of its figure
   */
  public record Sample(long at, double value) {}
}
