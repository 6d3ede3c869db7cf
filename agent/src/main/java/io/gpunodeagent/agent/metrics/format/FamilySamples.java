// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import java.time.Instant;
import java.util.List;

/**
 * A family of GPU series with what one rendering says of it.
 *
 * @param at when the samples were so
 * @param samples at least one, in the order of GPUs, instances and links, each with labels of its
 *     own
 */
public record FamilySamples(Family family, Instant at, List<Sample> samples) {

  /** A number, and the labels it stands at. */
  public record Sample(RowLabels labels, double value) implements Labelled {}
}
