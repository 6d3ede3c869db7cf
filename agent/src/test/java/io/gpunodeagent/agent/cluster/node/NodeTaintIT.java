// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import io.gpunodeagent.agent.cluster.Fault;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.publishing.PublishTarget;
import io.gpunodeagent.agent.publishing.Publisher;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.health.output.HealthTaint;
import io.gpunodeagent.core.health.output.HealthTaint.Decision;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The agent's taint on a real API server, where a Node's taints are one list for all. */
@ExtendWith(ApiServerExtension.class)
class NodeTaintIT {

  private static final HealthTaint SICK =
      new HealthTaint(HealthTaint.KEY, "unhealthy", "NoSchedule");
  private static final NodeTaint OURS = new NodeTaint(HealthTaint.KEY, "unhealthy", "NoSchedule");
  private static final NodeTaint THEIRS = new NodeTaint("x/theirs", "", "NoExecute");

  /** The server's own, of a Node that was just made. */
  private static final NodeTaint NEW =
      new NodeTaint("node.kubernetes.io/not-ready", "", "NoSchedule");

  private static NodeWriter node(ApiServer server, String name) {
    server
        .admin()
        .seed(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: %s}
            spec:
              taints: [{key: x/theirs, effect: NoExecute, timeAdded: "2026-05-04T12:00:00Z"}]
            """
                .formatted(name));
    return NodeWriterIT.writer(server, server.url(), name);
  }

  private static ObservedNode read(NodeWriter writer) throws InterruptedException {
    return NodeWriterIT.seen(writer.read());
  }

  private static NodeAnswer taint(NodeWriter writer, Optional<NodeTaint> taint)
      throws InterruptedException {
    return writer.applyTaint(read(writer), HealthTaint.KEY, taint);
  }

  @Test
  void onlyTheAgentsOwnIsPutReplacedAndLifted(ApiServer server) throws Exception {
    var writer = node(server, "taint-own");
    var milder = new NodeTaint(HealthTaint.KEY, "unhealthy", "PreferNoSchedule");
    assertThat(NodeWriterIT.seen(taint(writer, Optional.of(milder))).taints())
        .containsExactlyInAnyOrder(THEIRS, NEW, milder);
    assertThat(NodeWriterIT.seen(taint(writer, Optional.of(OURS))).taints())
        .containsExactlyInAnyOrder(THEIRS, NEW, OURS);
    assertThat(NodeWriterIT.seen(taint(writer, Optional.empty())).taints())
        .containsExactly(THEIRS, NEW);
    assertThat(server.admin().get("/api/v1/nodes/taint-own").body())
        .as("what the agent does not know of another's taint")
        .contains("\"timeAdded\":\"2026-05-04T12:00:00Z\"");
  }

  @Test
  void aNodeWithoutTaintsGetsTheFirstAndLosesTheLast(ApiServer server) throws Exception {
    server.admin().seed("{apiVersion: v1, kind: Node, metadata: {name: taint-bare}}");
    server
        .admin()
        .mergePatch("/api/v1/nodes/taint-bare", "{\"spec\":{\"taints\":null}}")
        .expect(200);
    var writer = NodeWriterIT.writer(server, server.url(), "taint-bare");
    assertThat(NodeWriterIT.seen(taint(writer, Optional.of(OURS))).taints()).containsExactly(OURS);
    assertThat(NodeWriterIT.seen(taint(writer, Optional.empty())).taints()).isEmpty();
  }

  @Test
  void aTaintThatCameInBetweenIsAConflictAndStays(ApiServer server) throws Exception {
    var writer = node(server, "taint-race");
    var before = read(writer);
    var another = new NodeTaint("x/another", "1", "NoSchedule");
    add(server, "taint-race", another);
    assertThat(writer.applyTaint(before, HealthTaint.KEY, Optional.of(OURS)))
        .isInstanceOf(NodeAnswer.Conflict.class);
    assertThat(read(writer).taints()).containsExactlyInAnyOrder(THEIRS, NEW, another);
  }

  /** As a controller does: reads the list, and writes it with one more if it is the same still. */
  private static void add(ApiServer server, String node, NodeTaint taint) {
    var path = "/api/v1/nodes/" + node;
    Eventually.until(
        "another's " + taint,
        () -> {
          var json = server.admin().get(path).expect(200).json();
          var taints = new ArrayList<Object>(Json.listAt(json, "spec", "taints"));
          taints.add(Map.of("key", taint.key(), "value", taint.value(), "effect", taint.effect()));
          var patch =
              Map.of(
                  "metadata",
                  Map.of("resourceVersion", Json.textAt(json, "metadata", "resourceVersion")),
                  "spec",
                  Map.of("taints", taints));
          return server.admin().mergePatch(path, Json.text(patch)).status() == 200;
        });
  }

  private static Publisher publisher(ApiServer server, URI address, String node) {
    var defaults = Defaults.publishing().dryRun(false);
    var config =
        new PublishingConfig(
            defaults.sink(),
            false,
            true,
            true,
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            false);
    return Publisher.to(
        config,
        PublishTarget.node(NodeWriterIT.writer(server, address, node)),
        Optional.empty(),
        InstantSource.system());
  }

  private static void offer(Publisher publisher, Decision decision) {
    publisher.offer(DesiredNode.of(Map.of(), Map.of()).tainted(decision));
  }

  @Test
  void whileAnotherTaintsTheNodeNothingOfEitherIsLost(ApiServer server) throws Exception {
    var writer = node(server, "taint-busy");
    var theirs =
        IntStream.range(0, 20).mapToObj(i -> new NodeTaint("x/t" + i, "v", "NoSchedule")).toList();
    try (var publisher = publisher(server, server.url(), "taint-busy")) {
      publisher.start();
      var wanted = true;
      for (var taint : theirs) {
        offer(publisher, wanted ? new Decision.Put(SICK) : new Decision.Lift());
        add(server, "taint-busy", taint);
        wanted = !wanted;
      }
      offer(publisher, new Decision.Put(SICK));
      Eventually.until("it is tainted", () -> tainted(writer));
      assertThat(read(writer).taints()).containsAll(theirs).contains(THEIRS, NEW, OURS).hasSize(23);
      offer(publisher, new Decision.Lift());
      Eventually.until("it is not", () -> !tainted(writer));
      assertThat(read(writer).taints()).containsAll(theirs).contains(THEIRS, NEW).hasSize(22);
    }
  }

  @Test
  void aTaintSomebodyTookOffComesBackAndWhatIsUnknownChangesNothing(ApiServer server)
      throws Exception {
    var writer = node(server, "taint-lost");
    try (var proxy = new FaultyProxy(server);
        var publisher = publisher(server, proxy.url(), "taint-lost")) {
      offer(publisher, new Decision.Put(SICK));
      publisher.start();
      Eventually.until("it is tainted", () -> tainted(writer));
      taint(writer, Optional.empty());
      Eventually.until("it is tainted again", () -> tainted(writer));
      offer(publisher, new Decision.Leave());
      proxy.forget();
      Eventually.until("looks", () -> proxy.count("GET", ".*") > 2);
      assertThat(proxy.count("PATCH", ".*")).isZero();
      assertThat(tainted(writer)).isTrue();
    }
  }

  @Test
  void removalTakesTheTaintThroughConflicts(ApiServer server) throws Exception {
    var writer = node(server, "taint-remove");
    taint(writer, Optional.of(OURS));
    try (var proxy = new FaultyProxy(server);
        var publisher = publisher(server, proxy.url(), "taint-remove")) {
      proxy.next(3, "PATCH", ".*", Fault.status(409));
      assertThat(publisher.remove()).isEmpty();
      assertThat(read(writer).taints()).containsExactly(THEIRS, NEW);
      assertThat(proxy.count("PATCH", ".*")).as("there is no label to take away").isEqualTo(4);
    }
  }

  private static boolean tainted(NodeWriter writer) {
    try {
      return read(writer).taints().contains(OURS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
