// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.node.ApiWriter;
import io.gpunodeagent.agent.cluster.node.ApiWriter.Call;
import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeMarksApi;
import io.gpunodeagent.agent.cluster.node.NodeWriter;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.core.text.KeyPatterns;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads, annotates and evicts pods of this node. For one thread at a time. */
public final class PodWriter implements PodApi {

  private static final String MERGE = "application/merge-patch+json";

  /** The server answers 500 to an eviction, for good, while two budgets match the pod. */
  private static final String SEVERAL_BUDGETS = "more than one PodDisruptionBudget";

  private static final String BUDGET = "disruption budget";

  private final ApiWriter api;
  private final KeyPatterns annotations;
  private final String node;

  /**
   * A writer in the cluster that is configured.
   *
   * @param config must name the node
   */
  public PodWriter(ClusterConfig config) {
    this(config, Access.of(config));
  }

  public PodWriter(ClusterConfig config, Access access) {
    api = new ApiWriter(access, config.timeout());
    annotations = KeyPatterns.of(config.podAnnotations());
    node = NodeWriter.checkedName(config);
  }

  @Override
  public PodAnswer read(PodTarget pod) throws InterruptedException {
    var answer = seen(Call.get(path(pod.namespace(), pod.name())));
    return answer instanceof PodAnswer.Seen(var found) && !found.pod().uid().equals(pod.uid())
        ? new PodAnswer.Gone("another pod has its name")
        : answer;
  }

  @Override
  public PodAnswer annotate(ObservedPod pod, Map<String, Optional<String>> changes)
      throws InterruptedException {
    var path = path(pod.pod().namespace(), pod.pod().name());
    return seen(
        new Call(
            "PATCH",
            path + "?fieldManager=" + ObservedNode.AGENT,
            MERGE,
            PodBodies.annotations(pod, changes)));
  }

  @Override
  public PodAnswer evict(ObservedPod pod) throws InterruptedException {
    var path = path(pod.pod().namespace(), pod.pod().name()) + "/eviction";
    return answer(
        new Call("POST", path, "application/json", PodBodies.eviction(pod)),
        _ -> new PodAnswer.Done());
  }

  @Override
  public PodAnswer record(PodTarget pod, PodEvent event) throws InterruptedException {
    var path =
        "/api/v1/namespaces/" + pod.namespace() + "/events/" + PodBodies.eventName(pod, event);
    return answer(
        Call.apply(path, NodeMarksApi.Mode.FORCE.query(), PodBodies.event(node, pod, event)),
        _ -> new PodAnswer.Done());
  }

  private static String path(String namespace, String name) {
    return "/api/v1/namespaces/" + namespace + "/pods/" + name;
  }

  /** Takes the body of a good answer. */
  private interface Good {
    PodAnswer of(byte[] body) throws IOException;
  }

  private PodAnswer seen(Call call) throws InterruptedException {
    return answer(
        call,
        body -> {
          try (var json = JsonReader.FACTORY.createParser(body)) {
            json.nextToken();
            return new PodAnswer.Seen(PodReader.observed(json, annotations));
          }
        });
  }

  private PodAnswer answer(Call call, Good good) throws InterruptedException {
    try {
      var answer = api.send(call);
      return answer.code() < 300 ? good.of(answer.body()) : refusal(answer);
    } catch (ApiException e) {
      return new PodAnswer.Unavailable(Duration.ZERO, e.reason());
    } catch (IOException e) {
      return new PodAnswer.Unavailable(Duration.ZERO, ApiException.reasonOf(e));
    }
  }

  private static PodAnswer refusal(ApiWriter.Answer answer) {
    var refusal = ApiWriter.refusal(answer);
    return switch (refusal) {
      case NodeAnswer.Conflict(var _, var reason) -> new PodAnswer.Changed(reason);
      case NodeAnswer.Invalid(var _, var reason) -> new PodAnswer.Forbidden(reason);
      case NodeAnswer.TooMany(var pause, var reason) ->
          reason.contains(BUDGET)
              ? new PodAnswer.Blocked(pause, reason)
              : new PodAnswer.Unavailable(pause, reason);
      case NodeAnswer.Forbidden(var reason) ->
          answer.code() == 404 ? new PodAnswer.Gone(reason) : new PodAnswer.Forbidden(reason);
      case NodeAnswer.Unavailable(var pause, var reason) ->
          reason.contains(SEVERAL_BUDGETS)
              ? new PodAnswer.Blocked(pause, reason)
              : new PodAnswer.Unavailable(pause, reason);
      case NodeAnswer.Seen _, NodeAnswer.Done() ->
          throw new IllegalStateException("a refusal is no success");
    };
  }
}
