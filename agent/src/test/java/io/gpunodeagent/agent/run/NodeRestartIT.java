// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What stands on the Node outlives an agent, and one that starts changes nothing of it. */
@ExtendWith(ApiServerExtension.class)
@Timeout(300)
class NodeRestartIT {

  private static final Map<String, String> NO_KERNEL_LOG =
      Map.of("GPU_NODE_AGENT_SAMPLING_KERNEL_LOG", "off");

  private static final Pattern PUBLISHED =
      Pattern.compile("(?m)^gpu_node_agent_publishing_labels [1-9]");

  private static long healthy(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("gpu_health_state{"))
        .filter(line -> line.contains("state=\"healthy\"") && line.endsWith(" 1"))
        .count();
  }

  /** The watch for XIDs takes longer to set up than the first reading takes. */
  private static final String SLOW_WATCH =
      """
      description: a GPU whose events are slow to register
      driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, symbols: 580}
      devices: [{model: H100-SXM5-80GB}]
      faults:
        - {function: nvmlDeviceRegisterEvents, delay: 1100ms}
      """;

  /** A GPU whose fault only its XID tells of, and the same GPU afterwards. */
  private static final String MACHINE =
      """
      description: a GPU without NVLink
      driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, symbols: 580}
      devices: [{model: L4, uuid: GPU-11111111-2222-3333-4444-555555555555}]
      """;

  private static final String XID = "events: [{at: 1s, device: 0, xid: 119}]\n";

  @Test
  void aFaultThatOnlyAnXidToldOfStaysOnTheNode(ApiServer server, @TempDir Path folder)
      throws Exception {
    var place = LabelledNode.of(server, "labels-faulty");
    var faulty = Files.writeString(folder.resolve("faulty.yaml"), MACHINE + XID).toString();
    var quiet = Files.writeString(folder.resolve("quiet.yaml"), MACHINE).toString();
    var settings =
        Map.of(
            "sampling.kernelLog", "off",
            "labels.hold", "0s",
            "publishing.debounce", "0s",
            "health.taint", "NoSchedule",
            "state.file", folder.resolve("state.json").toString());
    try (var _ = place.agent(faulty, settings)) {
      place.await("gpu-node-agent.io/gpu.health", "unhealthy");
      Eventually.until(
          "the taint", () -> place.json().toString().contains("gpu-node-agent.io/gpu-unhealthy"));
      Eventually.until("the condition", () -> place.json().toString().contains("GpusUnhealthy"));
    }
    var labels = place.labels();
    var node = place.json();
    try (var agent = place.agent(quiet, settings)) {
      var seen = agent.await("the Node", scrape -> PUBLISHED.matcher(scrape.body()).find());
      assertThat(seen.body()).contains("gpu_node_agent_publishing_writes_total 0.0");
    }
    assertThat(place.labels()).isEqualTo(labels);
    assertThat(place.json().get("spec")).isEqualTo(node.get("spec"));
    assertThat(place.json().get("status")).isEqualTo(node.get("status"));
  }

  @Test
  void aRestartDoesNotShowOnTheNode(ApiServer server, @TempDir Path folder) throws Exception {
    var place = LabelledNode.of(server, "labels-restarted");
    var scenario = Files.writeString(folder.resolve("slow.yaml"), SLOW_WATCH).toString();
    var settings =
        Map.of(
            "sampling.kernelLog", "off",
            "labels.hold", "0s",
            "publishing.debounce", "0s",
            "health.taint", "NoSchedule");
    try (var _ = place.agent(scenario, settings)) {
      place.await("gpu-node-agent.io/gpu.health", "healthy");
      place.await("nvidia.com/gpu.count", "1");
      place.awaitCondition();
    }
    var labels = place.labels();
    var status = place.json().get("status");
    for (int restart = 0; restart < 10; restart++) {
      try (var agent = place.agent(scenario, settings)) {
        agent.await("a judgement", scrape -> healthy(scrape.body()) == 1);
        var seen = agent.await("the Node", scrape -> PUBLISHED.matcher(scrape.body()).find());
        assertThat(seen.body()).contains("gpu_node_agent_publishing_writes_total 0.0");
      }
      assertThat(place.labels()).isEqualTo(labels);
      assertThat(place.json().get("status")).isEqualTo(status);
      var said = place.command(NO_KERNEL_LOG, "labels", "--compare", "--simulate", scenario);
      assertThat(said.err()).isEmpty();
      assertThat(said.out()).isEmpty();
      assertThat(said.code()).isZero();
    }
    assertThat(server.admin().get("/api/v1/events").expect(200).json().toString())
        .doesNotContain("labels-restarted");
  }
}
