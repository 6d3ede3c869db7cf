// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.Eventually;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The proxy spoils what it is told to, and nothing else. */
@ExtendWith(ApiServerExtension.class)
class FaultyProxyIT {

  private static final String NODES = "/api/v1/nodes";

  private static ApiClient through(FaultyProxy proxy, ApiServer server) {
    return server.as(server.adminToken(), proxy.url());
  }

  @Test
  void refusesTheNextRequestsThatMatch(ApiServer server) {
    try (var proxy = new FaultyProxy(server)) {
      var client = through(proxy, server);
      proxy.next(2, "GET", NODES, Fault.tooManyRequests(7));
      proxy.next(1, "GET", NODES, Fault.status(503));
      client.get("/api/v1/pods").expect(200);
      var refused = client.get(NODES).expect(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("7");
      assertThat(refused.text("details", "retryAfterSeconds")).isEqualTo("7");
      client.get(NODES).expect(429);
      assertThat(client.get(NODES).expect(503).text("reason")).isEqualTo("ServiceUnavailable");
      client.get(NODES).expect(200);
      assertThat(proxy.count("GET", NODES)).isEqualTo(4);
      assertThat(proxy.count("GET", "/api/v1/pods")).isEqualTo(1);
    }
  }

  @Test
  void cutsRunningWatches(ApiServer server) {
    try (var proxy = new FaultyProxy(server);
        var watch = through(proxy, server).watch(NODES + "?watch=true")) {
      assertThat(watch.status()).isEqualTo(200);
      assertThat(proxy.watches()).isEqualTo(1);
      server.admin().seed("{apiVersion: v1, kind: Node, metadata: {name: cut}}");
      var event = watch.next();
      while (!Json.textAt(event.orElseThrow().object(), "metadata", "name").equals("cut")) {
        event = watch.next();
      }
      proxy.cutWatches();
      assertThat(watch.next()).isEmpty();
      Eventually.until("no watch runs", () -> proxy.watches() == 0);
    }
  }

  @Test
  void isGoneAndComesBackAtItsAddress(ApiServer server) {
    try (var proxy = new FaultyProxy(server)) {
      var client = through(proxy, server);
      client.get(NODES).expect(200);
      proxy.leave();
      assertThatThrownBy(() -> client.get(NODES))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(ConnectException.class);
      proxy.comeBack();
      client.get(NODES).expect(200);
    }
  }

  @Test
  void losesTheAnswerOfWhatWasDone(ApiServer server) {
    try (var proxy = new FaultyProxy(server)) {
      proxy.next(1, "POST", NODES, new Fault.LostAnswer());
      var node = "{apiVersion: v1, kind: Node, metadata: {name: lost}}";
      assertThatThrownBy(() -> through(proxy, server).post(NODES, node))
          .isInstanceOf(UncheckedIOException.class);
      server.admin().get(NODES + "/lost").expect(200);
      assertThat(proxy.requests().getFirst().body()).isEqualTo(node);
    }
  }

  @Test
  void aRequestHungUpOnNeverArrives(ApiServer server) {
    try (var proxy = new FaultyProxy(server)) {
      proxy.next(1, "POST", NODES, new Fault.HangUp());
      var node = "{apiVersion: v1, kind: Node, metadata: {name: hung-up-on}}";
      assertThatThrownBy(() -> through(proxy, server).post(NODES, node))
          .isInstanceOf(UncheckedIOException.class);
      server.admin().get(NODES + "/hung-up-on").expect(404);
    }
  }

  @Test
  void aSilencedRequestIsNeverAnswered(ApiServer server) {
    try (var proxy = new FaultyProxy(server)) {
      proxy.next(1, "GET", NODES, new Fault.Silence());
      var asked = CompletableFuture.supplyAsync(() -> through(proxy, server).get(NODES));
      Eventually.until("it was asked", () -> proxy.count("GET", NODES) == 1);
      assertThatThrownBy(() -> asked.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    }
  }
}
