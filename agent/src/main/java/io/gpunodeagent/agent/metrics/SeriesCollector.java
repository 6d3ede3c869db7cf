// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Scope;
import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName;
import io.gpunodeagent.agent.metrics.format.Family;
import io.gpunodeagent.agent.metrics.format.FamilySamples;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All series of GPUs, of their users and of the node, of one selection. Confined to one thread at a
 * time.
 */
final class SeriesCollector {

  private final List<Series<?>> series;
  private final List<SemanticSeries> semantic;
  private final Set<String> replaced;
  private final boolean plainCounters;
  private final RowLabelCache labels;
  private final PodLabelling podLabelling;
  private final Set<String> labelMetrics;

  private record SemanticSeries(SemanticName name, Series<?> series) {}

  /** Of the selected metrics. */
  SeriesCollector(MetricSelection selection, MetricsConfig config) {
    var selected = selection.series().stream().map(SeriesCollector::selected);
    var own = Catalogue.own().stream().map(Selected::plain).map(SeriesCollector::own);
    series =
        Stream.of(selected, own, UseSeries.all())
            .flatMap(each -> each)
            .sorted(Comparator.comparing(each -> each.family().baseName()))
            .toList();
    semantic = selection.semantic().stream().map(SeriesCollector::semantic).toList();
    replaced =
        selection.semantic().stream()
            .flatMap(one -> one.replaces().stream())
            .collect(Collectors.toUnmodifiableSet());
    plainCounters = series.stream().anyMatch(each -> each.family().plainCounter());
    podLabelling = config.pods();
    labels = new RowLabelCache(selection.labels(), config);
    labelMetrics =
        selection.labels().stream().map(Selected::name).collect(Collectors.toUnmodifiableSet());
  }

  private static Series<?> selected(Selected selected) {
    return read(family(selected), selected.metric());
  }

  private static SemanticSeries semantic(MetricSelection.Semantic selected) {
    var name = selected.name();
    var family = new Family(name.name(), name.kind(), name.help());
    return new SemanticSeries(name, read(family, name.metric()));
  }

  private static Series<?> read(Family family, Metric metric) {
    return new Series<>(
        family,
        metric.scope() == Scope.LINK ? Subjects::links : Subjects::rows,
        Subjects::takenAt,
        (row, points) -> row.read(metric, points));
  }

  private static Series<?> own(Selected selected) {
    return new Series<>(
        family(selected),
        Subjects::wholeGpus,
        Subjects::takenAt,
        (row, points) -> row.read(selected.metric(), points));
  }

  private static Family family(Selected selected) {
    return new Family(selected.name(), selected.kind(), selected.help());
  }

  /** Whether a counter is served whose name does not end in {@code _total}, as most of DCGM's. */
  boolean hasPlainCounters() {
    return plainCounters;
  }

  /** What {@code rendering} has of them, by name. */
  Collected collect(Rendering rendering, Distinct distinct) {
    var tenants = new Tenants(rendering.state(), rendering.jobs(), podLabelling, labelMetrics);
    var subjects = new Subjects(rendering, tenants, labels, podLabelling.annotations(), distinct);
    var families = new ArrayList<FamilySamples>(series.size());
    for (var each : series) {
      each.read(subjects, distinct).ifPresent(families::add);
    }
    var named = new ArrayList<Collected.Semantic>(semantic.size());
    for (var each : semantic) {
      each.series()
          .read(subjects, distinct)
          .ifPresent(samples -> named.add(new Collected.Semantic(each.name(), samples)));
    }
    labels.endOfSnapshot();
    return new Collected(rendering.snapshot().takenAt(), families, named, replaced);
  }
}
