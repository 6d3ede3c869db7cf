// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.gpunodeagent.simulation.scenario.ScenarioFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Answers requests, each on a thread of its own. */
final class Handler implements HttpHandler {

  private static final Set<String> PROBES = Set.of("healthz", "livez", "readyz");
  private static final List<String> REVIEWS =
      List.of("apis", "authorization.k8s.io", "v1", "selfsubjectaccessreviews");
  private static final long STALL_MILLIS = 50;

  private final Store store;
  private final Reads reads;
  private final Writes writes;
  private final List<Resource> resources;
  private final Supplier<Optional<ScenarioFault.Api>> fault;

  Handler(
      Store store,
      Writes writes,
      List<Resource> resources,
      Supplier<Optional<ScenarioFault.Api>> fault) {
    this.store = store;
    this.reads = new Reads(store);
    this.writes = writes;
    this.resources = resources;
    this.fault = fault;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = request(exchange);
      try {
        meetFault();
        answer(exchange, request);
      } catch (ApiRefusal refusal) {
        send(exchange, refusal.code(), ApiJson.write(refusal.status()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static ApiRequest request(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    return new ApiRequest(
        exchange.getRequestMethod(),
        ApiRequest.path(uri),
        ApiRequest.query(uri),
        header(exchange, "Accept"),
        header(exchange, "Content-Type"),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  private void meetFault() throws InterruptedException {
    while (fault.get().filter(ScenarioFault.Api.STALL::equals).isPresent() && !store.closed()) {
      Thread.sleep(STALL_MILLIS);
    }
    var now = fault.get();
    if (now.filter(ScenarioFault.Api.FORBIDDEN::equals).isPresent()) {
      throw new ApiRefusal(403, "Forbidden", "the scenario forbids it");
    }
    if (now.filter(ScenarioFault.Api.ERROR::equals).isPresent()) {
      throw new ApiRefusal(500, "InternalError", "the scenario says so");
    }
  }

  private void answer(HttpExchange exchange, ApiRequest request)
      throws IOException, InterruptedException {
    if (request.path().size() == 1 && PROBES.contains(request.path().getFirst())) {
      send(exchange, 200, "ok");
      return;
    }
    if (request.path().equals(REVIEWS) && request.method().equals("POST")) {
      var review = Tree.with(ApiJson.read(request.body()), "status", Tree.of("allowed", true));
      send(exchange, 201, ApiJson.write(review));
      return;
    }
    var target = ApiTarget.of(request.path(), resources);
    if (target.isEmpty()) {
      var found = new Discovery(resources).at(request.path());
      send(exchange, 200, ApiJson.write(found.orElseThrow(ApiRefusal::unknownPath)));
    } else {
      answer(exchange, request, target.get());
    }
  }

  private void answer(HttpExchange exchange, ApiRequest request, ApiTarget target)
      throws IOException, InterruptedException {
    boolean one = !target.name().isEmpty();
    switch (request.method()) {
      case "GET" -> {
        if (!one && request.says("watch")) {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          // The server keeps the head back until there is a body.
          exchange.getResponseBody().flush();
          reads.watch(target, request, exchange.getResponseBody());
        } else {
          send(exchange, 200, one ? reads.get(target, request) : reads.list(target, request));
        }
      }
      case "PATCH" -> send(exchange, 200, writes.patch(target, request));
      case "POST" -> {
        boolean eviction = one && target.part().equals("eviction");
        if (!eviction && one) {
          throw ApiRefusal.unknownPath();
        }
        send(
            exchange, 201, eviction ? writes.end(target, request) : writes.create(target, request));
      }
      case "DELETE" -> {
        if (!target.resource().equals(Resource.POD) || !one) {
          throw notAllowed();
        }
        send(exchange, 200, writes.end(target, request));
      }
      default -> throw notAllowed();
    }
  }

  private static ApiRefusal notAllowed() {
    return new ApiRefusal(405, "MethodNotAllowed", "the simulated server does not do that");
  }

  private static void send(HttpExchange exchange, int code, Map<String, Object> tree)
      throws IOException {
    send(exchange, code, ApiJson.write(tree));
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
