// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Dashboard.rows;
import static io.gpunodeagent.agent.dashboards.Panel.lines;
import static io.gpunodeagent.agent.dashboards.Panel.stacked;
import static io.gpunodeagent.agent.dashboards.Panel.stat;
import static io.gpunodeagent.agent.dashboards.Panel.table;

import java.util.List;
import java.util.Map;

/** All nodes. */
final class FleetDashboard {

  private static final String NODE = "{" + Dashboards.NODE + "}";
  private static final String BUSY =
      "clamp_max(sum by ($hostlabel, UUID) (DCGM_FI_DEV_GPU_UTIL" + NODE + "), 100)";

  private FleetDashboard() {}

  static Dashboard make() {
    return new Dashboard(
        "fleet",
        "GPU fleet",
        "All nodes: how many GPUs there are, how many are held, used and well, and which nodes"
            + " stand out.",
        List.of(Dashboards.HOST_LABEL, Dashboards.NODES),
        panels());
  }

  private static Map<String, List<Panel>> panels() {
    return rows(
        "Now",
        stat(
            "Nodes",
            "short",
            "With a GPU that has readings.",
            "count(count by ($hostlabel) (DCGM_FI_DEV_GPU_TEMP" + NODE + "))"),
        stat(
            "GPUs",
            "short",
            "Whether or not they can be read.",
            "sum(node:gpus:count" + NODE + ")"),
        stat(
            "Devices free",
            "short",
            "GPUs and MIG instances that nobody was given.",
            "count(gpu_holders" + NODE + " == 0) or vector(0)"),
        stat(
                "Not healthy",
                "short",
                "GPUs that are degraded, unhealthy or cannot be judged.",
                "count(" + Dashboards.HEALTH + " > 0) or vector(0)")
            .from("red", 1),
        stat("Utilisation", "percent", "Mean over GPUs without MIG.", "avg(" + BUSY + ")"),
        stat(
            "Power",
            "watt",
            "Of all boards.",
            "sum(max by (UUID) (DCGM_FI_DEV_POWER_USAGE" + NODE + "))"),
        "Use",
        stacked(
                "Devices by use",
                "short",
                "Of all nodes. Held devices that are active, idle or unknown, shared ones by their"
                    + " parts, and those nobody was given.")
            .query("sum by (state) (namespace_state:gpus_held:sum)", "{{state}}")
            .query("count(gpu_holders == 0)", "free"),
        lines("Utilisation by node", "percent", "Mean over its GPUs without MIG.")
            .query("avg by ($hostlabel) (" + BUSY + ")", "{{$hostlabel}}")
            .from(0, 100),
        lines("Memory in use by node", "percentunit", "Of the memory of all its GPUs.")
            .query(
                "sum by ($hostlabel) (DCGM_FI_DEV_FB_USED%1$s) / (sum by ($hostlabel) (DCGM_FI_DEV_FB_USED%1$s) + sum by ($hostlabel) (max by ($hostlabel, UUID, GPU_I_ID) (DCGM_FI_DEV_FB_FREE%1$s)))"
                    .formatted(NODE),
                "{{$hostlabel}}")
            .from(0, 1),
        lines("Power by node", "watt", "Of all its boards.")
            .query(
                "sum by ($hostlabel) (max by ($hostlabel, UUID) (DCGM_FI_DEV_POWER_USAGE"
                    + NODE
                    + "))",
                "{{$hostlabel}}"),
        "Nodes",
        nodes(),
        models(),
        agents());
  }

  private static Panel nodes() {
    return table("Nodes", "A dash is unknown, or cannot be read on that model.")
        .size(24, 9)
        .query(
            "count by ($hostlabel) (gpu_node_agent_gpu_condition{condition=\"fresh\","
                + Dashboards.NODE
                + "})",
            "")
        .query("avg by ($hostlabel) (" + BUSY + ")", "")
        .query(
            "sum by ($hostlabel) (max by ($hostlabel, UUID) (DCGM_FI_DEV_POWER_USAGE" + NODE + "))",
            "")
        .query("max by ($hostlabel) (DCGM_FI_DEV_GPU_TEMP" + NODE + ")", "")
        .query("sum by ($hostlabel) (gpu_holders" + NODE + ")", "")
        .query("sum by ($hostlabel) (" + Dashboards.HEALTH + " > bool 0)", "")
        .column("Hostname", "Node")
        .column("hostname", "Node ")
        .column("Value #A", "GPUs")
        .column("Value #B", "Utilisation [percent]")
        .column("Value #C", "Power [watt]")
        .column("Value #D", "Hottest [celsius]")
        .column("Value #E", "Holders")
        .column("Value #F", "Not healthy");
  }

  private static Panel models() {
    return Panel.of(Panel.Kind.BARS, "GPUs by model", "short", "On the chosen nodes.")
        .query("sum by (modelName) (node:gpus:count" + NODE + ")", "{{modelName}}");
  }

  private static Panel agents() {
    return table("Agents", "Those that answer. Sources down cost what rests on them.")
        .query("group by (instance, version) (gpu_node_agent_build_info)", "")
        .query("time() - max by (instance) (gpu_node_agent_snapshot_timestamp_seconds)", "")
        .query("sum by (instance) (1 - gpu_node_agent_source_up)", "")
        .query("max by (instance) (gpu_node_agent_process_visibility{state=\"full\"})", "")
        .column("instance", "Agent")
        .column("version", "Version")
        .column("Value #B", "Latest sample [s]")
        .column("Value #C", "Sources down")
        .column("Value #D", "Sees all processes");
  }
}
