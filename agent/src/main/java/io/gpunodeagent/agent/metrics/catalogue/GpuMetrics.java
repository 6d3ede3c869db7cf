// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue.Section;
import io.gpunodeagent.agent.metrics.catalogue.formula.EventMetrics;
import io.gpunodeagent.agent.metrics.catalogue.formula.HardwareMetrics;
import io.gpunodeagent.agent.metrics.catalogue.formula.IdentityMetrics;
import io.gpunodeagent.agent.metrics.catalogue.formula.OwnMetrics;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source.Formula;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics about a GPU, an instance or a link, from their tables.
 *
 * @param sections those of DCGM fields, by subject
 * @param inBaseUnits by the number of an older field, the field that DCGM 4.6.1 or 4.7 put beside
 *     it in base units: hertz, bytes, joules, seconds, ratios. It is computed from what NVML gives,
 *     never from the older field, which was truncated.
 * @param own the agent's own series
 */
record GpuMetrics(List<Section> sections, Map<Integer, Metric> inBaseUnits, List<Metric> own) {

  private static final String BASE_UNITS = "Base units (DCGM 4.6.1 and 4.7)";

  GpuMetrics {
    sections = List.copyOf(sections);
    inBaseUnits = Map.copyOf(inBaseUnits);
    own = List.copyOf(own);
  }

  /** Those of the agent's tables. */
  static GpuMetrics read() {
    return of(
        Table.read("dcgm-metrics.txt"),
        Table.read("base-unit-metrics.txt"),
        Table.read("own-metrics.txt"));
  }

  /** Those of three tables. */
  static GpuMetrics of(Table dcgm, Table baseUnits, Table own) {
    var sources = new SourceReader(formulas());
    var reader = new MetricReader(sources);
    var sections = new ArrayList<Section>();
    dcgm.sections()
        .forEach(
            (title, rows) -> {
              var metrics = new ArrayList<Metric>();
              rows.forEach(row -> metrics.addAll(reader.dcgm(row)));
              sections.add(new Section(title, metrics));
            });
    var newer = new LinkedHashMap<Integer, Metric>();
    baseUnits.rows().forEach(row -> newer.putAll(reader.inBaseUnits(row)));
    sections.add(new Section(BASE_UNITS, List.copyOf(newer.values())));
    var series = own.rows().stream().map(reader::own).toList();
    sources.end();
    return new GpuMetrics(sections, newer, series);
  }

  private static Map<String, Formula> formulas() {
    var all = new HashMap<>(IdentityMetrics.FORMULAS);
    all.putAll(HardwareMetrics.FORMULAS);
    all.putAll(EventMetrics.FORMULAS);
    all.putAll(OwnMetrics.FORMULAS);
    return all;
  }
}
