// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.cluster.Manifests;
import io.gpunodeagent.agent.metrics.Promtool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/examples} has for other programs is what they take. */
class ExamplesIT {

  private static final Path FOLDER = Manifests.FOLDER.resolve("examples");

  /** The one file that is no object of Kubernetes. */
  private static final String SCRAPE = "prometheus-agent.yaml";

  @TempDir private Path folder;

  @Test
  void theServerTakesEachObjectWithTheCrdOfItsProject() throws IOException {
    var crds = Manifests.tool("crds");
    try (var server = ApiServer.start();
        var definitions = Files.list(crds);
        var examples = Files.list(FOLDER)) {
      for (var crd : definitions.toList()) {
        server.admin().seed(Files.readString(crd));
      }
      server.admin().namespace("models");
      var kinds = new HashSet<Object>();
      for (var file : examples.filter(file -> !file.endsWith(SCRAPE)).toList()) {
        for (var object : Manifests.parse(Files.readString(file))) {
          kinds.add(object.get("kind"));
          var path = "/apis/" + object.get("apiVersion");
          Eventually.until(
              object.get("kind") + " is served",
              () -> server.admin().get(path).body().contains("\"" + object.get("kind") + "\""));
          var answer = server.admin().applyStrictly(object, true);
          assertThat(answer.good()).as("%s: %s", file, answer.body()).isTrue();
        }
      }
      assertThat(kinds)
          .containsExactlyInAnyOrder("Topology", "ResourceFlavor", "ScaledObject", "NodePool");
    }
  }

  /** KEDA takes an empty answer for zero unless told otherwise, and would scale down on it. */
  @Test
  void kedasQueryIsPromQlAndItsAbsenceIsNoZero() throws IOException {
    var scaled = Manifests.parse(Files.readString(FOLDER.resolve("keda.yaml"))).getFirst();
    var metadata = Json.at(scaled, "spec", "triggers", 0, "metadata");
    assertThat(Json.textAt(metadata, "ignoreNullValues")).isEqualTo("false");
    var query = Json.textAt(metadata, "query");
    assertThat(PromQl.metrics(List.of(query)))
        .containsExactly(Map.entry(query, List.of("gpu_allocation_sm_ratio")));
  }

  /** Debian's promtool is built without discovery in Kubernetes, so that part is replaced. */
  @Test
  void prometheusTakesTheScrape() throws IOException, InterruptedException {
    var text = Files.readString(FOLDER.resolve(SCRAPE));
    var discovery =
        """
            kubernetes_sd_configs:
              - role: pod
                namespaces:
                  names: [gpu-node-agent]
        """;
    assertThat(text).contains(discovery);
    var config =
        Files.writeString(
            folder.resolve("prometheus.yaml"),
            text.replace(discovery, "    static_configs: [{targets: ['127.0.0.1:9400']}]\n"));
    var promtool = Promtool.require("promtool").toString();
    var process =
        new ProcessBuilder(promtool, "check", "config", "--agent", config.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
