// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Dashboard.rows;
import static io.gpunodeagent.agent.dashboards.Panel.lines;
import static io.gpunodeagent.agent.dashboards.Panel.stat;
import static io.gpunodeagent.agent.dashboards.Panel.table;

import java.util.List;
import java.util.Map;

/** What is wrong with which GPU. */
final class HealthDashboard {

  private static final String NODE = "{" + Dashboards.NODE + "}";
  private static final String GPU = "{{$hostlabel}} GPU {{gpu}}";
  private static final String BY = "max by ($hostlabel, gpu) ";

  private HealthDashboard() {}

  static Dashboard make() {
    return new Dashboard(
        "health",
        "GPU health",
        "Which GPUs are unwell, why, and what is recommended; the errors behind it, and whether the"
            + " agents see.",
        List.of(Dashboards.HOST_LABEL, Dashboards.NODES),
        panels());
  }

  private static Map<String, List<Panel>> panels() {
    return rows(
        "Now",
        state("Healthy", 0),
        state("Degraded", 1).from("yellow", 1),
        state("Unhealthy", 2).from("red", 1),
        state("Unknown", 3).from("red", 1),
        stat(
                "Alerts",
                "short",
                "Of these rules, firing.",
                "count(ALERTS{alertname=~\"Gpu.*\",alertstate=\"firing\"}) or vector(0)")
            .warn(1, 10),
        stat(
                "Sources down",
                "short",
                "Of all agents.",
                "count(gpu_node_agent_source_up == 0) or vector(0)")
            .from("red", 1),
        "States",
        Panel.of(
                Panel.Kind.STATES,
                "State",
                "short",
                "What cannot be read is unknown, never healthy.")
            .size(24, 12)
            .query("max by ($hostlabel, gpu) (" + Dashboards.HEALTH + ")", GPU),
        causes(),
        alerts(),
        "Errors",
        xids(),
        lastXids(),
        lines("Uncorrected memory errors", "short", "Since the driver was loaded.")
            .none("No chosen GPU gave its count of ECC errors")
            .query(BY + "(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL" + NODE + ")", GPU),
        lines("Remapped rows", "short", "After uncorrected errors.")
            .none("No chosen GPU gave its remapped rows, which Ampere and newer have")
            .query(BY + "(DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS" + NODE + ")", GPU),
        lines("PCIe replays", "short", "A minute.")
            .query(
                BY + "(rate(DCGM_FI_DEV_PCIE_REPLAY_COUNTER" + NODE + "[$__rate_interval])) * 60",
                GPU),
        lines(
                "Recovery action",
                "short",
                "0 none, 1 reset, 2 reboot, 3 drain P2P, 4 drain and reset, 5 recover IMEX domain.")
            .none("No chosen GPU gave a recovery action")
            .query(BY + "(DCGM_FI_DEV_GET_GPU_RECOVERY_ACTION" + NODE + ")", GPU),
        "Heat",
        lines("Temperature", "celsius", "Of the core.")
            .query(BY + "(DCGM_FI_DEV_GPU_TEMP" + NODE + ")", GPU),
        lines("Memory temperature", "celsius", "Of the hottest part of the memory.")
            .none("No chosen GPU gave the temperature of its memory")
            .query(BY + "(DCGM_FI_DEV_MEMORY_TEMP" + NODE + ")", GPU),
        lines("Clocks held back by heat", "percentunit", "Share of time.")
            .none("No chosen GPU gave how long heat holds it back")
            .query(
                BY + "(rate(DCGM_FI_DEV_THERMAL_VIOLATION" + NODE + "[$__rate_interval])) / 1e9",
                GPU)
            .from(0, 1),
        lines("Clock events", "short", "Samples a second that saw each event.")
            .none("No clock event seen since the agents started")
            .query(
                "sum by (clock_event) (rate(gpu_clock_event_samples_total"
                    + NODE
                    + "[$__rate_interval]))",
                "{{clock_event}}"));
  }

  private static Panel state(String title, int value) {
    return stat(
        title, "short", "GPUs.", "count(" + Dashboards.HEALTH + " == " + value + ") or vector(0)");
  }

  private static Panel causes() {
    var by = "max by ($hostlabel, gpu, cause, detail, action) ";
    return table("Causes", "Also those that leave a GPU healthy, such as errors of applications.")
        .none("No GPU has a cause to show")
        .size(24, 8)
        .query(by + "(gpu_health_cause * " + Dashboards.NAMES + ")", "")
        .column("Hostname", "Node")
        .column("hostname", "Node ")
        .column("gpu", "GPU")
        .column("cause", "Cause")
        .column("detail", "Detail")
        .column("action", "Recommended");
  }

  private static Panel alerts() {
    return table("Alerts", "Of these rules, pending and firing.")
        .none("No alert is pending or firing")
        .size(24, 8)
        .query(
            "max by (alertname, alertstate, severity, instance, namespace, pod, gpu, UUID)"
                + " (ALERTS{alertname=~\"Gpu.*\"})",
            "")
        .column("alertname", "Alert")
        .column("alertstate", "State")
        .column("severity", "Severity")
        .column("instance", "Agent")
        .column("gpu", "GPU")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("UUID", "UUID");
  }

  /** A series begins with its first XID, of which increase() sees nothing. */
  private static Panel xids() {
    var total = "sum by ($hostlabel, gpu, xid) (gpu_xid_errors_total" + NODE + "%s)";
    var before = "(" + total.formatted(" offset 5m") + " or 0 * " + total.formatted("") + ")";
    return lines("XIDs", "short", "In five minutes, by code. Application errors too.")
        .none("No XID in any five minutes of the chosen time")
        .query(total.formatted("") + " - " + before + " > 0", GPU + " XID {{xid}}");
  }

  private static Panel lastXids() {
    return table("Latest XIDs", "Since the agent started.")
        .none("No XID since the agents started")
        .query(
            "time() - max by ($hostlabel, gpu, xid) (gpu_xid_last_seen_timestamp_seconds"
                + NODE
                + ")",
            "")
        .query("sum by ($hostlabel, gpu, xid) (gpu_xid_errors_total" + NODE + ")", "")
        .column("Hostname", "Node")
        .column("hostname", "Node ")
        .column("gpu", "GPU")
        .column("xid", "XID")
        .column("Value #A", "Ago [s]")
        .column("Value #B", "Times");
  }
}
