// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The metrics served by default: dcgm-exporter's own default file, and what dashboards miss in it.
 */
final class DefaultMetrics {

  private DefaultMetrics() {}

  static MetricSelection selection(MetricNames names) {
    var metrics = Catalogue.metrics().filter(Metric::byDefault).toList();
    var byName = new LinkedHashMap<String, Selected>();
    if (names.classic()) {
      metrics.forEach(metric -> byName.put(metric.name(), Selected.plain(metric)));
    }
    if (names.baseUnits()) {
      metrics.stream()
          .map(DefaultMetrics::inBaseUnits)
          .forEach(each -> byName.putIfAbsent(each.name(), each));
    }
    return MetricSelection.of(List.copyOf(byName.values()));
  }

  private static Selected inBaseUnits(Metric classic) {
    var metric = Catalogue.inBaseUnits(classic);
    var name = Catalogue.canonicalName(metric);
    return new Selected(metric, name, metric.kind(), metric.helpWithUnit());
  }
}
