// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Json.map;

import io.gpunodeagent.agent.dashboards.Dashboard.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is marked in time across all graphs of a dashboard: XIDs, and evictions by policies. */
final class Marks {

  private Marks() {}

  /** XIDs of the chosen nodes where nodes can be chosen, and evictions of the chosen agents. */
  static List<Object> of(List<Variable> variables) {
    var names = variables.stream().map(Variable::name).toList();
    var marks = new ArrayList<Object>();
    if (names.contains("node")) {
      marks.add(xids());
    }
    marks.add(evictions(names.contains("instance") ? ",instance=~\"$instance\"" : ""));
    return marks;
  }

  /** At the time that the agent saw it, whatever the step of the query. */
  private static Map<String, Object> xids() {
    var json =
        mark(
            "XIDs",
            "red",
            "max by (instance, gpu, xid) (gpu_xid_last_seen_timestamp_seconds{"
                + Dashboards.NODE
                + "}) * 1000",
            "XID {{xid}}",
            "{{instance}} GPU {{gpu}}");
    json.put("useValueForTime", true);
    return json;
  }

  /** Counted by the minute, which is the step. increase() would miss the first of each series. */
  private static Map<String, Object> evictions(String agents) {
    var series = "gpu_policy_actions_total{action=\"evict\",dry_run=\"false\"" + agents + "}";
    var now = "sum by (instance, outcome) (" + series + ")";
    var before = "sum by (instance, outcome) (" + series + " offset 1m)";
    return mark(
        "Evictions",
        "orange",
        now + " - (" + before + " or 0 * " + now + ") > 0",
        "Eviction by a policy: {{outcome}}",
        "{{instance}}");
  }

  private static Map<String, Object> mark(
      String name, String colour, String expression, String title, String text) {
    return map(
        "name", name,
        "datasource", map("type", "prometheus", "uid", "${datasource}"),
        "enable", true,
        "iconColor", colour,
        "expr", expression,
        "step", "60s",
        "titleFormat", title,
        "textFormat", text);
  }
}
