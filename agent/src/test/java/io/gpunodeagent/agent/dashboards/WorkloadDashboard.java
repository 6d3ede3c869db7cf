// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Dashboard.rows;
import static io.gpunodeagent.agent.dashboards.Panel.lines;
import static io.gpunodeagent.agent.dashboards.Panel.stacked;
import static io.gpunodeagent.agent.dashboards.Panel.stat;
import static io.gpunodeagent.agent.dashboards.Panel.table;

import java.util.List;
import java.util.Map;

/** Teams and their workloads: what they hold, use, waste and cost. */
final class WorkloadDashboard {

  private static final String NAMESPACE = "{namespace=~\"$namespace\"}";
  private static final String A = Dashboards.ALLOCATION;

  /** Seconds each allocation was held in the chosen time, in whole devices. */
  private static final String HELD =
      "increase(gpu_allocation_seconds_total"
          + NAMESPACE
          + "[$__range]) "
          + times("gpu:allocation:devices");

  /** The same, and proven idle. What is unknown is not waste. */
  private static final String IDLE = HELD + " " + times("gpu_allocation_activity{state=\"idle\"}");

  private static final String UNKNOWN =
      HELD + " " + times("gpu_allocation_activity{state=\"unknown\"}");
  private static final String ACTIVE =
      HELD + " " + times("gpu_allocation_activity{state=\"active\"}");

  /**
   * The workload of each pod, to be multiplied with: one a pod, the one it had for longest. A pod
   * is seen before its workload is known, which makes it two series.
   */
  static final String WORKLOAD =
      " * on (%1$s) group_left (workload_kind, workload_name) group by (%1$s, workload_kind, workload_name) (topk by (%1$s) (1, %2$s or on (%1$s) %3$s))"
          .formatted(Dashboards.POD, workloads("{workload_kind!=\"\"}"), workloads(""));

  private WorkloadDashboard() {}

  private static String workloads(String matching) {
    return "max by (%s, workload_kind, workload_name) (count_over_time(gpu_allocation_info%s[$__range]))"
        .formatted(Dashboards.POD, matching);
  }

  private static String times(String series) {
    return "* on (%1$s) group_left () max by (%1$s) (avg_over_time(%2$s[$__range]))"
        .formatted(A, series);
  }

  static Dashboard make() {
    return new Dashboard(
        "workload",
        "GPU teams and workloads",
        "What namespaces and workloads hold, use and leave idle, and what they are to be charged"
            + " for. A shared device counts by parts. Waste is what is proven idle; what is unknown"
            + " is shown as such.",
        List.of(Dashboards.NAMESPACES),
        panels());
  }

  private static Map<String, List<Panel>> panels() {
    return rows(
        "In the chosen time",
        stat(
            "Held",
            "h",
            "Device hours; parts of shared devices as parts.",
            "sum(" + HELD + ") / 3600"),
        stat("Active", "h", "Of these, proven in use.", "sum(" + ACTIVE + ") / 3600"),
        stat("Idle", "h", "Of these, proven idle.", "sum(" + IDLE + ") / 3600"),
        stat("Unknown", "h", "Of these, neither proven.", "sum(" + UNKNOWN + ") / 3600"),
        stat(
                "Waste",
                "percentunit",
                "Proven idle, of what was held.",
                "sum(" + IDLE + ") / sum(" + HELD + ")")
            .warn(0.2, 0.5),
        stat(
            "Energy",
            "kwatth",
            "Ascribed to holders.",
            "sum(increase(gpu_allocation_energy_joules_total" + NAMESPACE + "[$__range])) / 3.6e6"),
        "Charge-back",
        chargeBack("Namespaces", "namespace", ""),
        chargeBack("Workloads", "namespace, workload_kind, workload_name", WORKLOAD),
        "Over time",
        stacked("Devices held, by use", "short", "Active, idle, or unknown.")
            .query("sum by (state) (namespace_state:gpus_held:sum" + NAMESPACE + ")", "{{state}}"),
        stacked("Devices held, by namespace", "short", "Shared devices count by parts.")
            .query(
                "sum by (namespace) (namespace_state:gpus_held:sum" + NAMESPACE + ")",
                "{{namespace}}"),
        lines(
                "SM use by namespace",
                "short",
                "In whole devices; what cannot be distinguished is missing.")
            .query("namespace:gpu_sm:sum" + NAMESPACE, "{{namespace}}"),
        lines(
                "Power by namespace",
                "watt",
                "Of the boards, ascribed to holders. A mean of five minutes, over which what has"
                    + " just begun counts in part.")
            .query("namespace:gpu_power_watts:rate5m" + NAMESPACE, "{{namespace}}"),
        "Pods",
        pods(),
        findings());
  }

  private static Panel chargeBack(String title, String by, String join) {
    var sum = "sum by (" + by + ") ";
    return order(
        table(
                title,
                "Hours are device hours. Active, idle and unknown add up to held. A dash is"
                    + " unknown.")
            .none("Nothing was held in the chosen time")
            .size(24, 8)
            .query(sum + "((" + HELD + ")" + join + ") / 3600", "")
            .query(sum + "((" + ACTIVE + ")" + join + ") / 3600", "")
            .query(sum + "((" + IDLE + ")" + join + ") / 3600", "")
            .query(sum + "((" + UNKNOWN + ")" + join + ") / 3600", "")
            .query(
                sum
                    + "(increase(gpu_allocation_energy_joules_total"
                    + NAMESPACE
                    + "[$__range])"
                    + join
                    + ") / 3.6e6",
                ""));
  }

  private static Panel order(Panel table) {
    return table
        .column("namespace", "Namespace")
        .column("workload_kind", "Kind")
        .column("workload_name", "Workload")
        .column("Value #A", "Held [h]")
        .column("Value #B", "Active [h]")
        .column("Value #C", "Idle [h]")
        .column("Value #D", "Unknown [h]")
        .column("Value #E", "Energy [kwatth]");
  }

  private static Panel pods() {
    var by = "sum by (namespace, pod) ";
    return table("Pods now", "Devices by state, and what the pod makes of them. A dash is unknown.")
        .none("No pod holds a GPU")
        .size(24, 9)
        .query(by + "(gpu:allocation:devices" + NAMESPACE + ")", "")
        .query(by + "(gpu_pod_gpus{state=\"active\",namespace=~\"$namespace\"})", "")
        .query(by + "(gpu_pod_gpus{state=\"idle\",namespace=~\"$namespace\"})", "")
        .query(by + "(gpu_pod_gpus{state=\"unknown\",namespace=~\"$namespace\"})", "")
        .query(by + "(gpu_allocation_sm_ratio" + NAMESPACE + ")", "")
        .query(by + "(gpu_allocation_memory_bytes" + NAMESPACE + ")", "")
        .query("min by (namespace, pod) (gpu_allocation_idle_seconds" + NAMESPACE + ")", "")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("Value #A", "Devices")
        .column("Value #B", "Active")
        .column("Value #C", "Idle")
        .column("Value #D", "Unknown")
        .column("Value #E", "SM use [short]")
        .column("Value #F", "Memory [bytes]")
        .column("Value #G", "Idle for [s]");
  }

  private static Panel findings() {
    return table("Allocation and use disagree", "Only what is proven. Empty is good.")
        .none("No disagreement is proven")
        .size(24, 7)
        .query(
            "max by (namespace, pod, container, instance, gpu, GPU_I_ID, kind) (gpu_finding"
                + NAMESPACE
                + ")",
            "")
        .column("kind", "What")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("container", "Container")
        .column("instance", "Agent")
        .column("gpu", "GPU")
        .column("GPU_I_ID", "Instance");
  }
}
