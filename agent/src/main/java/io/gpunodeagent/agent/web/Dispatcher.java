// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.http.ApiQuery;
import io.gpunodeagent.agent.http.EntityTag;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.json.HttpErrors;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers every request: finds the path, checks method and admission, adds the common headers. */
final class Dispatcher implements Handler {

  /**
   * A path that is served.
   *
   * @param protectedPath whether the {@link Gate} guards it
   * @param answer what it says
   */
  record Route(boolean protectedPath, Function<ServerRequestHeaders, HttpAnswer> answer) {}

  private static final System.Logger LOG = System.getLogger("web");

  /** What every path of the API begins with. */
  private static final String API = "/api/";

  private static final String VERSION = API + "v1/";
  private static final String STREAM = VERSION + "stream";

  private final Map<String, Route> routes;
  private final Optional<Api> api;
  private final Supplier<Gate> gate;

  /**
   * What answers below {@link #API}.
   *
   * @param source of every answer but the stream
   * @param streams that follow the state
   */
  private record Api(ApiSource source, EventStreams streams) {}

  private Dispatcher(Map<String, Route> routes, Optional<Api> api, Supplier<Gate> gate) {
    this.routes = Map.copyOf(routes);
    this.api = api;
    this.gate = gate;
  }

  Dispatcher(NodeView view, EventStreams streams, Supplier<Gate> gate) {
    this(all(view), Optional.of(new Api(view.api(), streams)), gate);
  }

  /** Serves the health checks and nothing else, to everyone. */
  static Dispatcher ofHealth(NodeView view) {
    var open = new Gate(false, Optional.empty(), Optional.empty());
    return new Dispatcher(health(view), Optional.empty(), () -> open);
  }

  private static Map<String, Route> all(NodeView view) {
    var routes = new HashMap<>(health(view));
    new PageFiles()
        .byPath()
        .forEach((path, file) -> routes.put(path, new Route(true, headers -> page(file, headers))));
    routes.put("/metrics", new Route(true, headers -> metrics(view.scrapes(), headers)));
    return routes;
  }

  private static Map<String, Route> health(NodeView view) {
    var health = new HealthProbes(view);
    return Map.of(
        "/health", new Route(false, headers -> health.answerAll()),
        "/health/started", new Route(false, headers -> health.answer(HealthProbes.Check.STARTED)),
        "/health/live", new Route(false, headers -> health.answer(HealthProbes.Check.LIVE)),
        "/health/ready", new Route(false, headers -> health.answer(HealthProbes.Check.READY)));
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    boolean head = request.prologue().method().equals(Method.HEAD);
    var path = request.path().path();
    var below = api.filter(_ -> path.startsWith(API));
    if (below.isPresent() && path.equals(STREAM)) {
      stream(below.get().streams(), request, head, response);
    } else {
      send(
          below.map(one -> answer(one, request)).orElseGet(() -> answer(request)),
          head,
          request,
          response);
    }
  }

  private HttpAnswer answer(ServerRequest request) {
    var route = routes.get(request.path().path());
    if (route == null) {
      return HttpAnswer.plain(404, "Not found. Try / or /metrics.");
    }
    return refusal(request, route.protectedPath())
        .orElseGet(() -> made(request, () -> route.answer().apply(request.headers())));
  }

  private HttpAnswer answer(Api below, ServerRequest request) {
    var path = request.path().path();
    if (!path.startsWith(VERSION)) {
      return HttpErrors.json(HttpAnswer.plain(404, "Not found. The API is at " + VERSION + "."));
    }
    var asked =
        new ApiQuery(
            path.substring(VERSION.length()),
            request.query().toMap(),
            Optional.ofNullable(joined(request.headers(), HeaderNames.IF_NONE_MATCH)));
    var answer =
        refusal(request, true).orElseGet(() -> made(request, () -> below.source().answer(asked)));
    return answer.contentType().equals(HttpAnswer.PLAIN) ? HttpErrors.json(answer) : answer;
  }

  /** The refusal of a request that may not be answered. */
  private Optional<HttpAnswer> refusal(ServerRequest request, boolean protectedPath) {
    if (!Gate.reads(request.prologue().method())) {
      return Optional.of(
          HttpAnswer.plain(405, "Only GET and HEAD are served.").with("Allow", "GET, HEAD"));
    }
    return protectedPath ? gate.get().refusal(request) : Optional.empty();
  }

  private static HttpAnswer made(ServerRequest request, Supplier<HttpAnswer> answer) {
    try {
      return answer.get();
    } catch (RuntimeException fault) {
      LOG.log(Level.ERROR, "answer failed path=" + request.path().path(), fault);
      return HttpAnswer.plain(500, "The answer could not be made; the agent's log says why.");
    }
  }

  private void stream(
      EventStreams streams, ServerRequest request, boolean head, ServerResponse response) {
    var refusal = refusal(request, true);
    if (refusal.isPresent()) {
      send(HttpErrors.json(refusal.get()), head, request, response);
    } else if (head) {
      head(HttpAnswer.of(200, EventStreams.TYPE, ""), response);
      response.send();
    } else if (streams.admit()) {
      head(HttpAnswer.of(200, EventStreams.TYPE, ""), response);
      streams.serve(response);
    } else {
      send(HttpErrors.json(EventStreams.full()), head, request, response);
    }
  }

  private static HttpAnswer page(HttpAnswer file, ServerRequestHeaders headers) {
    return EntityTag.unlessKnown(
        file, Optional.ofNullable(joined(headers, HeaderNames.IF_NONE_MATCH)));
  }

  private static HttpAnswer metrics(ScrapeSource scrapes, ServerRequestHeaders headers) {
    return scrapes.scrape(
        joined(headers, HeaderNames.ACCEPT), joined(headers, HeaderNames.ACCEPT_ENCODING));
  }

  private static @Nullable String joined(ServerRequestHeaders headers, HeaderName name) {
    return headers.contains(name) ? String.join(", ", headers.all(name, List::of)) : null;
  }

  private static void send(
      HttpAnswer answer, boolean head, ServerRequest request, ServerResponse response) {
    try {
      send(answer, head, response);
    } catch (RuntimeException gone) {
      // The answer is in memory: only its client can have failed. Helidon would log a warning.
      LOG.log(Level.DEBUG, "client gone path={0}: {1}", request.path().path(), gone.getMessage());
      throw new CloseConnectionException("the client is gone", gone);
    }
  }

  private static void send(HttpAnswer answer, boolean head, ServerResponse response) {
    head(answer, response);
    if (head) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, answer.body().length));
      response.send();
    } else {
      response.send(answer.body());
    }
  }

  private static void head(HttpAnswer answer, ServerResponse response) {
    response
        .status(Status.create(answer.status()))
        .header(HeaderNames.CONTENT_TYPE, answer.contentType())
        .header(HeaderNames.SERVER, RunningAgent.NAME)
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer");
    answer.headers().forEach((name, value) -> response.header(name, value));
  }
}
