// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import io.gpunodeagent.agent.cluster.Fault;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.node.NodeMarksApi.Mode;
import io.gpunodeagent.agent.config.Defaults;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the requests about the own Node do to a real API server. */
@ExtendWith(ApiServerExtension.class)
public class NodeWriterIT {

  private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
  private static final String LABEL = "gpu-node-agent.io/a";

  public static NodeWriter writer(ApiServer server, URI address, String node) {
    var access =
        new Access(
            Optional.of(server.kubeconfig(address, server.adminToken())), Path.of("/"), Map.of());
    var config = Defaults.cluster(node);
    return new NodeWriter(config, "GpuHealthy", access);
  }

  static ObservedNode seen(NodeAnswer answer) {
    assertThat(answer).isInstanceOf(NodeAnswer.Seen.class);
    return ((NodeAnswer.Seen) answer).node();
  }

  private static NodeWriter made(ApiServer server, String node) {
    server.admin().seed("{apiVersion: v1, kind: Node, metadata: {name: " + node + "}}");
    return writer(server, server.url(), node);
  }

  private static NodeMarks label(String value) {
    return NodeMarks.of(Map.of(LABEL, value), Map.of("gpu-node-agent.io/b", "{}"));
  }

  @Test
  void marksAreAppliedHeldAndRemoved(ApiServer server) throws Exception {
    var writer = made(server, "marks");
    var uid = seen(writer.read()).uid();
    var written = seen(writer.apply(uid, label("x"), Mode.GENTLE));
    assertThat(written.own()).isEqualTo(label("x"));
    assertThat(seen(writer.read())).isEqualTo(written);
    var removed = seen(writer.apply(uid, NodeMarks.none(), Mode.GENTLE));
    assertThat(removed.marks()).isEqualTo(NodeMarks.none());
  }

  @Test
  void aDryRunWritesNothing(ApiServer server) throws Exception {
    var writer = made(server, "dry");
    var before = seen(writer.read());
    assertThat(seen(writer.apply(before.uid(), label("x"), Mode.DRY_RUN)).own())
        .isEqualTo(label("x"));
    assertThat(seen(writer.read())).isEqualTo(before);
  }

  @Test
  void anotherHolderIsNamedAndOnlyForceTakesOver(ApiServer server) throws Exception {
    var writer = made(server, "held");
    server
        .admin()
        .apply(
            "/api/v1/nodes/held",
            "somebody",
            "{apiVersion: v1, kind: Node, metadata: {name: held, labels: {" + LABEL + ": other}}}")
        .expect(200);
    var node = seen(writer.read());
    assertThat(node.contests("metadata.labels." + LABEL, "x")).isTrue();
    assertThat(node.contests("metadata.labels." + LABEL, "other")).isFalse();
    var refused = writer.apply(node.uid(), label("x"), Mode.GENTLE);
    assertThat(((NodeAnswer.Conflict) refused).holders())
        .isEqualTo(Map.of("metadata.labels." + LABEL, Set.of("somebody")));
    assertThat(seen(writer.apply(node.uid(), label("x"), Mode.FORCE)).own()).isEqualTo(label("x"));
  }

  @Test
  void whatIsInvalidIsNamed(ApiServer server) throws Exception {
    var writer = made(server, "invalid");
    var uid = seen(writer.read()).uid();
    var refused = (NodeAnswer.Invalid) writer.apply(uid, label("not valid"), Mode.GENTLE);
    assertThat(refused.causes())
        .singleElement()
        .satisfies(
            cause -> {
              assertThat(cause.field()).isEqualTo("metadata.labels");
              assertThat(cause.message()).contains("\"not valid\"");
            });
  }

  @Test
  void aNodeThatIsGoneIsNotMade(ApiServer server) throws Exception {
    var writer = made(server, "gone");
    var uid = seen(writer.read()).uid();
    server.admin().delete("/api/v1/nodes/gone").expect(200);
    assertThat(writer.read()).isInstanceOf(NodeAnswer.Forbidden.class);
    assertThat(writer.apply(uid, label("x"), Mode.FORCE)).isInstanceOf(NodeAnswer.Conflict.class);
    server.admin().get("/api/v1/nodes/gone").expect(404);
  }

  @Test
  void aConditionIsSetBesideOthersAndRemoved(ApiServer server) throws Exception {
    server
        .admin()
        .seed(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: condition}
            status: {conditions: [{type: Ready, status: "True", reason: Up, message: fine}]}
            """);
    var writer = writer(server, server.url(), "condition");
    var uid = seen(writer.read()).uid();
    var told = new ConditionText("GpuHealthy", "False", "GpuLost", "GPU 3 is gone", NOW);
    assertThat(seen(writer.applyCondition(uid, Optional.of(told), NOW)).condition()).contains(told);
    assertThat(seen(writer.applyCondition(uid, Optional.empty(), NOW)).condition()).isEmpty();
    var left = server.admin().get("/api/v1/nodes/condition").json();
    assertThat(Json.listAt(left, "status", "conditions"))
        .singleElement()
        .extracting(one -> one.get("type"))
        .isEqualTo("Ready");
  }

  @Test
  void tellingsOfOneThingAreOneEvent(ApiServer server) throws Exception {
    var writer = made(server, "events");
    var uid = seen(writer.read()).uid();
    for (var count : List.of(1L, 4L)) {
      var event = new NodeEvent("gpu/xid-79", true, "GpuXid79", "lost", NOW, NOW, count);
      assertThat(writer.record(uid, event)).isEqualTo(new NodeAnswer.Done());
    }
    var events =
        server
            .admin()
            .get("/api/v1/namespaces/default/events?fieldSelector=involvedObject.uid%3D" + uid)
            .json();
    assertThat(Json.listAt(events, "items"))
        .singleElement()
        .satisfies(event -> assertThat(event.get("count")).isEqualTo(4L));
  }

  @Test
  void refusalsAndSilenceAreToldApart(ApiServer server) throws Exception {
    made(server, "refused");
    try (var proxy = new FaultyProxy(server)) {
      var writer = writer(server, proxy.url(), "refused");
      proxy.next(1, "GET", ".*", Fault.status(403));
      assertThat(writer.read()).isInstanceOf(NodeAnswer.Forbidden.class);
      proxy.next(1, "GET", ".*", Fault.tooManyRequests(7));
      assertThat(((NodeAnswer.TooMany) writer.read()).retryAfter())
          .isEqualTo(Duration.ofSeconds(7));
      proxy.next(1, "GET", ".*", Fault.status(500));
      assertThat(writer.read()).isInstanceOf(NodeAnswer.Unavailable.class);
      assertThat(proxy.count("GET", ".*")).as("nothing is asked twice").isEqualTo(3);
      proxy.next(9, "GET", ".*", new Fault.HangUp());
      assertThat(writer.read()).isInstanceOf(NodeAnswer.Unavailable.class);
      proxy.heal();
      proxy.leave();
      assertThat(writer.read()).isInstanceOf(NodeAnswer.Unavailable.class);
      proxy.comeBack();
      assertThat(writer.read()).isInstanceOf(NodeAnswer.Seen.class);
    }
  }
}
