// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.reviews;

import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ApiDocument;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.ApiWriter;
import io.gpunodeagent.agent.document.JsonObject;
import java.util.Arrays;

/**
 * Asks the API server what the agent itself may do. Everybody who is known to the server may ask
 * that. Each question opens a connection of its own.
 */
public final class AccessReviewer {

  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private final ApiWriter server;
  private final Access access;

  /** One for the configured API server. */
  public AccessReviewer(ClusterConfig config) {
    this(config, Access.of(config));
  }

  AccessReviewer(ClusterConfig config, Access access) {
    this.access = access;
    server = new ApiWriter(access, config.timeout());
  }

  /**
   * Something to be done.
   *
   * @param group of the API; empty text for the core
   * @param resource plural, with its subresource after a slash if one is meant
   * @param verb such as {@code list}
   * @param namespace empty text for all, or where there are none
   * @param name of the one object; empty text for all
   */
  public record Right(String group, String resource, String verb, String namespace, String name) {}

  /** What the server answers about a right. */
  public sealed interface Answer {

    /** Roles allow it; an admission policy may still deny it. */
    record Allowed() implements Answer {}

    /** It may not be done. */
    record Denied() implements Answer {}

    /** The server did not answer, or refused the question: one line. */
    record Unavailable(String reason) implements Answer {}
  }

  /** Whether a kubeconfig or the service account of a pod names an API server at all. */
  public boolean configured() {
    return access.named();
  }

  /** Whether the agent may do this. */
  public Answer review(Right right) throws InterruptedException {
    try {
      return allowed(server.ask(REVIEWS, body(right))) ? new Answer.Allowed() : new Answer.Denied();
    } catch (ApiException e) {
      return new Answer.Unavailable(e.reason());
    }
  }

  private static String body(Right right) {
    var parts = right.resource().split("/", 2);
    var attributes =
        new JsonObject()
            .put("group", right.group())
            .put("resource", parts[0])
            .putIfAny("subresource", Arrays.stream(parts).skip(1).findFirst())
            .put("verb", right.verb())
            .put("namespace", right.namespace())
            .put("name", right.name());
    return new JsonObject()
        .put("apiVersion", "authorization.k8s.io/v1")
        .put("kind", "SelfSubjectAccessReview")
        .put("spec", new JsonObject().put("resourceAttributes", attributes))
        .compactText();
  }

  private static boolean allowed(byte[] answer) throws ApiException {
    var status =
        ApiDocument.read(answer, "review")
            .child("status")
            .orElseThrow(() -> ApiException.unusable("the answer has no status"));
    return ApiDocument.isTrue(status, "allowed");
  }
}
