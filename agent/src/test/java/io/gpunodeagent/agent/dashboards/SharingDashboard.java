// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Dashboard.rows;
import static io.gpunodeagent.agent.dashboards.Panel.lines;
import static io.gpunodeagent.agent.dashboards.Panel.stacked;
import static io.gpunodeagent.agent.dashboards.Panel.stat;
import static io.gpunodeagent.agent.dashboards.Panel.table;

import java.util.List;
import java.util.Map;

/** Shared GPUs: who gets how much of what was given. */
final class SharingDashboard {

  private static final String NODE = "{" + Dashboards.NODE + "}";
  private static final String DEVICE = "{{$hostlabel}} GPU {{gpu}}{{mig}}";
  private static final String BY = "$hostlabel, gpu, GPU_I_ID";

  /** Devices with several holders. */
  private static final String SHARED =
      " and on (job, instance, UUID, GPU_I_ID) (gpu_holders" + NODE + " > 1)";

  /** Where it is known what was given. */
  private static final String EXCESS =
      "gpu_allocation_excess_memory_bytes%s and on (%s) (gpu_allocation_entitlement_ratio > 0)"
          .formatted(NODE, Dashboards.ALLOCATION);

  private SharingDashboard() {}

  static Dashboard make() {
    return new Dashboard(
        "sharing",
        "GPU sharing",
        "Devices with several holders: what each was given, what each gets, and what others use"
            + " without having been given it.",
        List.of(Dashboards.HOST_LABEL, Dashboards.NODES),
        panels());
  }

  private static Map<String, List<Panel>> panels() {
    return rows(
        "Now",
        stat(
            "Shared devices",
            "short",
            "With more than one holder.",
            "count(gpu_holders" + NODE + " > 1) or vector(0)"),
        stat(
            "Lowest fairness",
            "short",
            "Jain's index: 1 is fair, 1/n when one of n got all. Only while several want the"
                + " device.",
            "min(gpu_sharing_fairness_ratio" + NODE + ")"),
        stat(
            "Contended",
            "s",
            "The most contended device, within the agent's window.",
            "max(gpu_sharing_contended_seconds" + NODE + ")"),
        stat(
            "Memory beyond shares",
            "bytes",
            "Held beyond what was given, all together.",
            "sum(" + EXCESS + ")"),
        stat(
            "Used without a grant",
            "bytes",
            "Memory of pods that were not given the device.",
            "sum(gpu_foreign_memory_bytes" + NODE + ") or vector(0)"),
        stat(
            "Unattributed",
            "bytes",
            "Memory in use that belongs to no known pod, nor to the host.",
            "sum(gpu_unattributed_memory_bytes" + NODE + ")"),
        "Fairness",
        lines(
                "Jain's index",
                "short",
                "Compute shares over what was given; absent while nobody has to wait, or where what"
                    + " was given is not known.")
            .none("No device was contended, or what its holders were given is not known")
            .query("min by (" + BY + ") (gpu_sharing_fairness_ratio" + NODE + ")", DEVICE)
            .from(0, 1),
        lines(
                "Contended",
                "s",
                "Time within the window in which several holders were active at once.")
            .none("No device has several holders")
            .query(
                "max by (" + BY + ") (gpu_sharing_contended_seconds" + NODE + SHARED + ")", DEVICE),
        lines(
                "Compute share",
                "percentunit",
                "Part of all SM use of the device while it was contended.")
            .none("No device was contended, or its processes cannot be told apart")
            .query(
                "max by (namespace, pod, container) (gpu_allocation_compute_share_ratio"
                    + NODE
                    + ")",
                "{{namespace}}/{{pod}}")
            .from(0, 1),
        lines("Compute share over entitlement", "short", "1 is just what was given.")
            .none("No device was contended, or what each holder was given is not known")
            .query(
                ("max by (namespace, pod, container) (gpu_allocation_compute_share_ratio%2$s / on"
                        + " (%1$s) gpu_allocation_entitlement_ratio%2$s)")
                    .formatted(Dashboards.ALLOCATION, NODE),
                "{{namespace}}/{{pod}}"),
        "Memory",
        stacked(
                "Memory of shared devices",
                "bytes",
                "By holder, with what belongs to no known user.")
            .none("No device has several holders")
            .query(
                "sum by (namespace, pod) (gpu_allocation_memory_bytes" + NODE + SHARED + ")",
                "{{namespace}}/{{pod}}")
            .query(
                "sum by (" + BY + ") (gpu_unattributed_memory_bytes" + NODE + SHARED + ")",
                DEVICE + " unattributed"),
        lines("Memory beyond entitlement", "bytes", "Nothing limits it under time-slicing.")
            .none("What holders were given is not known, or nobody shares")
            .query("max by (namespace, pod, container) (" + EXCESS + ")", "{{namespace}}/{{pod}}"),
        "Policies",
        lines("Over a limit", "s", "How long pods have exceeded a limit of a time-slice policy.")
            .none("No pod is judged by a limit")
            .query(
                "max by (namespace, pod, policy) (gpu_allocation_over_limit_seconds" + NODE + ")",
                "{{namespace}}/{{pod}} {{policy}}"),
        lines(
                "Use of the limit",
                "short",
                "Of limits that are exceeded; 1 is all that is tolerated.")
            .none("No pod is judged by a limit")
            .query(
                "max by (namespace, pod, limit) (gpu_allocation_limit_use_ratio" + NODE + ")",
                "{{namespace}}/{{pod}} {{limit}}"),
        settings(),
        "Holders and others",
        holders(),
        outsiders());
  }

  private static Panel settings() {
    return table(
            "GPUs set by policies",
            "1 stands as asked. Empty unless a policy sets time slices or compute modes.")
        .none("No policy sets time slices or compute modes")
        .size(24, 6)
        .query(
            "max by ($hostlabel, gpu, field, rule, desired, actual, state, dry_run)"
                + " (gpu_policy_applied * "
                + Dashboards.NAMES
                + ")",
            "")
        .column("Hostname", "Node")
        .column("hostname", "Node ")
        .column("gpu", "GPU")
        .column("field", "Setting")
        .column("rule", "Policy")
        .column("desired", "Asked")
        .column("actual", "Stands at")
        .column("state", "State")
        .column("dry_run", "Dry run")
        .column("Value", "As asked");
  }

  private static Panel holders() {
    var by = "max by (" + BY + ", namespace, pod, container) ";
    return table("Holders of shared devices", "A dash is unknown, or a GPU without instances.")
        .none("No device has several holders")
        .size(24, 9)
        .query(by + "(gpu_allocation_info" + NODE + SHARED + ")", "")
        .query(by + "(gpu_allocation_entitlement_ratio" + NODE + SHARED + ")", "")
        .query(by + "(gpu_allocation_compute_share_ratio" + NODE + SHARED + ")", "")
        .query(by + "(gpu_allocation_sm_ratio" + NODE + SHARED + ")", "")
        .query(by + "(gpu_allocation_memory_bytes" + NODE + SHARED + ")", "")
        .query(by + "(" + EXCESS + ")", "")
        .column("Hostname", "Node")
        .column("hostname", "Node ")
        .column("gpu", "GPU")
        .column("GPU_I_ID", "Instance")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("container", "Container")
        .column("Value #B", "Given [percentunit]")
        .column("Value #C", "Share [percentunit]")
        .column("Value #D", "SM use [percentunit]")
        .column("Value #E", "Memory [bytes]")
        .column("Value #F", "Beyond [bytes]");
  }

  private static Panel outsiders() {
    var by = "max by (" + BY + ", namespace, pod, relation) ";
    return table("Use without a grant", "Pods on devices they were not given. Empty is good.")
        .none("No pod uses a device it was not given, as far as processes are visible")
        .size(24, 6)
        .query(by + "(gpu_foreign_processes" + NODE + ")", "")
        .query(by + "(gpu_foreign_sm_ratio" + NODE + ")", "")
        .query(by + "(gpu_foreign_memory_bytes" + NODE + ")", "")
        .column("Hostname", "Node")
        .column("hostname", "Node ")
        .column("gpu", "GPU")
        .column("GPU_I_ID", "Instance")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("relation", "The device is")
        .column("Value #A", "Processes")
        .column("Value #B", "SM use [percentunit]")
        .column("Value #C", "Memory [bytes]");
  }
}
