// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Json.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A panel of a Grafana dashboard.
 *
 * @param says what the figure means and what its absence means; shown behind the panel's "i"
 * @param unit one of Grafana's
 * @param width of 24 columns
 * @param columns of a table: field to heading, in order; the value of the query with letter A is
 *     {@code Value #A}, or {@code Value} when it is the only one
 * @param bounds lowest and highest value of the axis; empty lets Grafana choose
 * @param steps values from which on a colour holds, in order
 * @param none shown instead of the panel when nothing is found: why there may be nothing
 */
record Panel(
    Kind kind,
    String title,
    String says,
    String unit,
    int width,
    int height,
    List<Query> queries,
    Map<String, String> columns,
    List<Integer> bounds,
    Map<String, Double> steps,
    String none) {

  /** How it is drawn. */
  enum Kind {
    LINES("timeseries"),
    STACKED("timeseries"),
    STAT("stat"),
    BARS("bargauge"),
    STATES("state-timeline"),
    TABLE("table");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  /** An expression and, unless a table shows it, how its series are called. */
  record Query(String expression, String legend) {}

  private static final Map<String, Object> SOURCE =
      map("type", "prometheus", "uid", "${datasource}");

  /** Colours of what a device may be, wherever they are stacked. */
  private static final Map<String, String> USES =
      new TreeMap<>(
          Map.of("active", "green", "idle", "orange", "unknown", "purple", "free", "blue"));

  static Panel of(Kind kind, String title, String unit, String says) {
    boolean small = kind == Kind.STAT;
    return new Panel(
        kind,
        title,
        says,
        unit,
        small ? 4 : 12,
        small ? 4 : 8,
        List.of(),
        Map.of(),
        List.of(),
        Map.of(),
        "no data");
  }

  static Panel lines(String title, String unit, String says) {
    return of(Kind.LINES, title, unit, says);
  }

  static Panel stacked(String title, String unit, String says) {
    return of(Kind.STACKED, title, unit, says);
  }

  static Panel stat(String title, String unit, String says, String expression) {
    return of(Kind.STAT, title, unit, says).query(expression, "");
  }

  static Panel table(String title, String says) {
    return of(Kind.TABLE, title, "short", says);
  }

  /** The same with one more query. {@code {{mig}}} names the MIG instance, where there is one. */
  Panel query(String expression, String legend) {
    var more = new ArrayList<>(queries);
    var line = expression.strip().replaceAll("\\s+", " ");
    more.add(
        legend.contains("{{mig}}")
            ? new Query(
                "label_replace(" + line + ", \"mig\", \" MIG $1\", \"GPU_I_ID\", \"(.+)\")", legend)
            : new Query(line, legend));
    return new Panel(
        kind, title, says, unit, width, height, List.copyOf(more), columns, bounds, steps, none);
  }

  /** The same with another size. */
  Panel size(int columnsOf24, int rows) {
    return new Panel(
        kind, title, says, unit, columnsOf24, rows, queries, columns, bounds, steps, none);
  }

  /** The same with a fixed axis. */
  Panel from(int low, int high) {
    return new Panel(
        kind, title, says, unit, width, height, queries, columns, List.of(low, high), steps, none);
  }

  /** The same, green until {@code yellow}, yellow until {@code red}. */
  Panel warn(double yellow, double red) {
    return from("yellow", yellow).from("red", red);
  }

  /** The same, with a colour from a value on; green below the first. */
  Panel from(String colour, double value) {
    var more = new LinkedHashMap<>(steps);
    more.put(colour, value);
    return new Panel(kind, title, says, unit, width, height, queries, columns, bounds, more, none);
  }

  /**
   * The same, with the reason why there may be nothing to show. An agent that is not scraped looks
   * the same to a query, so the text says that too.
   */
  Panel none(String reason) {
    return new Panel(
        kind,
        title,
        says,
        unit,
        width,
        height,
        queries,
        columns,
        bounds,
        steps,
        reason + ", or there are no samples");
  }

  /** The same table with one more column. */
  Panel column(String field, String heading) {
    var more = new LinkedHashMap<>(columns);
    more.put(field, heading);
    return new Panel(kind, title, says, unit, width, height, queries, more, bounds, steps, none);
  }

  Map<String, Object> json(int id, int x, int y) {
    var panel =
        map(
            "id",
            id,
            "type",
            kind.type,
            "title",
            title,
            "description",
            says,
            "datasource",
            SOURCE,
            "gridPos",
            map("h", height, "w", width, "x", x, "y", y),
            "targets",
            targets(),
            "fieldConfig",
            map("defaults", defaults(), "overrides", overrides()),
            "options",
            options());
    if (kind == Kind.TABLE) {
      panel.put("transformations", transformations());
    }
    return panel;
  }

  private List<Object> targets() {
    var targets = new ArrayList<Object>();
    for (var query : queries) {
      boolean instant = kind == Kind.TABLE || kind == Kind.BARS || kind == Kind.STAT;
      var target =
          map(
              "refId",
              Character.toString('A' + targets.size()),
              "datasource",
              SOURCE,
              "expr",
              query.expression(),
              "legendFormat",
              query.legend(),
              "instant",
              instant,
              "range",
              !instant);
      if (kind == Kind.TABLE) {
        target.put("format", "table");
      }
      targets.add(target);
    }
    return targets;
  }

  private Map<String, Object> defaults() {
    var defaults = map("unit", unit);
    if (!bounds.isEmpty()) {
      defaults.put("min", bounds.getFirst());
      defaults.put("max", bounds.getLast());
    }
    if (kind == Kind.STACKED) {
      defaults.put("min", 0);
    }
    defaults.put("noValue", none);
    defaults.put("thresholds", map("mode", "absolute", "steps", thresholds()));
    defaults.put(
        "color",
        map("mode", kind == Kind.LINES || kind == Kind.STACKED ? "palette-classic" : "thresholds"));
    if (kind == Kind.STATES) {
      defaults.put("mappings", STATES);
    }
    if (kind == Kind.LINES || kind == Kind.STACKED) {
      boolean stacked = kind == Kind.STACKED;
      defaults.put(
          "custom",
          map(
              "lineWidth",
              1,
              "fillOpacity",
              stacked ? 40 : 5,
              "showPoints",
              "never",
              "spanNulls",
              false,
              "axisSoftMin",
              unit.equals("celsius") ? 20 : 0,
              "stacking",
              map("mode", stacked ? "normal" : "none", "group", "A")));
    }
    if (kind == Kind.TABLE) {
      defaults.put("custom", map("align", "auto", "inspect", false, "minWidth", 80));
    }
    return defaults;
  }

  private static final List<Object> STATES =
      List.of(
          map(
              "type",
              "value",
              "options",
              map(
                  "0", map("text", "healthy", "color", "green", "index", 0),
                  "1", map("text", "degraded", "color", "yellow", "index", 1),
                  "2", map("text", "unhealthy", "color", "red", "index", 2),
                  "3", map("text", "unknown", "color", "purple", "index", 3))));

  private List<Object> thresholds() {
    var thresholds = new ArrayList<Object>();
    thresholds.add(map("color", steps.isEmpty() ? "blue" : "green", "value", Json.Null.NULL));
    steps.forEach((colour, from) -> thresholds.add(map("color", colour, "value", from)));
    return thresholds;
  }

  /** Units of a table's columns are in their headings, as {@code Power [watt]}. */
  private List<Object> overrides() {
    var overrides = new ArrayList<Object>();
    if (kind == Kind.STACKED) {
      USES.forEach(
          (use, colour) ->
              overrides.add(
                  map(
                      "matcher", map("id", "byName", "options", use),
                      "properties",
                          List.of(
                              map(
                                  "id",
                                  "color",
                                  "value",
                                  map("mode", "fixed", "fixedColor", colour))))));
    }
    columns.forEach((field, heading) -> overrides.add(column(heading)));
    return overrides;
  }

  /** What is absent in a row is a dash. The reason why there may be no row is the panel's. */
  private static Map<String, Object> column(String heading) {
    var properties = new ArrayList<Object>();
    properties.add(map("id", "noValue", "value", "–"));
    if (heading.endsWith("]")) {
      var unit = heading.substring(heading.indexOf('[') + 1, heading.length() - 1);
      properties.add(map("id", "unit", "value", unit));
    }
    var link = Links.BY_COLUMN.get(plain(heading).strip());
    if (link != null) {
      properties.add(map("id", "links", "value", List.of(link)));
    }
    return map("matcher", map("id", "byName", "options", plain(heading)), "properties", properties);
  }

  private static String plain(String heading) {
    return heading.contains("[") ? heading.substring(0, heading.indexOf('[')).strip() : heading;
  }

  private List<Object> transformations() {
    var names = List.copyOf(columns.keySet());
    var order = new LinkedHashMap<String, Object>();
    var titles = new LinkedHashMap<String, Object>();
    columns.forEach(
        (field, heading) -> {
          order.put(field, order.size());
          titles.put(field, plain(heading));
        });
    return List.of(
        map("id", "merge", "options", map()),
        map("id", "filterFieldsByName", "options", map("include", map("names", names))),
        map("id", "organize", "options", map("indexByName", order, "renameByName", titles)));
  }

  private Map<String, Object> options() {
    return switch (kind) {
      case LINES, STACKED ->
          map(
              "legend", map("displayMode", "list", "placement", "bottom", "showLegend", true),
              "tooltip", map("mode", "multi", "sort", "desc"));
      case STAT ->
          map(
              "reduceOptions", map("calcs", List.of("lastNotNull"), "values", false),
              "colorMode", "value",
              "graphMode", "none");
      case BARS ->
          map(
              "reduceOptions",
              map("calcs", List.of("lastNotNull"), "values", false),
              "orientation",
              "horizontal",
              "displayMode",
              "basic",
              "text",
              map("titleSize", 14, "valueSize", 20));
      case STATES -> map("mergeValues", true, "showValue", "auto", "rowHeight", 0.8);
      case TABLE -> map("showHeader", true, "cellHeight", "sm");
    };
  }
}
