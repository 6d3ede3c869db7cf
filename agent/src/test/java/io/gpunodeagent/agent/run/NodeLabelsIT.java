// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole agent labels its Node on a real API server, and the commands look at it. */
@ExtendWith(ApiServerExtension.class)
@Timeout(180)
class NodeLabelsIT {

  @Test
  void theNodeIsLabelledAndJudgedAndComparesEqual(ApiServer server) throws Exception {
    var place = LabelledNode.of(server, "labels-labelled");
    try (var agent = place.agent(Map.of())) {
      place.await("nvidia.com/gpu.count", "8");
      place.await("gpu-node-agent.io/gpu.healthy", "8");
      place.awaitCondition();
      assertThat(place.labels())
          .containsEntry("zone", "a")
          .containsEntry("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3")
          .containsEntry("gpu-node-agent.io/nvlink.topology", "nvswitch");
      Eventually.until(
          "what pairs of GPUs say, which comes after the first labels",
          () -> place.json().toString().contains("gpu-node-agent.io/topology="));
      assertThat(place.json().toString()).contains("AllGpusHealthy");
      agent.await(
          "no problem", scrape -> scrape.body().contains("gpu_node_agent_publishing_problems 0.0"));
    }
    var said = place.command("labels", "--compare", "--simulate", "hgx-h100-8");
    assertThat(said.err()).isEmpty();
    assertThat(said.out()).isEmpty();
    assertThat(said.code()).isZero();
  }

  @Test
  void aDryRunWritesNothing(ApiServer server) throws Exception {
    var place = LabelledNode.of(server, "labels-dry");
    try (var agent = place.agent(Map.of("publishing.dryRun", "true"))) {
      agent.await(
          "what it would write",
          scrape -> scrape.body().matches("(?s).*\ngpu_node_agent_publishing_labels [1-9].*"));
      assertThat(agent.scrape().body()).contains("gpu_node_agent_publishing_writes_total 0.0");
    }
    assertThat(place.labels()).isEqualTo(Map.of("zone", "a"));
    var said = place.command("labels", "--compare", "--simulate", "hgx-h100-8");
    assertThat(said.out()).contains("+ label nvidia.com/gpu.count=8\n");
    assertThat(said.code()).isEqualTo(3);
  }

  @Test
  void whereGpuFeatureDiscoveryRunsItsLabelsAreLeftToIt(ApiServer server) throws Exception {
    var place = LabelledNode.of(server, "labels-gfd");
    server
        .admin()
        .seed(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: gfd-x
              namespace: default
              ownerReferences:
              - {apiVersion: apps/v1, kind: DaemonSet, name: gfd, uid: "7", controller: true}
            spec:
              nodeName: labels-gfd
              containers: [{name: gpu-feature-discovery, image: x}]
            status:
              phase: Running
              containerStatuses:
              - {name: gpu-feature-discovery, image: x, imageID: x, ready: true, restartCount: 0}
            """);
    try (var _ = place.agent(Map.of())) {
      place.await("gpu-node-agent.io/nvlink.topology", "nvswitch");
      assertThat(place.labels().keySet()).noneMatch(key -> key.startsWith("nvidia.com/"));
      server.admin().delete("/api/v1/namespaces/default/pods/gfd-x").expect(200);
      place.await("nvidia.com/gpu.count", "8");
    }
  }

  @Test
  void unlabelTakesAwayWhatIsTheAgentsAndSaysSo(ApiServer server) throws Exception {
    var place = LabelledNode.of(server, "labels-unlabelled");
    try (var _ = place.agent(Map.of())) {
      place.await("nvidia.com/gpu.count", "8");
      place.awaitCondition();
    }
    var shown = place.command("unlabel", "--dry-run");
    assertThat(shown.out())
        .contains("- label nvidia.com/gpu.count=8\n", "- condition GpuHealthy\n");
    assertThat(place.labels()).containsKey("nvidia.com/gpu.count");

    var done = place.command("unlabel");
    assertThat(done.err()).isEmpty();
    assertThat(done.out()).isEqualTo(shown.out());
    assertThat(place.labels()).isEqualTo(Map.of("zone", "a"));
    assertThat(place.json().toString()).doesNotContain("GpuHealthy", "gpu-node-agent.io");
    assertThat(place.command("unlabel").out())
        .isEqualTo("nothing to remove from labels-unlabelled\n");
  }

  @Test
  void thePluginsConfigMapIsFollowedByLabelAndContent(ApiServer server) throws Exception {
    var place = LabelledNode.of(server, "labels-shared");
    var map = "/api/v1/namespaces/default/configmaps/plugin";
    server
        .admin()
        .seed(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: plugin, namespace: default}
            data:
              plain: "version: v1"
              four: "sharing: {timeSlicing: {resources: [{name: nvidia.com/gpu, replicas: 4}]}}"
            """);
    var settings =
        Map.of(
            "labels.pluginConfigMap", "default/plugin",
            "labels.pluginConfigDefault", "plain",
            "labels.hold", "0s");
    try (var _ = place.agent(settings)) {
      place.await("nvidia.com/gpu.replicas", "1");
      server
          .admin()
          .mergePatch(
              "/api/v1/nodes/labels-shared",
              "{\"metadata\":{\"labels\":{\"nvidia.com/device-plugin.config\":\"four\"}}}")
          .expect(200);
      place.await("nvidia.com/gpu.replicas", "4");
      assertThat(place.labels())
          .containsEntry("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3-SHARED");
      server
          .admin()
          .mergePatch(
              map,
              "{\"data\":{\"four\":\"sharing: {timeSlicing: {resources: [{name: nvidia.com/gpu,"
                  + " replicas: 5}]}}\"}}")
          .expect(200);
      place.await("nvidia.com/gpu.replicas", "5");
    }
    var environment =
        Map.of(
            "GPU_NODE_AGENT_LABELS_PLUGIN_CONFIG_MAP", "default/plugin",
            "GPU_NODE_AGENT_LABELS_PLUGIN_CONFIG_DEFAULT", "plain");
    assertThat(place.command(environment, "labels", "--simulate", "hgx-h100-8").out())
        .contains("nvidia.com/gpu.replicas=5\n");
    server.admin().delete(map).expect(200);
    var gone = place.command(environment, "labels", "--simulate", "hgx-h100-8");
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.err()).contains("default/plugin").hasLineCount(1);
  }

  @Test
  void unhealthyGpusTaintTheNodeWhereToldTo(ApiServer server) throws Exception {
    var place = LabelledNode.of(server, "labels-tainted");
    try (var _ = place.agent("faulty", Map.of("health.taint", "PreferNoSchedule"))) {
      Eventually.until(
          "the taint", () -> place.json().toString().contains("gpu-node-agent.io/gpu-unhealthy"));
      place.await("gpu-node-agent.io/gpu.health", "unhealthy");
    }
    assertThat(place.command("unlabel").out())
        .contains("- taint gpu-node-agent.io/gpu-unhealthy:PreferNoSchedule\n");
    assertThat(place.json().toString()).doesNotContain("gpu-node-agent.io");
  }

  @Test
  void whatOthersHoldIsShownWithTheirName(ApiServer server) {
    var place = LabelledNode.of(server, "labels-held");
    server
        .admin()
        .apply(
            "/api/v1/nodes/labels-held",
            "somebody",
            "{apiVersion: v1, kind: Node, metadata: {name: labels-held, labels:"
                + " {nvidia.com/gpu.count: \"4\"}}}")
        .expect(200);
    var said = place.command("labels", "--compare", "--simulate", "hgx-h100-8");
    assertThat(said.out())
        .contains("~ label nvidia.com/gpu.count: 4 -> 8 (held by somebody)\n")
        .doesNotContain("zone");
    var json =
        place.command("labels", "--compare", "--format", "json", "--simulate", "hgx-h100-8").out();
    assertThat(json)
        .contains("\"name\" : \"label nvidia.com/gpu.count\"", "\"heldBy\" : [ \"somebody\" ]");
    assertThat(List.of(place.command("labels", "--compare").code())).containsExactly(1);
  }
}
