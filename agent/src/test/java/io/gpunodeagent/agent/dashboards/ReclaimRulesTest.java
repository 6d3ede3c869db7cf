// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static io.gpunodeagent.agent.dashboards.Nodes.allocation;
import static io.gpunodeagent.agent.dashboards.Nodes.health;
import static io.gpunodeagent.agent.dashboards.Nodes.name;
import static io.gpunodeagent.agent.dashboards.Nodes.podGpus;
import static io.gpunodeagent.agent.dashboards.Nodes.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of {@code gpu-recording.yaml} that may cost a pod its GPU fail closed. */
class ReclaimRulesTest {

  private static final Duration LATER = Duration.ofMinutes(40);
  private static final String ALWAYS = "1x120";
  private static final String IDLE = "gpu_allocation_idle_seconds";

  @TempDir Path folder;

  /** A node with one GPU, held by a pod that rests and that a policy gives up. */
  private static RuleUnit node() {
    return new RuleUnit()
        .series(Nodes.agent("n1"))
        .series(Nodes.gpu("n1", "G1"))
        .series(Nodes.idlePod("n1", "G1", "p1"));
  }

  @Test
  void aPodProvenIdleIsReclaimableForAsLongAsItRests() {
    node()
        .expectValue(LATER, "sum(gpu:idle:pods)", 3600 + 40 * 60)
        .expect(LATER, "pod", "gpu:reclaimable:pods", "p1")
        .expect(LATER, "workload_name", "gpu:reclaimable:workloads", "work")
        .run(folder);
  }

  private static String[] whatIdlenessRestsOn() {
    return new String[] {
      name("up", "n1"),
      name("gpu_node_agent_snapshot_timestamp_seconds", "n1"),
      source("n1", "nvml"),
      source("n1", "kubelet"),
      source("n1", "pods"),
      health("n1", "G1", "healthy"),
      allocation("gpu_allocation_info", "n1", "G1", "p1", Nodes.INFO),
      allocation(IDLE, "n1", "G1", "p1", ""),
      allocation("gpu_allocation_activity", "n1", "G1", "p1", ",state=\"idle\""),
      allocation("gpu_allocation_evidence_coverage_ratio", "n1", "G1", "p1", ""),
      podGpus("n1", "p1", "idle"),
    };
  }

  @Test
  void withoutAnyOneOfItsSeriesAPodIsNotIdle() {
    var units = new LinkedHashMap<String, RuleUnit>();
    for (var missing : whatIdlenessRestsOn()) {
      units.put(missing, node().without(missing).expect(LATER, "pod", "gpu:idle:pods"));
    }
    RuleUnit.run(folder, units);
  }

  private static String[][] whatSpeaksAgainstIdleness() {
    return new String[][] {
      {name("up", "n1"), "0x120"},
      {name("gpu_node_agent_snapshot_timestamp_seconds", "n1"), "0+60x38 2280x82"},
      {name("gpu_node_agent_snapshot_timestamp_seconds", "n1"), "600+60x120"},
      {source("n1", "kubelet"), "0x120"},
      {source("n1", "resource_slices"), "0x120"},
      {health("n1", "G1", "healthy"), "0x120"},
      {allocation("gpu_allocation_activity", "n1", "G1", "p1", ",state=\"idle\""), "0x120"},
      {allocation("gpu_allocation_evidence_coverage_ratio", "n1", "G1", "p1", ""), "0.94x120"},
      {podGpus("n1", "p1", "active"), ALWAYS},
      {podGpus("n1", "p1", "unknown"), ALWAYS},
      {conflicts(), "0x25 1+1x95"},
      {conflicts(), "_x30 7x90"},
      {unplaced("unknown_device"), ALWAYS},
      {unplaced("contested"), ALWAYS},
    };
  }

  @Test
  void anythingThatSpeaksAgainstItKeepsAPod() {
    var units = new LinkedHashMap<String, RuleUnit>();
    for (var against : whatSpeaksAgainstIdleness()) {
      units.put(
          String.join(" ", against),
          node().series(against[0], against[1]).expect(LATER, "pod", "gpu:idle:pods"));
    }
    RuleUnit.run(folder, units);
  }

  private static String conflicts() {
    return "gpu_evidence_conflicts_total{job=\"gpu\",instance=\"n1\",UUID=\"G1\",source=\"gpm\"}";
  }

  private static String unplaced(String reason) {
    return "gpu_unplaced_allocations{job=\"gpu\",instance=\"n1\",reason=\"%s\"}".formatted(reason);
  }

  @Test
  void whatIsNoneOfThePodsBusinessDoesNotKeepIt() {
    node()
        .series(unplaced("pod_ended"), ALWAYS)
        .series(health("n1", "G2", "unhealthy"), ALWAYS)
        .series(source("n2", "kubelet"), "0x120")
        .expect(LATER, "pod", "gpu:reclaimable:pods", "p1")
        .run(folder);
  }

  @Test
  void aGapIsNotIdleness() {
    node()
        .series(allocation(IDLE, "n1", "G1", "p1", ""), "3600+60x30 stale _x20 5400+60x60")
        .series(
            allocation("gpu_allocation_activity", "n1", "G1", "p1", ",state=\"idle\""),
            "1x30 0x20 1x60")
        .expect(Duration.ofMinutes(30), "pod", "gpu:idle:pods", "p1")
        .expect(Duration.ofMinutes(31), "pod", "gpu:idle:pods")
        .expect(LATER, "pod", "gpu:idle:pods")
        .run(folder);
  }

  @Test
  void lastValuesOfAnAgentThatIsGoneEndWithinAMinute() {
    var node = node();
    Nodes.agent("n1").forEach((series, values) -> node.series(series, upTo35(values)));
    Nodes.gpu("n1", "G1").forEach((series, values) -> node.series(series, upTo35(values)));
    Nodes.idlePod("n1", "G1", "p1")
        .forEach((series, values) -> node.series(series, upTo35(values)));
    node.expect(Duration.ofMinutes(35), "pod", "gpu:idle:pods", "p1")
        .expect(Duration.ofMinutes(36), "pod", "gpu:idle:pods")
        .run(folder);
  }

  private static String upTo35(String values) {
    return values.replace("x120", "x35") + " _x80";
  }

  @Test
  void oneZeroAfterAGapIsNotIdleness() {
    node()
        .series(allocation(IDLE, "n1", "G1", "p1", ""), "_x40 0x80")
        .expect(LATER, "pod", "gpu:idle:pods > 1800")
        .expect(Duration.ofMinutes(60), "pod", "gpu:idle:pods > 1800")
        .run(folder);
  }

  @Test
  void oneIdleGpuOfEightKeepsThePod() {
    var node = new RuleUnit().series(Nodes.agent("n1"));
    for (int gpu = 0; gpu < 8; gpu++) {
      node.series(Nodes.gpu("n1", "G" + gpu)).series(Nodes.idleAllocation("n1", "G" + gpu, "p1"));
    }
    for (int gpu = 1; gpu < 8; gpu++) {
      node.series(
              allocation("gpu_allocation_activity", "n1", "G" + gpu, "p1", ",state=\"idle\""),
              "0x120")
          .series(allocation(IDLE, "n1", "G" + gpu, "p1", ""), "0x120");
    }
    node.series(podGpus("n1", "p1", "idle"), ALWAYS)
        .series(podGpus("n1", "p1", "active"), "7x120")
        .expect(LATER, "UUID", "gpu:allocation_idle:seconds", "G0")
        .expect(LATER, "pod", "gpu:idle:pods")
        .run(folder);
  }

  @Test
  void aPodOfTheSameNameDoesNotInheritTheRestOfItsPredecessor() {
    var node = node();
    Nodes.idlePod("n1", "G1", "p1")
        .forEach((series, values) -> node.series(series, values.replace("x120", "x30") + " stale"));
    Nodes.idlePod("n1", "G1", "p1")
        .forEach(
            (series, values) ->
                node.series(
                    series.replace("uid-p1", "uid-p2"),
                    "_x31 " + values.replace("3600", "0").replace("x120", "x80")));
    node.expect(Duration.ofMinutes(30), "pod_uid", "gpu:idle:pods > 3600", "uid-p1")
        .expect(LATER, "pod_uid", "gpu:idle:pods > 3600")
        .expect(LATER, "pod_uid", "gpu:idle:pods", "uid-p2")
        .run(folder);
  }

  @Test
  void onlyAnEarnestMarkOnEachAllocationGivesAPodUp() {
    var mark = allocation("gpu_allocation_reclaimable", "n1", "G1", "p1", "");
    node().without(mark).expect(LATER, "pod", "gpu:reclaimable:pods").run(folder);
    node().series(mark, "0x120").expect(LATER, "pod", "gpu:reclaimable:pods").run(folder);
    var dry = allocation("gpu_allocation_reclaimable", "n1", "G1", "p1", ",dry_run=\"true\"");
    node()
        .without(mark)
        .series(dry, ALWAYS)
        .expect(LATER, "pod", "gpu:reclaimable:pods")
        .expect(LATER, "pod", "gpu:idle:pods", "p1")
        .run(folder);
  }

  private static String excluded(String reason) {
    return allocation(
        "gpu_allocation_reclaim_excluded", "n1", "G1", "p1", ",reason=\"" + reason + "\"");
  }

  @Test
  void anExclusionKeepsAPodAndItsWorkload() {
    var units = new LinkedHashMap<String, RuleUnit>();
    for (var reason : new String[] {"do_not_disrupt", "one_of_tomorrow"}) {
      units.put(
          reason,
          node()
              .series(excluded(reason), ALWAYS)
              .expect(LATER, "pod", "gpu:reclaimable:pods")
              .expect(LATER, "workload_name", "gpu:reclaimable:workloads"));
    }
    RuleUnit.run(folder, units);
  }

  @Test
  void aPodOfNoWorkloadIsReclaimableByItself() {
    node()
        .without(allocation("gpu_allocation_info", "n1", "G1", "p1", Nodes.INFO))
        .series(allocation("gpu_allocation_info", "n1", "G1", "p1", ""), ALWAYS)
        .expect(LATER, "pod", "gpu:reclaimable:pods", "p1")
        .expect(LATER, "workload_name", "gpu:reclaimable:workloads")
        .run(folder);
  }

  @Test
  void nothingMatchesWherePrometheusRenamedThePodsLabels() {
    var node = new RuleUnit().series(Nodes.agent("n1")).series(Nodes.gpu("n1", "G1"));
    Nodes.idlePod("n1", "G1", "agent-abc")
        .forEach(
            (series, values) -> node.series(series.replace("}", ",exported_pod=\"p1\"}"), values));
    node.expect(LATER, "pod", "gpu:idle:pods").run(folder);
  }

  @Test
  void aWorkloadIsGivenUpAsAWholeOrNotAtAll() {
    node()
        .series(Nodes.agent("n2"))
        .series(Nodes.gpu("n2", "G2"))
        .series(Nodes.idlePod("n2", "G2", "p2"))
        .series(allocation("gpu_allocation_reclaimable", "n2", "G2", "p2", ""), "0x30 1x90")
        .expect(Duration.ofMinutes(20), "pod", "gpu:given_up:pods", "p1")
        .expect(Duration.ofMinutes(20), "pod", "gpu:reclaimable:pods")
        .expect(Duration.ofMinutes(20), "workload_name", "gpu:reclaimable:workloads")
        .expect(LATER, "workload_name", "gpu:reclaimable:workloads", "work")
        .expectValue(LATER, "count(gpu:reclaimable:pods)", 2)
        .run(folder);
  }

  @Test
  void aPodOnANodeThatCannotBeSeenKeepsItsWorkload() {
    var nodes = node();
    Nodes.idlePod("n2", "G2", "p2")
        .forEach(
            (series, values) -> nodes.series(series, values.replace("x120", "x10") + " stale"));
    nodes
        .expect(LATER, "pod", "gpu:given_up:pods", "p1")
        .expect(LATER, "pod", "gpu:reclaimable:pods")
        .expect(LATER, "workload_name", "gpu:reclaimable:workloads")
        .run(folder);
  }

  @Test
  void anAgentThatCameBackAtAnotherAddressDoesNotKeepAWorkload() {
    node()
        .series(allocation("gpu_allocation_info", "n0", "G1", "p1", Nodes.INFO), "1x20 stale")
        .expect(LATER, "workload_name", "gpu:reclaimable:workloads", "work")
        .run(folder);
  }

  @Test
  void deviceSharesAddUpToTheDevice() {
    node()
        .series(allocation("gpu_allocation_info", "n1", "G2", "a", Nodes.INFO), ALWAYS)
        .series(allocation("gpu_allocation_info", "n1", "G2", "b", Nodes.INFO), ALWAYS)
        .series("gpu_holders{job=\"gpu\",instance=\"n1\",UUID=\"G2\"}", "2x120")
        .series(allocation("gpu_allocation_info", "n1", "G3", "c", Nodes.INFO), ALWAYS)
        .series(allocation("gpu_allocation_entitlement_ratio", "n1", "G3", "c", ""), "0.25x120")
        .expectValue(LATER, "sum(gpu:allocation:devices{UUID=\"G2\"})", 1)
        .expectValue(LATER, "sum(gpu:allocation:devices{UUID=\"G3\"})", 0.25)
        .run(folder);
  }
}
