// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each alert fires when it should, and neither before nor for what resembles it. */
class AlertRulesTest {

  private static final String POD = "namespace=\"ns\",pod=\"p1\",pod_uid=\"u1\",container=\"main\"";

  /**
   * When an alert fires.
   *
   * @param fires series that make it fire
   * @param minutes when it fires by
   * @param silent values of the same series that do not
   */
  private record Case(
      String alert, Map<String, String> fires, int minutes, Map<String, String> silent) {

    static Case of(String alert, int minutes, String series, String fires, String silent) {
      return new Case(alert, Map.of(series, fires), minutes, Map.of(series, silent));
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case(
              "GpuNodeAgentDown",
              Map.of(at("up"), "1x10 0x110", at("gpu_node_agent_build_info"), "1x10 stale"),
              17,
              Map.of(at("up"), "0x120")),
          Case.of(
              "GpuNodeAgentDown",
              6,
              "up{job=\"monitoring/gpu-node-agent\",instance=\"n1\"}",
              "0x120",
              "1x120"),
          Case.of("GpuNodeAgentAbsent", 30, at("gpu_node_agent_build_info"), "1x5 stale", "1x120"),
          Case.of(
              "GpuNodeAgentStale",
              20,
              at("gpu_node_agent_snapshot_timestamp_seconds"),
              "0+60x10 600x110",
              "0+60x120"),
          Case.of(
              "GpuNodeAgentStale",
              10,
              at("gpu_node_agent_snapshot_timestamp_seconds"),
              "300+60x120",
              "30+60x120"),
          Case.of(
              "GpuSourceDown",
              15,
              at("gpu_node_agent_source_up", "source=\"kubelet\""),
              "0x120",
              "1x3 0x5 1x110"),
          new Case(
              "GpuSourceStale",
              Map.of(
                  at("gpu_node_agent_source_age_seconds", "source=\"pods\""), "0+60x120",
                  at("gpu_node_agent_source_up", "source=\"pods\""), "1x120"),
              25,
              Map.of(
                  at("gpu_node_agent_source_age_seconds", "source=\"pods\""), "0+60x120",
                  at("gpu_node_agent_source_up", "source=\"pods\""), "1x6 0x114")),
          new Case(
              "GpuSourceStale",
              Map.of(at("gpu_node_agent_source_age_seconds", "source=\"nvml\""), "1000x120"),
              10,
              Map.of(at("gpu_node_agent_source_age_seconds", "source=\"nvml\""), "400x120")),
          Case.of(
              "GpuNodeAgentLoopFailing",
              20,
              at("gpu_node_agent_loop_failures_total", "loop=\"cluster-pods\""),
              "0x5 0+1x115",
              "3x120"),
          Case.of(
              "GpuRecorderFailing",
              8,
              at("gpu_node_agent_recorder_problems"),
              "1x120",
              "1x3 0x117"),
          new Case(
              "GpuOtlpExportFailing",
              Map.of(
                  at("gpu_node_agent_otlp_failures_total", "kind=\"timeout\""),
                  "0+1x120",
                  at("gpu_node_agent_otlp_batches_total"),
                  "5x120"),
              25,
              Map.of(
                  at("gpu_node_agent_otlp_failures_total", "kind=\"timeout\""),
                  "0+1x120",
                  at("gpu_node_agent_otlp_batches_total"),
                  "0+1x120")),
          Case.of("GpuAuditLinesLost", 30, dropped("audit"), "0x20 5x100", "5x120"),
          new Case(
              "GpuAuditLinesLost",
              Map.of(dropped("audit"), "0+1x120"),
              30,
              Map.of(dropped("other"), "0+1x120")),
          Case.of(
              "GpuProcessesNotVisible",
              40,
              at("gpu_node_agent_process_visibility", "state=\"blind\""),
              "1x120",
              "0x120"),
          new Case(
              "GpuHonorLabelsMissing",
              Map.of(at("gpu_allocation_info", "exported_pod=\"p1\""), "1x120"),
              20,
              Map.of(at("gpu_allocation_info", POD), "1x120")),
          new Case(
              "GpuAllocationUnplaced",
              Map.of(at("gpu_unplaced_allocations", "reason=\"unknown_device\""), "2x120"),
              20,
              Map.of(at("gpu_unplaced_allocations", "reason=\"pod_ended\""), "2x120")),
          Case.of("GpuEvidenceConflict", 20, conflicts(), "_x10 3x110", "3x120"),
          Case.of("GpuEvidenceConflict", 40, conflicts(), "3x20 3+1x100", "3x120"),
          new Case(
              "GpuActivityUnknown",
              Map.of(at("gpu_allocation_doubt", POD, "reason=\"kubelet_down\""), "1x120"),
              65,
              Map.of(at("gpu_allocation_doubt", POD, "reason=\"no_source\""), "1x120")),
          new Case(
              "GpuActivityUnknown",
              Map.of(at("gpu_allocation_doubt", POD, "reason=\"pods_down\""), "1x120"),
              65,
              Map.of(
                  at("gpu_allocation_doubt", POD, "reason=\"warming_up\""),
                  "1x120",
                  at("gpu_allocation_doubt", POD, "reason=\"short_history\""),
                  "1x120")),
          Case.of("GpuUnhealthy", 3, health("unhealthy"), "1x120", "0x120"),
          Case.of("GpuDegraded", 16, health("degraded"), "1x120", "1x10 0x110"),
          Case.of("GpuHealthUnknown", 11, health("unknown"), "1x120", "1x5 0x115"),
          Case.of(
              "GpuNodeUnhealthy",
              6,
              at("gpu_health_node_cause", "cause=\"driver\"", "detail=\"\"", "action=\"reboot\""),
              "1x120",
              "1x3 stale"),
          new Case("GpuPodIdle", idle("14000+60x120"), 20, idle("3600+60x120")),
          new Case("GpuPodPartlyIdle", podGpus("1x130", "7x130"), 121, podGpus("8x130", "0x130")),
          Case.of(
              "GpuAllocatedNeverUsed", 61, finding("allocated_never_used"), "1x120", "1x30 stale"),
          new Case(
              "GpuUsedWithoutAllocation",
              Map.of(finding("used_not_allocated"), "1x120"),
              6,
              Map.of(finding("allocated_never_used"), "1x120")),
          new Case("GpuReclaimableKept", idle("3600+60x120"), 65, Map.of()),
          new Case(
              "GpuSharingUnfair", sharing("0.5x120", "200x120"), 15, sharing("0.5x120", "20x120")),
          new Case(
              "GpuSharingUnfair",
              sharing("0.5x120", "200x120"),
              15,
              sharing("0.95x120", "200x120")),
          new Case("GpuMemoryOverEntitlement", memory("30x120"), 15, memory("5x120")),
          Case.of("GpuDeviceShapingDown", 15, at("gpu_device_shaping_up"), "0x120", "0x5 1x115"),
          new Case(
              "GpuPolicyNotApplied",
              Map.of(applied("refused", "false"), "0x120"),
              20,
              Map.of(applied("planned", "true"), "0x120", applied("applied", "false"), "1x120")),
          new Case(
              "GpuPolicyActionsFailing",
              Map.of(actions("refused", "false"), "_x10 1x10 2x10 3x10 4x80"),
              45,
              Map.of(
                  actions("blocked", "false"), "0+1x120",
                  actions("failed", "true"), "0+1x120",
                  actions("refused", "false"), "4x120")),
          Case.of("GpuPolicyDrift", 70, drift(), "_x40 1+1x5 6x70", "_x40 1+1x1 2x80"),
          Case.of("GpuPolicyDrift", 30, drift(), "6+1x120", "6x120"));

  @TempDir Path folder;

  private static String at(String metric, String... labels) {
    return "%s{job=\"gpu\",instance=\"n1\"%s}"
        .formatted(metric, labels.length == 0 ? "" : "," + String.join(",", labels));
  }

  private static String conflicts() {
    return at("gpu_evidence_conflicts_total", "UUID=\"G1\"", "source=\"gpm\"");
  }

  private static String health(String state) {
    return at("gpu_health_state", "UUID=\"G1\"", "state=\"" + state + "\"");
  }

  private static String finding(String kind) {
    return at("gpu_finding", POD, "UUID=\"G1\"", "kind=\"" + kind + "\"");
  }

  private static Map<String, String> podGpus(String idle, String active) {
    return Map.of(
        at("gpu_pod_gpus", "pod=\"p1\"", "state=\"idle\""), idle,
        at("gpu_pod_gpus", "pod=\"p1\"", "state=\"active\""), active);
  }

  private static Map<String, String> sharing(String fairness, String contended) {
    return Map.of(
        at("gpu_sharing_fairness_ratio", "UUID=\"G1\""), fairness,
        at("gpu_sharing_contended_seconds", "UUID=\"G1\""), contended);
  }

  private static String applied(String state, String dryRun) {
    return at(
        "gpu_policy_applied",
        "UUID=\"G1\"",
        "field=\"time_slice\"",
        "state=\"" + state + "\"",
        "dry_run=\"" + dryRun + "\"");
  }

  private static String actions(String outcome, String dryRun) {
    return at(
        "gpu_policy_actions_total",
        "action=\"evict\"",
        "outcome=\"" + outcome + "\"",
        "dry_run=\"" + dryRun + "\"");
  }

  private static String dropped(String kind) {
    return at("gpu_node_agent_log_lines_dropped_total", "kind=\"" + kind + "\"");
  }

  private static String drift() {
    return at("gpu_policy_drift_total", "UUID=\"G1\"", "field=\"time_slice\"");
  }

  private static Map<String, String> memory(String excess) {
    return Map.of(
        at("gpu_allocation_entitlement_ratio", POD, "UUID=\"G1\""),
        "0.5x120",
        at("gpu_allocation_memory_bytes", POD, "UUID=\"G1\""),
        "100x120",
        at("gpu_allocation_excess_memory_bytes", POD, "UUID=\"G1\""),
        excess);
  }

  private static Map<String, String> idle(String seconds) {
    var series = new LinkedHashMap<>(Nodes.agent("n1"));
    series.putAll(Nodes.gpu("n1", "G1"));
    series.putAll(Nodes.idlePod("n1", "G1", "p1"));
    series.replaceAll(
        (name, values) -> name.startsWith("gpu_allocation_idle_seconds") ? seconds : values);
    return series;
  }

  @Test
  void eachAlertFiresAndDoesNotFireForItsLike() {
    var units = new LinkedHashMap<String, RuleUnit>();
    for (var each : CASES) {
      var at = Duration.ofMinutes(each.minutes());
      var firing = "ALERTS{alertname=\"%s\",alertstate=\"firing\"}".formatted(each.alert());
      var name = units.size() + " " + each.alert();
      units.put(
          name + " fires",
          new RuleUnit()
              .series(each.fires())
              .expect(Duration.ofMinutes(0), "alertname", firing)
              .expect(at, "alertname", firing, each.alert()));
      if (!each.silent().isEmpty()) {
        units.put(
            name + " is silent",
            new RuleUnit().series(each.silent()).expect(at, "alertname", firing));
      }
    }
    RuleUnit.run(folder, units);
  }

  @Test
  void noAlertIsWithoutACase() {
    assertThat(CASES.stream().map(Case::alert).distinct())
        .containsExactlyInAnyOrderElementsOf(
            RuleFiles.alerts().stream().map(rule -> rule.alert().orElseThrow()).toList());
  }
}
