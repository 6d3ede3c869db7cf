// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.LogLines;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import io.gpunodeagent.agent.cluster.Fault;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.cluster.node.NodeWriterIT;
import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.health.HealthEvent;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.health.output.HealthTaint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is wanted comes to be on a real API server, with as few writes as it takes. */
@ExtendWith(ApiServerExtension.class)
class NodePublishingIT {

  private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
  private static final String P = "gpu-node-agent.io/";
  private static final Map<String, String> LABELS = Map.of(P + "a", "1", P + "b", "2");

  private static PublishingConfig config(boolean dryRun) {
    return new PublishingConfig(
        new Sink.Node(),
        dryRun,
        true,
        true,
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        false);
  }

  /** A node, a way to it that can be spoiled, and a publisher. */
  private record Setting(ApiServer server, FaultyProxy proxy, Publisher publisher, String node)
      implements AutoCloseable {

    static Setting of(ApiServer server, String node, boolean dryRun) {
      server.admin().seed("{apiVersion: v1, kind: Node, metadata: {name: " + node + "}}");
      return again(server, node, dryRun);
    }

    static Setting again(ApiServer server, String node, boolean dryRun) {
      var proxy = new FaultyProxy(server);
      var writer = NodeWriterIT.writer(server, proxy.url(), node);
      var publisher =
          Publisher.to(
              config(dryRun),
              PublishTarget.node(writer),
              Optional.empty(),
              InstantSource.fixed(NOW));
      return new Setting(server, proxy, publisher, node);
    }

    Setting offer(Map<String, String> labels) {
      publisher.offer(DesiredNode.of(labels, Map.of()));
      publisher.start();
      return this;
    }

    Map<String, String> labels() {
      var json = server.admin().get("/api/v1/nodes/" + node).expect(200).json();
      var labels = new TreeMap<String, String>();
      if (Json.map(Json.at(json, "metadata")).containsKey("labels")) {
        Json.map(Json.at(json, "metadata", "labels"))
            .forEach((key, value) -> labels.put(key, String.valueOf(value)));
      }
      return labels;
    }

    void await(Map<String, String> labels) {
      Eventually.until(labels + " on " + node, () -> labels().equals(labels));
    }

    void awaitNode(String what, Predicate<String> json) {
      Eventually.until(
          what + " on " + node,
          () -> json.test(server.admin().get("/api/v1/nodes/" + node).expect(200).body()));
    }

    void awaitProblem(String part) {
      Eventually.until(
          "a problem with " + part, () -> publisher.status().problems().toString().contains(part));
    }

    /** Waits until the Node was looked at so often, and all that follows from it is done. */
    void looks(int more) {
      var from = proxy.count("GET", ".*");
      Eventually.until("looks", () -> proxy.count("GET", ".*") > from + more);
    }

    long writes() {
      return proxy.requests().stream()
          .filter(request -> request.method().equals("PATCH"))
          .filter(request -> !request.target().contains("dryRun=All"))
          .count();
    }

    void foreign(String manager, String value) {
      server
          .admin()
          .apply(
              "/api/v1/nodes/" + node,
              manager,
              "{apiVersion: v1, kind: Node, metadata: {name: %s, labels: {%sa: \"%s\"}}}"
                  .formatted(node, P, value))
          .expect(200);
    }

    @Override
    public void close() {
      publisher.close();
      proxy.close();
    }
  }

  @Test
  void theFirstWriteIsOneAndNothingFollowsIt(ApiServer server) {
    try (var it = Setting.of(server, "pub-first", false).offer(LABELS)) {
      it.await(LABELS);
      it.publisher().offer(DesiredNode.of(LABELS, Map.of()));
      it.looks(2);
      assertThat(it.writes()).isEqualTo(1);
      assertThat(it.publisher().status().writes()).isEqualTo(1);
      assertThat(it.publisher().status().problems()).isEmpty();
    }
    try (var it = Setting.again(server, "pub-first", false).offer(LABELS)) {
      it.looks(2);
      assertThat(it.writes()).as("after a restart").isZero();
    }
  }

  @Test
  void theFirstWriteAndEachChangeOfConditionAndTaintIsLoggedOnce(ApiServer server) {
    try (var log = new LogLines(Publisher.class);
        var it = Setting.of(server, "pub-logged", false)) {
      var well = desired(NodeCondition.Status.TRUE, new HealthTaint.Decision.Lift());
      var taint = new HealthTaint(HealthTaint.KEY, "unhealthy", "NoSchedule");
      var ill = desired(NodeCondition.Status.FALSE, new HealthTaint.Decision.Put(taint));
      it.publisher().offer(well);
      it.publisher().start();
      it.awaitNode("labels and condition", json -> json.contains("is True") && json.contains(P));
      it.looks(3);
      assertThat(log.take())
          .containsExactlyInAnyOrder(
              "INFO Published 2 labels, 0 annotations",
              "INFO Published the condition GpuHealthy=True, Reason: it is True");

      it.publisher().offer(ill);
      it.awaitNode(
          "the taint", json -> json.contains(HealthTaint.KEY) && json.contains("is False"));
      it.looks(3);
      assertThat(log.take())
          .containsExactlyInAnyOrder(
              "INFO Published the condition GpuHealthy=False, Reason: it is False",
              "INFO Published the taint " + HealthTaint.KEY + "=unhealthy:NoSchedule");

      it.publisher().offer(well);
      it.awaitNode("no taint", json -> !json.contains(HealthTaint.KEY) && json.contains("is True"));
      it.looks(3);
      assertThat(log.take())
          .containsExactlyInAnyOrder(
              "INFO Published the condition GpuHealthy=True, Reason: it is True",
              "INFO Published no taint " + HealthTaint.KEY);
    }
  }

  private static DesiredNode desired(NodeCondition.Status status, HealthTaint.Decision taint) {
    var condition = new NodeCondition(status, "Reason", "it is " + status.text(), NOW);
    return DesiredNode.of(LABELS, Map.of()).with(Optional.of(condition)).tainted(taint);
  }

  @Test
  void changesAtOneTimeAreOneWrite(ApiServer server) {
    try (var it = Setting.of(server, "pub-burst", false)) {
      for (var value : List.of("1", "2", "3", "4")) {
        it.publisher().offer(DesiredNode.of(Map.of(P + "a", value), Map.of()));
      }
      it.publisher().start();
      it.await(Map.of(P + "a", "4"));
      assertThat(it.writes()).isEqualTo(1);
    }
  }

  @Test
  void aDryRunWritesNothing(ApiServer server) {
    try (var it = Setting.of(server, "pub-dry", true).offer(LABELS)) {
      it.looks(2);
      assertThat(it.proxy().count("PATCH|PUT|POST", ".*")).isZero();
      assertThat(it.labels()).isEmpty();
      assertThat(it.publisher().status().published().labels()).isEqualTo(LABELS);
    }
  }

  @Test
  void whatSomebodyElseHoldsIsLeftAndTheRestWritten(ApiServer server) {
    try (var it = Setting.of(server, "pub-conflict", false)) {
      it.foreign("somebody", "theirs");
      it.offer(LABELS);
      it.await(Map.of(P + "a", "theirs", P + "b", "2"));
      it.awaitProblem("held by somebody");
      it.looks(2);
      assertThat(it.writes()).isEqualTo(1);
      it.publisher().offer(DesiredNode.of(LABELS, Map.of()).takingOver(Set.of(P + "a")));
      it.await(LABELS);
    }
  }

  @Test
  void aConflictThatComesBetweenLookAndWriteIsLeftToo(ApiServer server) {
    try (var it = Setting.of(server, "pub-race", false)) {
      it.proxy().next(1, "PATCH", ".*", Fault.status(409));
      it.offer(LABELS).await(LABELS);
      assertThat(it.writes()).isEqualTo(2);
    }
  }

  @Test
  void oneBadValueDoesNotBlockTheRest(ApiServer server) {
    try (var it = Setting.of(server, "pub-invalid", false)) {
      it.offer(Map.of(P + "a", "1", P + "bad", "no good", P + "b", "2")).await(LABELS);
      it.awaitProblem(P + "bad");
      it.looks(2);
      assertThat(it.writes()).as("one refused, one done").isEqualTo(2);
    }
  }

  @Test
  void aRefusalThatNamesNothingIsNarrowedDown(ApiServer server) {
    try (var it = Setting.of(server, "pub-policy", false)) {
      // As of an admission policy: a Status without causes, for whatever contains the key.
      it.proxy().next(1, "PATCH", ".*", Fault.status(422));
      it.proxy().next(1, "PATCH", ".*dryRun=All", Fault.status(422));
      it.offer(LABELS).await(Map.of(P + "b", "2"));
      it.awaitProblem(P + "a");
    }
  }

  @Test
  void aLostWriteIsRepaired(ApiServer server) {
    try (var it = Setting.of(server, "pub-lost", false).offer(LABELS)) {
      it.await(LABELS);
      server
          .admin()
          .mergePatch("/api/v1/nodes/pub-lost", "{\"metadata\":{\"labels\":{\"" + P + "a\":null}}}")
          .expect(200);
      it.await(LABELS);
      assertThat(it.writes()).isEqualTo(2);
    }
  }

  @Test
  void anAnswerThatIsLostIsNotWrittenTwice(ApiServer server) {
    try (var it = Setting.of(server, "pub-answer", false)) {
      it.proxy().next(1, "PATCH", ".*", new Fault.LostAnswer());
      it.offer(LABELS).await(LABELS);
      it.looks(2);
      assertThat(it.writes()).isEqualTo(1);
      assertThat(it.publisher().status().problems()).isEmpty();
    }
  }

  @Test
  void missingRightsAreToldAndLabelsDoNotWaitForThem(ApiServer server) {
    try (var it = Setting.of(server, "pub-forbidden", false)) {
      it.proxy().next(1000, "PATCH", "/api/v1/nodes/pub-forbidden/status", Fault.status(403));
      it.publisher().offer(DesiredNode.of(LABELS, Map.of()).with(Optional.of(condition("fine"))));
      it.publisher().start();
      it.await(LABELS);
      it.awaitProblem("403");
      it.looks(2);
      assertThat(it.proxy().count("PATCH", ".*/status")).isEqualTo(1);
      assertThat(it.publisher().status().problems()).containsOnlyKeys("condition");
    }
  }

  @Test
  void failuresAndPausesOfTheServerPass(ApiServer server) {
    try (var it = Setting.of(server, "pub-failures", false)) {
      it.proxy().next(1, "PATCH", ".*", Fault.status(500));
      it.proxy().next(1, "PATCH", ".*", Fault.tooManyRequests(2));
      var begun = System.nanoTime();
      it.offer(LABELS).await(LABELS);
      assertThat(it.writes()).isEqualTo(3);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void aServerThatIsGoneGetsTheLatestWhenItIsBack(ApiServer server) {
    try (var it = Setting.of(server, "pub-gone", false).offer(LABELS)) {
      it.await(LABELS);
      it.proxy().leave();
      it.publisher().offer(DesiredNode.of(Map.of(P + "a", "9"), Map.of()));
      it.awaitProblem("API server");
      assertThat(it.labels()).as("the last good stays").isEqualTo(LABELS);
      it.proxy().comeBack();
      it.await(Map.of(P + "a", "9"));
      assertThat(it.writes()).isEqualTo(2);
    }
  }

  private static NodeCondition condition(String message) {
    return new NodeCondition(NodeCondition.Status.TRUE, "GpusHealthy", message, NOW);
  }

  @Test
  void theConditionIsWrittenOnceAndEventsToldOnce(ApiServer server) {
    try (var it = Setting.of(server, "pub-health", false)) {
      it.publisher()
          .offer(DesiredNode.of(LABELS, Map.of()).with(Optional.of(condition("all good"))));
      it.publisher().announce(List.of(new HealthEvent("g/x", true, "GpuXid79", "gone", NOW, 1)));
      it.publisher().start();
      it.await(LABELS);
      it.looks(2);
      assertThat(it.proxy().count("PATCH", "/api/v1/nodes/pub-health/status")).isEqualTo(1);
      assertThat(it.proxy().count("PATCH", ".*/events/pub-health")).isEqualTo(1);
      var json = server.admin().get("/api/v1/nodes/pub-health").json();
      assertThat(Json.textAt(json, "status", "conditions", 0, "message")).isEqualTo("all good");
    }
  }

  @Test
  void removalTakesAllAndOnlyOurs(ApiServer server) throws Exception {
    try (var it = Setting.of(server, "pub-remove", false)) {
      it.offer(Map.of(P + "b", "2"));
      it.await(Map.of(P + "b", "2"));
      it.foreign("somebody", "theirs");
      it.publisher().close();
      assertThat(it.publisher().remove()).isEmpty();
      assertThat(it.labels()).isEqualTo(Map.of(P + "a", "theirs"));
    }
  }
}
