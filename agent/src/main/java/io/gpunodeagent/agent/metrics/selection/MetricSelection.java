// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.SemanticNames;
import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName;
import io.gpunodeagent.core.signal.SamplingPlan;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which metrics are served, under which names.
 *
 * @param series metrics that become series, each name once
 * @param labels metrics that become a label of every series, each name once
 * @param semantic what an export names by the OpenTelemetry conventions
 */
public record MetricSelection(
    List<Selected> series, List<Selected> labels, List<Semantic> semantic) {

  public MetricSelection {
    series = List.copyOf(series);
    labels = List.copyOf(labels);
    semantic = List.copyOf(semantic);
  }

  /**
   * A quantity that has a name by the OpenTelemetry conventions.
   *
   * @param replaces the names under which it is served, at least one: an export leaves them out
   */
  public record Semantic(SemanticName name, Set<String> replaces) {

    public Semantic {
      replaces = Set.copyOf(replaces);
    }
  }

  /**
   * A metric as it is asked for.
   *
   * @param metric the catalogue's row
   * @param name the name to print
   * @param kind the kind to print, which a counters file may choose
   * @param help the {@code # HELP} text
   */
  public record Selected(Metric metric, String name, Kind kind, String help) {

    /** A metric as the catalogue describes it. */
    public static Selected plain(Metric metric) {
      return new Selected(metric, metric.name(), metric.kind(), metric.helpWithUnit());
    }
  }

  /** Splits what is asked for into series and labels. */
  public static MetricSelection of(List<Selected> selected) {
    return new MetricSelection(
        selected.stream().filter(each -> each.kind() != Kind.LABEL).toList(),
        selected.stream().filter(each -> each.kind() == Kind.LABEL).toList(),
        List.of());
  }

  /** The set served when no counters file is named. */
  public static MetricSelection defaults(MetricNames names) {
    return DefaultMetrics.selection(names);
  }

  /** This selection and the names of older {@code nvidia-smi} guides. */
  private MetricSelection withAliases() {
    return new MetricSelection(
        Stream.concat(series.stream(), Aliases.selected().stream()).toList(), labels, semantic);
  }

  /** This selection and, for an export, the OpenTelemetry conventions' names of its series. */
  private MetricSelection withSemanticNames() {
    return new MetricSelection(
        series, labels, SemanticNames.ALL.stream().flatMap(this::semantic).toList());
  }

  private Stream<Semantic> semantic(SemanticName name) {
    var served =
        series.stream()
            .filter(one -> name.stands(one.metric(), Catalogue.inBaseUnits(one.metric())))
            .map(Selected::name)
            .collect(Collectors.toSet());
    return served.isEmpty() ? Stream.empty() : Stream.of(new Semantic(name, served));
  }

  /** This selection with all that {@code config} asks for beside it. */
  public MetricSelection with(MetricsConfig config) {
    var served = config.aliases() ? withAliases() : this;
    return config.semanticNames() ? served.withSemanticNames() : served;
  }

  /** What the sampler must read for this selection. */
  public SamplingPlan plan(MetricsConfig config) {
    var all = with(config);
    var selected = Stream.concat(all.series.stream(), all.labels.stream()).map(Selected::metric);
    var semantic = all.semantic.stream().map(one -> one.name().metric());
    return Catalogue.plan(Stream.concat(selected, semantic).toList());
  }
}
