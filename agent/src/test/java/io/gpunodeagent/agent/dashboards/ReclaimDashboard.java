// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Dashboard.rows;
import static io.gpunodeagent.agent.dashboards.Panel.lines;
import static io.gpunodeagent.agent.dashboards.Panel.stacked;
import static io.gpunodeagent.agent.dashboards.Panel.stat;
import static io.gpunodeagent.agent.dashboards.Panel.table;

import java.util.List;
import java.util.Map;

/** What could be taken back, and what stands against it. */
final class ReclaimDashboard {

  private static final String NAMESPACE = "{namespace=~\"$namespace\"}";

  private ReclaimDashboard() {}

  static Dashboard make() {
    return new Dashboard(
        "reclaim",
        "GPU reclaim",
        "Pods that hold GPUs without using them, which of them a policy gives up, what keeps the"
            + " others, and why rest is not proven where it is not.",
        List.of(Dashboards.NAMESPACES),
        panels());
  }

  private static Map<String, List<Panel>> panels() {
    return rows(
        "Now",
        stat(
            "Idle pods",
            "short",
            "All their GPUs are proven idle.",
            "count(gpu:idle:pods" + NAMESPACE + ") or vector(0)"),
        stat(
            "Idle devices",
            "short",
            "Held and proven idle, in whole devices.",
            "sum(namespace_state:gpus_held:sum{state=\"idle\",namespace=~\"$namespace\"})"),
        stat(
            "Idle memory",
            "bytes",
            "Held by those who rest.",
            "sum(gpu_allocation_idle_memory_bytes" + NAMESPACE + ") or vector(0)"),
        stat(
            "Reclaimable pods",
            "short",
            "Given up by a policy.",
            "count(gpu:reclaimable:pods" + NAMESPACE + ") or vector(0)"),
        stat(
            "Excluded pods",
            "short",
            "Whatever the policies say.",
            "count(group by (namespace, pod, pod_uid) (gpu_allocation_reclaim_excluded"
                + NAMESPACE
                + " == 1)) or vector(0)"),
        stat(
            "Not known",
            "short",
            "Allocations of which it is not known.",
            "sum(gpu_allocation_activity{state=\"unknown\",namespace=~\"$namespace\"})"),
        "Over time",
        lines("Idle for", "s", "Proven rest of pods that use none of their GPUs.")
            .none("No pod was proven idle in the chosen time")
            .query(
                "max by (namespace, pod) (gpu:idle:pods" + NAMESPACE + ")",
                "{{namespace}}/{{pod}}"),
        stacked("Why rest is not proven", "short", "Allocations by reason.")
            .none("No allocation is in doubt")
            .query("count by (reason) (gpu_allocation_doubt" + NAMESPACE + ")", "{{reason}}"),
        "Candidates",
        idle(),
        reclaimable(),
        excluded(),
        "Policies",
        stacked(
                "Pods under policies",
                "short",
                "By kind of rule and how far they are; a dry run only tells.")
            .none("No policy is configured, or no pod falls under one")
            .query(
                "sum by (kind, stage, dry_run) (gpu_policy_decisions)",
                "{{kind}} {{stage}}, dry run {{dry_run}}"),
        lines(
                "Policy actions",
                "short",
                "Since the agents started, by outcome; in a dry run, what would have been done.")
            .none("Policies have done nothing since the agents started")
            .query(
                "sum by (action, outcome, dry_run) (gpu_policy_actions_total)",
                "{{action}} {{outcome}}, dry run {{dry_run}}"),
        marks(),
        "Evidence",
        lines(
                "Coverage",
                "percentunit",
                "Part of the window in which a sample allowed a judgement; below 0.95 nothing is"
                    + " idle.")
            .none("No allocation has been judged yet")
            .query(
                "min by (namespace, pod) (gpu_allocation_evidence_coverage_ratio" + NAMESPACE + ")",
                "{{namespace}}/{{pod}}")
            .from(0, 1),
        lines(
                "Contradicting sources",
                "short",
                "Samples in which a source said rest while another proved use. Nothing is good.")
            .none("No source contradicted another")
            .query(
                "sum by (instance, gpu, source) (increase(gpu_evidence_conflicts_total[15m]))",
                "{{instance}} GPU {{gpu}} {{source}}"),
        byDcgm(),
        fresh());
  }

  private static Panel idle() {
    return table(
            "Idle pods",
            "Seconds of proven rest. The rules say what has to be known for a pod to stand here.")
        .none("No pod is proven idle")
        .size(24, 8)
        .query("max by (namespace, pod, instance) (gpu:idle:pods" + NAMESPACE + ")", "")
        .query(
            "sum by (namespace, pod, instance) (gpu_pod_gpus{state=\"idle\"} and on ("
                + Dashboards.POD
                + ") gpu:idle:pods"
                + NAMESPACE
                + ")",
            "")
        .query(
            "sum by (namespace, pod, instance) (gpu_allocation_idle_memory_bytes and on ("
                + Dashboards.POD
                + ") gpu:idle:pods"
                + NAMESPACE
                + ")",
            "")
        .query(
            "group by (namespace, pod, instance, workload_kind, workload_name, priority_class)"
                + " (gpu_allocation_info and on ("
                + Dashboards.POD
                + ") gpu:idle:pods"
                + NAMESPACE
                + ")",
            "")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("workload_kind", "Kind")
        .column("workload_name", "Workload")
        .column("priority_class", "Priority")
        .column("instance", "Agent")
        .column("Value #A", "Idle for [s]")
        .column("Value #B", "Devices")
        .column("Value #C", "Memory [bytes]");
  }

  private static Panel reclaimable() {
    return table(
            "Reclaimable workloads",
            "Each of their pods is reclaimable. Seconds of the pod that rests the shortest.")
        .none(
            "No workload is reclaimable: none is idle, a notice runs, a pod is excluded or policies"
                + " are in dry run")
        .query("gpu:reclaimable:workloads" + NAMESPACE, "")
        .column("namespace", "Namespace")
        .column("workload_kind", "Kind")
        .column("workload_name", "Workload")
        .column("Value", "Idle for [s]");
  }

  private static Panel excluded() {
    return table("Excluded", "Pods that no policy may touch, and why.")
        .none("No pod is excluded")
        .query(
            "max by (namespace, pod, reason) (gpu_allocation_reclaim_excluded"
                + NAMESPACE
                + " == 1)",
            "")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("reason", "Reason");
  }

  private static Panel marks() {
    var by = "max by (namespace, pod, policy, dry_run) ";
    return table(
            "Judged by idle policies",
            "1 is marked. A dry run marks nothing; the rules leave its marks out. A dash is no"
                + " notice.")
        .none("No pod falls under an idle policy")
        .size(24, 8)
        .query(by + "(gpu_allocation_reclaimable" + NAMESPACE + ")", "")
        .query(
            "clamp_min("
                + by
                + "(gpu_allocation_reclaim_timestamp_seconds"
                + NAMESPACE
                + ") - time(), 0)",
            "")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("policy", "Policy")
        .column("dry_run", "Dry run")
        .column("Value #A", "Marked")
        .column("Value #B", "Notice over in [s]");
  }

  private static Panel byDcgm() {
    return table(
            "Idle by DCGM's names alone",
            "Works with dcgm-exporter too; says less: whole GPUs, 30 minutes.")
        .none("No pod is idle by these names, or there is less than half an hour of samples")
        .query("max by (namespace, pod, instance) (gpu:dcgm_idle:pods" + NAMESPACE + ")", "")
        .column("namespace", "Namespace")
        .column("pod", "Pod")
        .column("instance", "Target")
        .column("Value", "GPUs");
  }

  private static Panel fresh() {
    return stat(
            "Agents whose data is safe to act on",
            "short",
            "Fresh, with all sources up; pods of the others are kept.",
            "count(gpu:agent:fresh) or vector(0)")
        .size(12, 8);
  }
}
