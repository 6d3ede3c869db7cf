// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import io.gpunodeagent.agent.dashboards.Dashboard.Variable;
import io.gpunodeagent.agent.dashboards.Dashboard.Variable.Kind;
import java.util.List;

/** The dashboards, and what they have in common. */
final class Dashboards {

  /** What tells allocations apart. */
  static final String ALLOCATION =
      "job, instance, UUID, GPU_I_ID, namespace, pod, pod_uid, container";

  /** What tells pods apart. */
  static final String POD = "job, instance, namespace, pod, pod_uid";

  /**
   * Rows of the chosen nodes. The label is a variable, since dcgm-exporter's has changed its case.
   */
  static final String NODE = "$hostlabel=~\"$node\"";

  /** GPUs of the chosen nodes with their index, to be multiplied with what has the UUID only. */
  static final String NAMES =
      "on (job, instance, UUID) group_left (gpu, $hostlabel) group by (job, instance, UUID, gpu,"
          + " $hostlabel) (gpu_node_agent_gpu_condition{"
          + NODE
          + "})";

  /** 0 healthy, 1 degraded, 2 unhealthy, 3 unknown. */
  static final String HEALTH =
      """
      max by (job, instance, UUID) (
        0 * (gpu_health_state{state="healthy"} == 1)
        or 1 * (gpu_health_state{state="degraded"} == 1)
        or 2 * (gpu_health_state{state="unhealthy"} == 1)
        or 3 * (gpu_health_state{state="unknown"} == 1)
      ) *\
      """
          + " "
          + NAMES;

  static final Variable HOST_LABEL =
      new Variable("hostlabel", "Node label", Kind.CUSTOM, "Hostname,hostname");
  static final Variable NODES =
      new Variable("node", "Node", Kind.MANY, "label_values(DCGM_FI_DEV_GPU_TEMP, $hostlabel)");
  static final Variable NAMESPACES =
      new Variable(
          "namespace", "Namespace", Kind.MANY, "label_values(gpu_allocation_info, namespace)");

  /** All of them. */
  static final List<Dashboard> ALL =
      List.of(
          NodeDashboard.make(),
          FleetDashboard.make(),
          WorkloadDashboard.make(),
          SharingDashboard.make(),
          HealthDashboard.make(),
          ReclaimDashboard.make());

  private Dashboards() {}
}
