// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric;
import io.gpunodeagent.agent.metrics.format.Family;
import io.gpunodeagent.agent.metrics.format.Labelled.Subject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The series about who holds and who uses what, and about the node. */
final class UseSeries {

  private UseSeries() {}

  /** All of them. */
  static Stream<Series<?>> all() {
    return Stream.of(
            series(Catalogue.allocations(), subjects -> subjects.use().held()),
            series(Catalogue.devices(), subjects -> subjects.use().devices()),
            series(Catalogue.users(), subjects -> subjects.use().users()),
            series(Catalogue.findings(), subjects -> subjects.use().findings()),
            series(Catalogue.memories(), subjects -> subjects.use().memories()),
            series(Catalogue.pods(), subjects -> subjects.use().pods()),
            series(Catalogue.node(), Subjects::node, Subjects::renderedAt))
        .flatMap(each -> each);
  }

  private static <S> Stream<Series<?>> series(
      List<UseMetric<S>> metrics, Function<Subjects, List<Subject<S>>> rows) {
    return series(metrics, rows, Subjects::takenAt);
  }

  private static <S> Stream<Series<?>> series(
      List<UseMetric<S>> metrics,
      Function<Subjects, List<Subject<S>>> rows,
      Function<Subjects, Instant> at) {
    return metrics.stream()
        .map(
            metric ->
                new Series<>(
                    new Family(metric.name(), metric.kind(), metric.helpWithUnit()),
                    rows,
                    at,
                    (row, points) -> metric.reader().read(row.subject(), points)));
  }
}
