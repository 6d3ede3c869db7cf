// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.core.signal.SamplingPlan;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which metrics are served, under which names.
 *
 * @param series metrics that become series, each name once
 * @param labels metrics that become a label of every series, each name once
 */
public record MetricSelection(List<Selected> series, List<Selected> labels) {

  public MetricSelection {
    series = List.copyOf(series);
    labels = List.copyOf(labels);
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
        selected.stream().filter(each -> each.kind() == Kind.LABEL).toList());
  }

  /** The set served when no counters file is named. */
  public static MetricSelection defaults(MetricNames names) {
    return DefaultMetrics.selection(names);
  }

  /** This selection and the names of older {@code nvidia-smi} guides. */
  public MetricSelection withAliases() {
    return new MetricSelection(
        Stream.concat(series.stream(), Aliases.selected().stream()).toList(), labels);
  }

  /** What the sampler must read for this selection. */
  public SamplingPlan plan(MetricsConfig config) {
    var all = config.aliases() ? withAliases() : this;
    return Catalogue.plan(
        Stream.concat(all.series.stream(), all.labels.stream()).map(Selected::metric).toList());
  }
}
