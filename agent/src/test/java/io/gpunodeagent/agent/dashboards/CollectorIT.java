// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the OpenTelemetry Collector's own Prometheus receiver makes of the agent's metrics. */
class CollectorIT {

  /** Without the ways to find targets in clouds, which are most of what it compiles. */
  private static final List<String> TAGS = List.of("remove_all_sd");

  @TempDir private Path folder;

  @Test
  void everyMetricKeepsItsNameAndItsType() throws IOException, InterruptedException {
    var collector = new GoProgram("collector", TAGS);
    var configuration = Files.writeString(folder.resolve("agent.yaml"), "{}\n");
    try (var agent = new AgentProcess(folder, "node-1", "k8s-h100-8", configuration)) {
      var address = "127.0.0.1:" + agent.port() + "/metrics";
      var said = collector.run(List.of(address), "");
      assertThat(said.code()).as(said.text()).isZero();
      var seen = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(said.text());
      var declared = declared(address);
      assertThat(declared)
          .containsEntry("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "counter")
          .containsEntry("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "counter")
          .containsEntry("gpu_allocation_seconds_total", "counter")
          .containsEntry("DCGM_FI_DEV_GPU_TEMP", "gauge");
      declared.forEach((name, type) -> assertThat(seen.get(name)).as(name).isEqualTo(type));
    }
  }

  /** Types by name, of DCGM's metrics and of those of GPUs and their holders. */
  private static Map<String, String> declared(String address)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://" + address)).build();
    try (var client = HttpClient.newHttpClient()) {
      var types = new HashMap<String, String>();
      client
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith("# TYPE DCGM_") || line.startsWith("# TYPE gpu_"))
          .map(line -> line.split(" ", -1))
          .forEach(words -> types.put(words[2], words[3]));
      return types;
    }
  }
}
