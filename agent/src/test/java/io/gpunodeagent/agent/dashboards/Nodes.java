// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import java.util.LinkedHashMap;
import java.util.Map;

/** Series of nodes, in promtool's notation: one value a minute, for {@value #MINUTES} minutes. */
final class Nodes {

  static final int MINUTES = 120;

  private static final String ALWAYS = "1x" + MINUTES;
  private static final String NEVER = "0x" + MINUTES;

  private Nodes() {}

  /** What an agent with all its sources says of itself, as target {@code instance}. */
  static Map<String, String> agent(String instance) {
    var series = new LinkedHashMap<String, String>();
    series.put(name("up", instance), ALWAYS);
    series.put(name("gpu_node_agent_build_info", instance), ALWAYS);
    series.put(name("gpu_node_agent_snapshot_timestamp_seconds", instance), "0+60x" + MINUTES);
    for (var source : new String[] {"nvml", "kubelet", "pods"}) {
      series.put(source(instance, source), ALWAYS);
    }
    return series;
  }

  /** A GPU that is well. */
  static Map<String, String> gpu(String instance, String uuid) {
    var series = new LinkedHashMap<String, String>();
    series.put(health(instance, uuid, "healthy"), ALWAYS);
    series.put(health(instance, uuid, "unhealthy"), NEVER);
    return series;
  }

  /** A pod that holds one GPU and has rested for an hour when the series begin. */
  static Map<String, String> idlePod(String instance, String uuid, String pod) {
    var series = new LinkedHashMap<>(idleAllocation(instance, uuid, pod));
    series.put(podGpus(instance, pod, "idle"), ALWAYS);
    series.put(podGpus(instance, pod, "active"), NEVER);
    series.put(podGpus(instance, pod, "unknown"), NEVER);
    return series;
  }

  /** One GPU that a pod holds without using it, and which a policy gives up. */
  static Map<String, String> idleAllocation(String instance, String uuid, String pod) {
    var series = new LinkedHashMap<String, String>();
    series.put(allocation("gpu_allocation_info", instance, uuid, pod, INFO), ALWAYS);
    series.put(
        allocation("gpu_allocation_idle_seconds", instance, uuid, pod, ""), "3600+60x" + MINUTES);
    series.put(
        allocation("gpu_allocation_activity", instance, uuid, pod, ",state=\"idle\""), ALWAYS);
    series.put(
        allocation("gpu_allocation_evidence_coverage_ratio", instance, uuid, pod, ""), ALWAYS);
    series.put(allocation("gpu_allocation_reclaimable", instance, uuid, pod, ""), ALWAYS);
    series.put(allocation("gpu_allocation_entitlement_ratio", instance, uuid, pod, ""), ALWAYS);
    series.put(allocation("gpu_allocation_idle_memory_bytes", instance, uuid, pod, ""), "7000x120");
    return series;
  }

  /** Further labels of {@code gpu_allocation_info}. */
  static final String INFO = ",workload_kind=\"Job\",workload_name=\"work\"";

  static String name(String metric, String instance) {
    return metric + "{job=\"gpu\",instance=\"" + instance + "\"}";
  }

  static String source(String instance, String source) {
    return "gpu_node_agent_source_up{job=\"gpu\",instance=\"%s\",source=\"%s\"}"
        .formatted(instance, source);
  }

  static String health(String instance, String uuid, String state) {
    return "gpu_health_state{job=\"gpu\",instance=\"%s\",UUID=\"%s\",state=\"%s\"}"
        .formatted(instance, uuid, state);
  }

  static String podGpus(String instance, String pod, String state) {
    return "gpu_pod_gpus{job=\"gpu\",instance=\"%s\",namespace=\"ns\",pod=\"%s\",pod_uid=\"uid-%2$s\",state=\"%s\"}"
        .formatted(instance, pod, state);
  }

  /** A series of an allocation; {@code more} are further labels, each after a comma. */
  static String allocation(String metric, String instance, String uuid, String pod, String more) {
    return "%s{job=\"gpu\",instance=\"%s\",UUID=\"%s\",namespace=\"ns\",pod=\"%s\",pod_uid=\"uid-%4$s\",container=\"main\"%s}"
        .formatted(metric, instance, uuid, pod, more);
  }
}
