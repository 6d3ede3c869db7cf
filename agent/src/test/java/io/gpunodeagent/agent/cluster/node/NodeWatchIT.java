// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import io.gpunodeagent.agent.cluster.Fault;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.publishing.PublishTarget;
import io.gpunodeagent.agent.publishing.Publisher;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.sources.SourceState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to the Node on a real API server is known, and repaired, without looking. */
@ExtendWith(ApiServerExtension.class)
class NodeWatchIT {

  private static final String LABEL = "gpu-node-agent.io/a";
  private static final String STATE = "nvidia.com/mig.config.state";
  private static final Map<String, String> LABELS = Map.of(LABEL, "1");
  private static final String LISTS = "/api/v1/nodes\\?(?!.*watch=true).*";

  /** Looks once in an hour, unless {@code look} says otherwise. */
  private static PublishingConfig config(Duration look) {
    var defaults = Defaults.publishing().dryRun(false);
    return new PublishingConfig(
        defaults.sink(),
        false,
        defaults.condition(),
        defaults.events(),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        look,
        false);
  }

  private record Setting(ApiServer server, FaultyProxy proxy, Publisher publisher, String node)
      implements AutoCloseable {

    static Setting of(ApiServer server, String node, Duration look) {
      seed(server, node);
      var proxy = new FaultyProxy(server);
      var access =
          new Access(
              Optional.of(server.kubeconfig(proxy.url(), server.adminToken())),
              Path.of("/"),
              Map.of());
      var cluster = Defaults.cluster(node);
      var watch = new NodeWatch(cluster, "GpuHealthy", InstantSource.system(), access);
      var writer = new NodeWriter(cluster, "GpuHealthy", access);
      var publisher =
          Publisher.to(
              config(look), PublishTarget.node(writer), Optional.of(watch), InstantSource.system());
      return new Setting(server, proxy, publisher, node);
    }

    static void seed(ApiServer server, String node) {
      server.admin().seed("{apiVersion: v1, kind: Node, metadata: {name: " + node + "}}");
    }

    Setting start() {
      publisher.offer(DesiredNode.of(LABELS, Map.of()));
      publisher.start();
      Eventually.until("the label is there", this::labelled);
      return this;
    }

    Setting watched() {
      Eventually.until("it is watched", () -> publisher.watch() instanceof SourceState.Up);
      return this;
    }

    boolean labelled() {
      return server.admin().get("/api/v1/nodes/" + node).body().contains("\"" + LABEL + "\":");
    }

    void label(String key, String value) {
      server
          .admin()
          .mergePatch(
              "/api/v1/nodes/" + node,
              "{\"metadata\":{\"labels\":{\"" + key + "\":" + value + "}}}")
          .expect(200);
    }

    @Override
    public void close() {
      publisher.close();
      proxy.close();
    }
  }

  @Test
  void aLostLabelIsBackAtOnceAndNothingIsAskedTwice(ApiServer server) {
    try (var it = Setting.of(server, "watch-lost", Duration.ofHours(1)).start().watched()) {
      var looks = it.proxy().count("GET", "/api/v1/nodes/.*");
      it.label(LABEL, "null");
      Eventually.until("the label is back", it::labelled);
      assertThat(it.proxy().count("GET", "/api/v1/nodes/.*")).isEqualTo(looks);
      assertThat(it.proxy().count("GET", LISTS)).isEqualTo(1);
      assertThat(it.proxy().count("PATCH", ".*")).isEqualTo(2);
    }
  }

  @Test
  void whatOthersWriteIsSeenAtOnce(ApiServer server) {
    try (var it = Setting.of(server, "watch-others", Duration.ofHours(1)).start().watched()) {
      it.label(STATE, "\"pending\"");
      Eventually.until(
          "the state is seen",
          () ->
              it.publisher()
                  .node()
                  .map(node -> "pending".equals(node.marks().labels().get(STATE)))
                  .orElse(false));
      assertThat(it.proxy().count("PATCH", ".*")).as("no write of ours").isEqualTo(1);
    }
  }

  @Test
  void aCutWatchGoesOnWithoutAnotherList(ApiServer server) {
    try (var it = Setting.of(server, "watch-cut", Duration.ofHours(1)).start().watched()) {
      it.proxy().cutWatches();
      it.label(LABEL, "null");
      Eventually.until("the label is back", it::labelled);
      assertThat(it.proxy().count("GET", LISTS)).isEqualTo(1);
    }
  }

  @Test
  void withoutTheRightToWatchItIsLookedAt(ApiServer server) {
    try (var it = Setting.of(server, "watch-forbidden", Duration.ofSeconds(1))) {
      it.proxy().next(1000, "GET", LISTS, Fault.status(403));
      it.start();
      Eventually.until(
          "it is reported",
          () ->
              it.publisher().watch() instanceof SourceState.Down down
                  && down.reason().contains("403"));
      it.label(LABEL, "null");
      Eventually.until("the label is back", it::labelled);
      assertThat(it.publisher().status().problems()).isEmpty();
    }
  }

  @Test
  void aNodeThatIsMadeAnewIsLabelledAgain(ApiServer server) {
    try (var it = Setting.of(server, "watch-anew", Duration.ofHours(1)).start().watched()) {
      server.admin().delete("/api/v1/nodes/watch-anew").expect(200);
      Eventually.until(
          "it is missed", () -> it.publisher().status().problems().containsKey("API server"));
      Setting.seed(server, "watch-anew");
      Eventually.until("the label is back", it::labelled);
      assertThat(it.publisher().status().problems()).isEmpty();
    }
  }

  @Test
  void closingEndsTheWatch(ApiServer server) {
    try (var it = Setting.of(server, "watch-close", Duration.ofHours(1)).start().watched()) {
      it.publisher().close();
      Eventually.until("the watch is over", () -> it.proxy().watches() == 0);
    }
  }
}
