// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.run.RunningAgent.Scrape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole agent on simulated nodes with pods: NVML, kubelet, /proc and API server through the
 * same edges as on a real node.
 */
@Timeout(120)
class SimulatedClusterIT {

  private static final String ROWS = "metrics.sharedGpuRows";

  private static final Pattern SERIES = Pattern.compile("(\\w+)\\{(.*)} (\\S+)");

  private static RunningAgent start(String scenario, Map<String, String> settings)
      throws Exception {
    return RunningAgent.start(scenario, settings);
  }

  private static boolean joined(Scrape scrape) {
    return scrape.body().contains("gpu_node_agent_source_up{source=\"kubelet\"} 1")
        && scrape.body().contains("gpu_node_agent_source_up{source=\"pods\"} 1")
        && scrape.body().contains("gpu_allocation_info{");
  }

  /** Values by pod, the empty text standing for a row without one. */
  private static Map<String, Double> byPod(Scrape scrape, String name) {
    var found = new TreeMap<String, Double>();
    scrape
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .forEach(line -> found.merge(label(line, "pod"), value(line), Double::sum));
    return found;
  }

  private static double value(String line) {
    var series = SERIES.matcher(line);
    assertThat(series.matches()).as(line).isTrue();
    return Double.parseDouble(series.group(3));
  }

  private static String label(String line, String name) {
    var label = Pattern.compile("[{,]" + name + "=\"([^\"]*)\"").matcher(line);
    return label.find() ? label.group(1) : "";
  }

  private static Set<String> labels(Scrape scrape, String series, String label) {
    return scrape
        .body()
        .lines()
        .filter(line -> line.startsWith(series + "{"))
        .map(line -> label(line, label))
        .collect(Collectors.toSet());
  }

  private static double sum(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void theScenariosNodeIsLabelledOnceAndStaysSo() throws Exception {
    var settings =
        Map.of(
            "publishing.dryRun", "false",
            "publishing.minInterval", "1s",
            "labels.timestamp", "false",
            "sampling.period", "500ms");
    try (var agent = start("k8s-h100-8", settings)) {
      agent.await("labels", now -> sample(now, "gpu_node_agent_publishing_labels") > 30);
      var passes = sample(agent.scrape(), "gpu_node_agent_sampling_passes_total");
      var later =
          agent.await(
              "more passes",
              now -> sample(now, "gpu_node_agent_sampling_passes_total") > passes + 10);
      assertThat(sample(later, "gpu_node_agent_publishing_writes_total")).isEqualTo(2);
      assertThat(sample(later, "gpu_node_agent_publishing_problems")).isZero();
      assertThat(sample(later, "gpu_node_agent_publishing_failures_total")).isZero();
    }
  }

  /** The value of a series without labels; -1 when it is absent. */
  private static double sample(Scrape scrape, String name) {
    return scrape
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  /** Time-sliced, under the Multi-Process Service, by claims, and in instances. */
  @ParameterizedTest
  @ValueSource(strings = {"k8s-t4-timesliced", "k8s-l40s-mps", "k8s-h100-8", "k8s-a100-mig"})
  void everyDeviceIsOneRowOfEachOfDcgmsMetrics(String scenario) throws Exception {
    try (var agent = start(scenario, Map.of())) {
      var scrape =
          agent.await(
              "shares", now -> joined(now) && labels(now, "gpu_allocation_info", "pod").size() > 2);
      var held = new TreeSet<String>();
      var rows = new HashMap<String, Integer>();
      scrape
          .body()
          .lines()
          .filter(line -> line.startsWith("DCGM_"))
          .forEach(
              line -> {
                rows.merge(device(line), 1, Integer::sum);
                held.add(label(line, "pod"));
              });
      assertThat(rows).hasSizeGreaterThan(20).allSatisfy((_, count) -> assertThat(count).isOne());
      assertThat(labels(scrape, "gpu_allocation_info", "pod"))
          .as("names of all holders")
          .containsAll(held.tailSet("", false));
    }
  }

  /** A series without its holder. */
  private static String device(String line) {
    var series = SERIES.matcher(line);
    assertThat(series.matches()).as(line).isTrue();
    var name = new StringBuilder(series.group(1));
    for (var label : List.of("UUID", "GPU_I_ID", "nvlink", "gpu_uuid", "xid")) {
      name.append(' ').append(label(line, label));
    }
    return name.toString();
  }

  @Test
  void sharesOfATimeSlicedGpuMakeUpTheDevice() throws Exception {
    try (var agent =
        start("k8s-t4-timesliced", Map.of("sampling.period", "500ms", ROWS, "containers"))) {
      var scrape =
          agent.await(
              "every pod's use",
              now -> joined(now) && byPod(now, "DCGM_FI_DEV_GPU_UTIL").size() == 6);
      var use = byPod(scrape, "DCGM_FI_DEV_GPU_UTIL");
      var memory = byPod(scrape, "DCGM_FI_DEV_FB_USED");
      assertThat(use).containsKeys("notebook-anna-0", "leak-vx7tk", "");
      assertThat(sum(use)).isBetween(50.0, 100.0);
      assertThat(sum(memory))
          .isEqualTo(
              sum(byPod(scrape, "gpu_allocation_memory_bytes")) / 1024 / 1024
                  + memory.getOrDefault("", 0.0));
      assertThat(use).as("a pod without a process has no figure").doesNotContainKey("forgotten-0");
      assertThat(labels(scrape, "gpu_allocation_info", "pod")).contains("forgotten-0");
      assertThat(scrape.body())
          .contains("gpu_attribution_absent{", "figure=\"sm\",reason=\"no_process\"} 1")
          .contains("gpu_node_agent_process_visibility{state=\"full\"} 1");
    }
  }

  @Test
  void withoutTheHostsPidNamespaceNothingIsSaidOfSinglePods() throws Exception {
    try (var agent = start("k8s-no-hostpid", Map.of(ROWS, "containers"))) {
      var scrape = agent.await("the joins", SimulatedClusterIT::joined);
      assertThat(byPod(scrape, "gpu_allocation_sm_ratio"))
          .as("the only holder of a GPU has the GPU's own figure")
          .containsOnlyKeys("batch-0");
      assertThat(byPod(scrape, "DCGM_FI_DEV_GPU_UTIL")).containsOnlyKeys("batch-0", "");
      assertThat(byPod(scrape, "gpu_foreign_processes")).isEmpty();
      assertThat(scrape.body())
          .contains("gpu_node_agent_process_visibility{state=\"blind\"} 1")
          .contains("reason=\"visibility\"");
    }
  }

  @Test
  void exclusiveClaimedBypassingAndForgottenGpusAreTold() throws Exception {
    try (var agent = start("k8s-h100-8", Map.of("cluster.podLabels", "*", ROWS, "containers"))) {
      var scrape =
          agent.await(
              "findings",
              now ->
                  joined(now)
                      && now.body()
                          .contains("gpu_node_agent_source_up{source=\"resource_slices\"} 1")
                      && labels(now, "gpu_finding", "kind").contains("used_by_another_pod"));
      assertThat(labels(scrape, "gpu_allocation_info", "resource"))
          .contains("nvidia.com/gpu", "gpu.nvidia.com");
      assertThat(labels(scrape, "DCGM_FI_DEV_GPU_UTIL", "dra_claim_name")).hasSizeGreaterThan(1);
      var use = byPod(scrape, "DCGM_FI_DEV_GPU_UTIL");
      assertThat(use)
          .as("what another pod uses is not the holder's")
          .doesNotContainKey("rightful-0");
      assertThat(use.get("")).as("it is the device's all the same").isGreaterThanOrEqualTo(64);
      assertThat(byPod(scrape, "gpu_foreign_sm_ratio")).containsEntry("privileged-shell", 0.64);
      assertThat(labels(scrape, "gpu_allocation_info", "workload_kind")).hasSizeGreaterThan(1);
    }
  }

  @Test
  void podsOnMigInstancesHaveRowsOfTheirOwn() throws Exception {
    try (var agent = start("k8s-a100-mig", Map.of())) {
      var scrape = agent.await("the joins", SimulatedClusterIT::joined);
      assertThat(labels(scrape, "DCGM_FI_DEV_FB_USED", "GPU_I_ID")).hasSizeGreaterThan(1);
      assertThat(labels(scrape, "DCGM_FI_DEV_FB_USED", "pod")).hasSizeGreaterThan(1);
    }
  }

  @Test
  void clientsOfMpsHaveMemoryButNoShareOfTheSms() throws Exception {
    try (var agent = start("k8s-l40s-mps", Map.of())) {
      var scrape =
          agent.await(
              "memory of clients",
              now -> joined(now) && !byPod(now, "gpu_allocation_memory_bytes").isEmpty());
      assertThat(byPod(scrape, "gpu_allocation_sm_ratio")).isEmpty();
      assertThat(scrape.body()).contains("reason=\"mps\"");
    }
  }
}
