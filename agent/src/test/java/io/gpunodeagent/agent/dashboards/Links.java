// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Json.map;

import java.util.Map;

/** Where a click on a cell leads: from a node to its dashboard, from a namespace to its own. */
final class Links {

  /** By the heading of the column that has the name. */
  static final Map<String, Map<String, Object>> BY_COLUMN =
      Map.of(
          "Node", link("Node ${__value.raw}", "node", "${hostlabel:queryparam}&var-node"),
          "Namespace", link("Workloads of ${__value.raw}", "workload", "var-namespace"));

  private Links() {}

  private static Map<String, Object> link(String title, String dashboard, String variable) {
    return map(
        "title",
        title,
        "url",
        "/d/gpu-node-agent-"
            + dashboard
            + "?${datasource:queryparam}&"
            + variable
            + "=${__value.raw:percentencode}&${__url_time_range}",
        "targetBlank",
        false);
  }
}
