// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.format.Family;
import io.gpunodeagent.agent.metrics.format.FamilySamples;
import io.gpunodeagent.agent.metrics.format.Labelled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How a family is read.
 *
 * @param rows what its series are about, in the order of their labels
 * @param at when its samples are so
 * @param reader hands the samples of one row on
 */
record Series<R extends Labelled>(
    Family family,
    Function<Subjects, List<R>> rows,
    Function<Subjects, Instant> at,
    BiConsumer<R, Points> reader) {

  /** What {@code subjects} have of it; empty when that is nothing. */
  Optional<FamilySamples> read(Subjects subjects, Distinct distinct) {
    var from = rows.apply(subjects);
    if (from.isEmpty()) {
      return Optional.empty();
    }
    var points = new Points(family, from.getFirst().labels());
    for (var row : from) {
      points.at(row.labels());
      reader.accept(row, points);
    }
    var samples = distinct.of(points.samples());
    return samples.isEmpty()
        ? Optional.empty()
        : Optional.of(new FamilySamples(family, at.apply(subjects), samples));
  }
}
