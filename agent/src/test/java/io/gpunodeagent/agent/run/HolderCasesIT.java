// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.run.RunningAgent.Scrape;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Situations in which the kubelet's list alone names wrong holders, or none. */
@Timeout(120)
class HolderCasesIT {

  private static final double GIB = 1L << 30;

  private static RunningAgent start(String file) throws Exception {
    var settings = Map.of("sampling.period", "500ms", "metrics.sharedGpuRows", "containers");
    return RunningAgent.start(scenario(file), settings);
  }

  private static String scenario(String file) throws URISyntaxException {
    var resource = HolderCasesIT.class.getResource("/cases/" + file);
    return Path.of(Objects.requireNonNull(resource).toURI()).toString();
  }

  private static boolean joined(Scrape scrape) {
    return scrape.body().contains("gpu_node_agent_source_up{source=\"kubelet\"} 1")
        && scrape.body().contains("gpu_node_agent_source_up{source=\"pods\"} 1");
  }

  /** Values of a series by GPU and pod, such as {@code 0/half}; the pod is empty where none is. */
  private static Map<String, Double> values(Scrape scrape, String series) {
    var values = new TreeMap<String, Double>();
    scrape
        .body()
        .lines()
        .filter(line -> line.startsWith(series + "{"))
        .forEach(
            line ->
                values.put(
                    label(line, "gpu") + "/" + label(line, "pod"),
                    Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    return values;
  }

  private static String label(String line, String name) {
    var label = Pattern.compile("[{,]" + name + "=\"([^\"]*)\"").matcher(line);
    return label.find() ? label.group(1) : "";
  }

  @Test
  void hamisAnnotationOutweighsTheSlotTheKubeletLists() throws Exception {
    try (var agent = start("hami-slots.yaml")) {
      var scrape =
          agent.await(
              "the holder by the annotation",
              now -> joined(now) && values(now, "DCGM_FI_DEV_GPU_UTIL").containsKey("1/trainer"));
      assertThat(values(scrape, "gpu_allocation_info")).containsOnlyKeys("1/trainer");
      assertThat(values(scrape, "gpu_allocation_memory_bytes"))
          .containsExactly(Map.entry("1/trainer", 6 * GIB));
      assertThat(values(scrape, "gpu_allocation_entitlement_ratio"))
          .containsExactly(Map.entry("1/trainer", 0.5));
      assertThat(values(scrape, "gpu_allocation_excess_memory_bytes"))
          .containsExactly(Map.entry("1/trainer", 0.0));
      assertThat(scrape.body())
          .doesNotContain("gpu_finding{")
          .doesNotContain("gpu_foreign_")
          .contains("gpu_unplaced_allocations{reason=\"names_no_device\"} 0");
    }
  }

  @Test
  void podsOfAReservedGpuHoldItAndTheirKeeperDoesNot() throws Exception {
    try (var agent = start("reserved-gpu.yaml")) {
      var scrape =
          agent.await(
              "both holders",
              now -> joined(now) && values(now, "DCGM_FI_DEV_GPU_UTIL").size() == 3);
      assertThat(values(scrape, "gpu_allocation_info")).containsOnlyKeys("0/half", "0/twenty-gib");
      assertThat(values(scrape, "gpu_allocation_memory_bytes"))
          .containsExactly(Map.entry("0/half", 18 * GIB), Map.entry("0/twenty-gib", 10 * GIB));
      assertThat(values(scrape, "gpu_allocation_entitlement_ratio"))
          .containsExactly(Map.entry("0/half", 0.5), Map.entry("0/twenty-gib", 0.25));
      assertThat(values(scrape, "DCGM_FI_DEV_GPU_UTIL")).containsKeys("0/half", "0/twenty-gib");
      assertThat(values(scrape, "DCGM_FI_DEV_FB_USED"))
          .containsEntry("0/half", 18 * 1024.0)
          .containsEntry("0/twenty-gib", 10 * 1024.0);
      assertThat(scrape.body())
          .doesNotContain("gpu_finding{")
          .doesNotContain("gpu_foreign_")
          .contains("source=\"reservation\"");
    }
  }

  @Test
  void aPodsMemoryIsThatOfItsProcessesWhereTheDeviceTellsNone() throws Exception {
    try (var agent = start("integrated-memory.yaml")) {
      var scrape =
          agent.await(
              "the pod's memory",
              now -> joined(now) && !values(now, "gpu_allocation_memory_bytes").isEmpty());
      assertThat(values(scrape, "gpu_allocation_memory_bytes"))
          .containsExactly(Map.entry("0/llm-0", 30 * GIB));
      assertThat(values(scrape, "DCGM_FI_DEV_FB_TOTAL")).isEmpty();
      assertThat(values(scrape, "DCGM_FI_DEV_FB_USED")).isEmpty();
      assertThat(values(scrape, "gpu_unattributed_memory_bytes")).isEmpty();
    }
  }

  @Test
  void replicasAreThoseTheKubeletHasToGiveOut() throws Exception {
    try (var agent = start("replicas-mostly-free.yaml")) {
      var scrape =
          agent.await(
              "entitlements",
              now -> joined(now) && !values(now, "gpu_allocation_entitlement_ratio").isEmpty());
      assertThat(values(scrape, "gpu_sharing_replicas"))
          .containsExactly(
              Map.entry("0/", 4.0),
              Map.entry("1/", 4.0),
              Map.entry("2/", 4.0),
              Map.entry("3/", 4.0));
      assertThat(values(scrape, "gpu_allocation_entitlement_ratio"))
          .containsExactly(Map.entry("0/first", 0.25), Map.entry("2/third", 0.25));
    }
  }

  @Test
  void aLimitedContainersMemoryIsKnownWithoutSightOfProcesses() throws Exception {
    try (var agent = start("memory-limits.yaml")) {
      var scrape =
          agent.await(
              "both containers' memory",
              now ->
                  joined(now)
                      && values(now, "gpu_container_memory_used_bytes").containsKey("0/capped"));
      assertThat(values(scrape, "gpu_container_memory_used_bytes"))
          .containsExactly(Map.entry("0/capped", 8 * GIB), Map.entry("0/guaranteed", 12 * GIB));
      assertThat(values(scrape, "gpu_container_memory_soft_limit_bytes"))
          .containsExactly(Map.entry("0/guaranteed", 10 * GIB));
      assertThat(values(scrape, "gpu_container_memory_hard_limit_bytes"))
          .containsExactly(Map.entry("0/capped", 30 * GIB), Map.entry("0/guaranteed", 20 * GIB));
      assertThat(values(scrape, "gpu_allocation_memory_bytes")).isEmpty();
    }
  }
}
