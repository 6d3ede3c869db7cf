// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.agent.metrics.catalogue.formula.Words;
import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric.Field;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric.Part;
import io.gpunodeagent.agent.metrics.catalogue.metric.Scope;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source;
import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes metrics of the rows of their tables. */
final class MetricReader {

  static final Map<String, Kind> KINDS = TableRow.choices(Kind.values(), Kind::word);

  private static final Map<String, Scope> SCOPES = TableRow.choices(Scope.values(), Scope::words);

  /** Whether a metric is served by default. The head of {@code dcgm-metrics.txt} has the words. */
  private static final Map<String, Boolean> BY_DEFAULT =
      Map.of(TableRow.NOTHING, false, "exporter", true, "dashboards", true, "alerts", true);

  private static final Map<String, Boolean> WHILE_FRESH =
      Map.of("always", false, "while fresh", true);

  /** What each holder of a shared device uses of it. All other figures cannot be divided. */
  private static final Map<String, Function<Share, Attributed<? extends Number>>> DIVIDED =
      Map.of("DCGM_FI_DEV_GPU_UTIL", Share::smPercent, "DCGM_FI_DEV_FB_USED", Share::memoryBytes);

  private static final int NO_FIELD = 0;
  private static final String LINK = "{link}";

  private final SourceReader sources;

  /** Those whose source is one number, or one sum, that can be converted otherwise. */
  private final Map<Integer, Metric> classics = new HashMap<>();

  private final Set<String> names = new HashSet<>();
  private final Set<Integer> ids = new HashSet<>();

  MetricReader(SourceReader sources) {
    this.sources = sources;
  }

  /** The metrics of DCGM fields: one, or one for each link where {@code id} lists their fields. */
  List<Metric> dcgm(TableRow row) {
    var fields = row.numbers(Column.ID);
    var kind = row.choice(Column.KIND, KINDS);
    var scope = row.choice(Column.SCOPE, SCOPES);
    boolean byDefault = row.choice(Column.DEFAULT, BY_DEFAULT);
    var each = sources.sources(row, kind, scope, fields.size());
    var metrics = new ArrayList<Metric>();
    for (int link = 0; link < fields.size(); link++) {
      var field = field(row, fields.get(link), link);
      var metric =
          new Metric(
              field,
              kind,
              row.cell(Column.UNIT),
              help(row).replace(LINK, Integer.toString(link)),
              scope,
              byDefault,
              each.get(link),
              part(field.name(), row));
      if (scope != Scope.LINK && SourceReader.isNumber(row, kind)) {
        classics.put(field.id(), metric);
      }
      metrics.add(metric);
    }
    return metrics;
  }

  /** A series of the agent's own about a GPU. */
  Metric own(TableRow row) {
    var kind = row.choice(Column.KIND, KINDS);
    var source = sources.sources(row, kind, Scope.GPU, 1).getFirst();
    return new Metric(
        field(row, NO_FIELD, 0),
        kind,
        row.cell(Column.UNIT),
        help(row),
        Scope.GPU,
        true,
        row.choice(Column.SERVED, WHILE_FRESH) ? source.whileFresh() : source,
        Optional.empty());
  }

  /** The metrics that give older fields in base units, by the number of the older field. */
  Map<Integer, Metric> inBaseUnits(TableRow row) {
    var fields = row.numbers(Column.ID);
    var replaced = row.numbers(Column.REPLACES);
    if (fields.size() != replaced.size()) {
      throw row.fault(Column.REPLACES, "has not one field for each id", "name as many");
    }
    var metrics = new LinkedHashMap<Integer, Metric>();
    for (int link = 0; link < fields.size(); link++) {
      var classic = classics.remove(replaced.get(link));
      if (classic == null) {
        throw row.fault(
            Column.REPLACES,
            "names a field that is replaced already, or is no number of a GPU or instance",
            "take the id of one that is");
      }
      metrics.put(
          replaced.get(link), inBaseUnits(row, field(row, fields.get(link), link), classic));
    }
    return metrics;
  }

  private static Metric inBaseUnits(TableRow row, Field field, Metric older) {
    var conversion = SourceReader.conversion(row);
    return new Metric(
        field,
        older.kind(),
        row.cell(Column.UNIT),
        older.help(),
        older.scope(),
        false,
        Source.sum(older.source().signals(), conversion),
        part(older.name(), row));
  }

  private Field field(TableRow row, int id, int link) {
    var name = row.cell(Column.NAME).replace(LINK, Integer.toString(link));
    if (!names.add(name)) {
      throw row.fault(Column.NAME, "is there twice", "keep one of the two rows");
    }
    if (id != NO_FIELD && !ids.add(id)) {
      throw row.fault(Column.ID, "is there twice", "keep one of the two rows");
    }
    return new Field(id, name);
  }

  private static String help(TableRow row) {
    var help = row.cell(Column.HELP);
    if (help.endsWith(".")) {
      throw row.fault(Column.HELP, "ends with a full stop", "remove it: the unit follows");
    }
    return help;
  }

  private static Optional<Part> part(String name, TableRow row) {
    return Optional.ofNullable(DIVIDED.get(name))
        .map(
            figure -> {
              var conversion = SourceReader.conversion(row);
              return share -> conversion.apply(Words.figure(figure.apply(share)));
            });
  }
}
