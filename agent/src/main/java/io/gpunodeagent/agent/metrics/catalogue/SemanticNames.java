// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName;
import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName.Component;
import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName.Instrument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of the OpenTelemetry semantic conventions, from their table. Read when first asked. */
public final class SemanticNames {

  private static final Map<String, Instrument> INSTRUMENTS =
      TableRow.choices(Instrument.values(), Instrument::word);

  private static final Map<String, Boolean> WHOLE = Map.of("int", true, "double", false);

  /** In the order of the table: those of one name stand together. */
  public static final List<SemanticName> ALL = of(Table.read("semantic-names.txt"));

  private SemanticNames() {}

  /** Those of {@code table}. */
  static List<SemanticName> of(Table table) {
    return table.rows().stream().map(SemanticNames::name).toList();
  }

  private static SemanticName name(TableRow row) {
    return new SemanticName(
        row.cell(Column.NAME),
        row.choice(Column.INSTRUMENT, INSTRUMENTS),
        row.cell(Column.UNIT),
        row.choice(Column.NUMBER, WHOLE),
        component(row),
        attributes(row),
        metric(row),
        row.cell(Column.HELP));
  }

  private static Component component(TableRow row) {
    var words = row.cell(Column.COMPONENT).split("/", 2);
    return new Component(words[0], words.length > 1 ? words[1] : "");
  }

  private static Map<String, String> attributes(TableRow row) {
    var cell = row.cell(Column.ATTRIBUTES);
    var attributes = new LinkedHashMap<String, String>();
    if (!cell.equals(TableRow.NOTHING)) {
      for (var attribute : cell.split(" ", -1)) {
        var sides = attribute.split("=", 2);
        if (sides.length != 2) {
          throw row.fault(Column.ATTRIBUTES, "is no list of key=value", "write such as a=b c=d");
        }
        attributes.put(sides[0], sides[1]);
      }
    }
    return attributes;
  }

  private static Metric metric(TableRow row) {
    return Catalogue.find(row.cell(Column.METRIC))
        .filter(metric -> Catalogue.inBaseUnits(metric).equals(metric))
        .orElseThrow(
            () ->
                row.fault(
                    Column.METRIC,
                    "is no metric of the catalogue in base units",
                    "name one that docs/metrics.md lists"));
  }
}
