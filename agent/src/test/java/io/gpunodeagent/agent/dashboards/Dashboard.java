// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Json.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Grafana dashboard.
 *
 * @param name its file's, and the end of its uid
 * @param rows panels by the heading they stand under
 */
record Dashboard(
    String name,
    String title,
    String says,
    List<Variable> variables,
    Map<String, List<Panel>> rows) {

  private static final int COLUMNS = 24;

  /**
   * A value chosen on top of the dashboard.
   *
   * @param label shown before it
   * @param query what finds its values: {@code label_values(…)}, or the values themselves with
   *     commas between
   */
  record Variable(String name, String label, Kind kind, String query) {

    /** How its values are found, and how many may be chosen. */
    enum Kind {
      /** One of the values written in the query. */
      CUSTOM,
      /** One that is found. */
      ONE,
      /** Any number of those found; all of them, and what lacks the label, by default. */
      MANY,
      /** All that are found, not shown. */
      HIDDEN
    }

    private Map<String, Object> json() {
      return switch (kind) {
        case CUSTOM -> custom();
        case ONE -> found(false, 0);
        case MANY -> {
          var json = found(true, 0);
          json.put("allValue", ".*");
          yield json;
        }
        case HIDDEN -> found(true, 2);
      };
    }

    private Map<String, Object> custom() {
      var options = new ArrayList<Object>();
      for (var value : query.split(",", -1)) {
        options.add(map("text", value, "value", value, "selected", options.isEmpty()));
      }
      var first = query.split(",", 2)[0];
      return map(
          "name", name,
          "label", label,
          "type", "custom",
          "query", query,
          "current", map("text", first, "value", first),
          "options", options,
          "hide", 0);
    }

    private Map<String, Object> found(boolean many, int hide) {
      var json =
          map(
              "name", name,
              "label", label,
              "type", "query",
              "datasource", map("type", "prometheus", "uid", "${datasource}"),
              "definition", query,
              "query", map("query", query, "refId", name),
              "refresh", 2,
              "sort", 1,
              "multi", many,
              "includeAll", many,
              "hide", hide);
      json.put("current", many ? map("text", List.of("All"), "value", List.of("$__all")) : map());
      return json;
    }
  }

  /** The file. */
  String json() {
    return Json.pretty(
        map(
            "uid",
            "gpu-node-agent-" + name,
            "title",
            title,
            "description",
            says,
            "tags",
            List.of("gpu", "gpu-node-agent"),
            "schemaVersion",
            39,
            "version",
            1,
            "editable",
            true,
            "graphTooltip",
            1,
            "refresh",
            "30s",
            "time",
            map("from", "now-3h", "to", "now"),
            "timezone",
            "browser",
            "links",
            List.of(links()),
            "templating",
            map("list", templating()),
            "annotations",
            map("list", Marks.of(variables)),
            "panels",
            panels()));
  }

  private static Map<String, Object> links() {
    return map(
        "type",
        "dashboards",
        "title",
        "GPUs",
        "tags",
        List.of("gpu-node-agent"),
        "asDropdown",
        true,
        "includeVars",
        true,
        "keepTime",
        true,
        "targetBlank",
        false,
        "icon",
        "external link",
        "tooltip",
        "",
        "url",
        "");
  }

  private List<Object> templating() {
    var list = new ArrayList<Object>();
    list.add(
        map(
            "name",
            "datasource",
            "label",
            "Data source",
            "type",
            "datasource",
            "query",
            "prometheus",
            "current",
            map(),
            "hide",
            0));
    variables.forEach(variable -> list.add(variable.json()));
    return list;
  }

  private List<Object> panels() {
    var panels = new ArrayList<Object>();
    var y = new int[1];
    rows.forEach(
        (heading, row) -> {
          panels.add(
              map(
                  "id",
                  panels.size() + 1,
                  "type",
                  "row",
                  "title",
                  heading,
                  "collapsed",
                  false,
                  "gridPos",
                  map("h", 1, "w", COLUMNS, "x", 0, "y", y[0]),
                  "panels",
                  List.of()));
          y[0] = place(row, y[0] + 1, panels);
        });
    return panels;
  }

  /** Puts panels side by side, as many as fit; returns the first line below them. */
  private static int place(List<Panel> row, int top, List<Object> panels) {
    int x = 0;
    int y = top;
    int bottom = top;
    for (var panel : row) {
      if (x + panel.width() > COLUMNS) {
        x = 0;
        y = bottom;
      }
      panels.add(panel.json(panels.size() + 1, x, y));
      x += panel.width();
      bottom = Math.max(bottom, y + panel.height());
    }
    return bottom;
  }

  /** Rows in the order of the arguments. */
  static Map<String, List<Panel>> rows(Object... headingsAndPanels) {
    var rows = new LinkedHashMap<String, List<Panel>>();
    var under = new ArrayList<Panel>();
    for (var each : headingsAndPanels) {
      switch (each) {
        case String heading -> {
          under = new ArrayList<>();
          rows.put(heading, under);
        }
        case Panel panel -> under.add(panel);
        default -> throw new IllegalArgumentException(each.toString());
      }
    }
    return rows;
  }
}
