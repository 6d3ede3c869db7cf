package io.gpunodeagent.agent.cluster;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads and writes the Node the agent runs on.
 *
 * <p>Requests are rare, so each opens a connection of its own, with the credentials and
 * certificates as they are then, and keeps no thread. For one thread at a time.
 */
public final class NodeWriter implements NodeApi {

  private static final String APPLY = "application/apply-patch+yaml";

  private final Access access;
  private final String node;
  private final String conditionType;
  private final Duration timeout;

  /**
   * A writer of the configured node.
   *
   * @param config must name the node
   * @param conditionType the condition that is the agent's
   */
  public NodeWriter(ClusterConfig config, String conditionType) {
    this(config, conditionType, Access.of(config));
  }

  NodeWriter(ClusterConfig config, String conditionType, Access access) {
    if (!config.nodeName().matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "node name: \"" + config.nodeName() + "\": must be a Node's; set NODE_NAME");
    }
    this.access = access;
    this.conditionType = conditionType;
    node = config.nodeName();
    timeout = config.timeout();
  }

  @Override
  public NodeAnswer read() throws InterruptedException {
    return seen(new Call("GET", path(""), "", ""));
  }

  @Override
  public NodeAnswer apply(String uid, NodeMarks marks, Mode mode) throws InterruptedException {
    var suffix =
        switch (mode) {
          case GENTLE -> "";
          case FORCE -> "&force=true";
          case DRY_RUN -> "&dryRun=All";
        };
    return seen(
        new Call("PATCH", applied(path("")) + suffix, APPLY, NodeBodies.marks(node, uid, marks)));
  }

  @Override
  public NodeAnswer applyCondition(String uid, Optional<ConditionText> condition, Instant heartbeat)
      throws InterruptedException {
    var body = NodeBodies.condition(node, uid, condition, heartbeat);
    return seen(new Call("PATCH", applied(path("/status")), APPLY, body));
  }

  @Override
  public NodeAnswer tell(String uid, NodeEvent event) throws InterruptedException {
    var path = "/api/v1/namespaces/default/events/" + NodeBodies.eventName(node, event.key());
    // Forced: whoever touched the Event, what it tells is the agent's.
    var call =
        new Call("PATCH", applied(path) + "&force=true", APPLY, NodeBodies.event(node, uid, event));
    return answer(call, _ -> new NodeAnswer.Done());
  }

  private String path(String subresource) {
    return "/api/v1/nodes/" + node + subresource;
  }

  private static String applied(String path) {
    return path + "?fieldManager=" + ObservedNode.AGENT;
  }

  private NodeAnswer seen(Call call) throws InterruptedException {
    return answer(call, body -> new NodeAnswer.Seen(NodeParser.parse(body, conditionType)));
  }

  private record Call(String method, String path, String type, String body) {}

  /** Takes the body of a good answer. */
  private interface Good {
    NodeAnswer of(byte[] body) throws ApiException;
  }

  private NodeAnswer answer(Call call, Good good) throws InterruptedException {
    try {
      var config = access.config(timeout);
      try (var http = new JdkHttpClientFactory().newBuilder(config).build()) {
        var response = send(http, config.getMasterUrl().replaceAll("/+$", ""), call);
        return response.code() < 300
            ? good.of(response.body())
            : RefusalReader.answer(response.code(), response.body(), retryAfter(response));
      }
    } catch (ApiException e) {
      return new NodeAnswer.Unavailable(e.reason());
    } catch (RuntimeException e) {
      // The transport's own: a broken certificate or address.
      return new NodeAnswer.Unavailable(new ApiException(ApiException.reasonOf(e)).reason());
    }
  }

  private HttpResponse<byte[]> send(HttpClient http, String url, Call call)
      throws ApiException, InterruptedException {
    var request =
        http.newHttpRequestBuilder()
            .uri(url + call.path())
            .header("Accept", "application/json")
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!call.body().isEmpty()) {
      request.method(call.method(), call.type(), call.body());
    }
    try {
      return http.sendAsync(request.build(), byte[].class)
          .get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ApiException("no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new ApiException(ApiException.reasonOf(e));
    }
  }

  private static Duration retryAfter(HttpResponse<byte[]> response) {
    var after = Optional.ofNullable(response.header("Retry-After")).orElse("");
    return after.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(after)) : Duration.ZERO;
  }
}
