// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.reviews;

import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ApiDocument;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.ApiWriter;
import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import java.util.Optional;

/**
 * Asks the API server whose a bearer token is, and what that user may do. Needs the right to create
 * {@code tokenreviews} and {@code subjectaccessreviews}. Each question opens connections of its
 * own: who asks often keeps the answers.
 */
public final class TokenReviewer {

  private static final String TOKENS = "/apis/authentication.k8s.io/v1/tokenreviews";
  private static final String USERNAME = "username";
  private static final String ACCESS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  private final ApiWriter server;

  /** One for the configured API server. */
  public TokenReviewer(ClusterConfig config) {
    this(config, Access.of(config));
  }

  TokenReviewer(ClusterConfig config, Access access) {
    server = new ApiWriter(access, config.timeout());
  }

  /** What is said of a token. */
  public sealed interface Answer {

    /**
     * It belongs to a user.
     *
     * @param allowed whether the user may get the path
     */
    record User(boolean allowed) implements Answer {}

    /** It belongs to no user, or has expired. */
    record Nobody() implements Answer {}

    /** The server did not answer, or refused. */
    record Unavailable(String reason) implements Answer {}
  }

  /** Whether the token's user may {@code get} the path, a non-resource URL. */
  public Answer review(String token, String path) throws InterruptedException {
    try {
      var user = userOf(token);
      return user.isEmpty() ? new Answer.Nobody() : new Answer.User(mayGet(user.get(), path));
    } catch (ApiException e) {
      return new Answer.Unavailable(e.reason());
    }
  }

  /** The fields of the token's user; empty when it belongs to no user. */
  private Optional<Node.Mapping> userOf(String token) throws ApiException, InterruptedException {
    var body =
        new JsonObject()
            .put("apiVersion", "authentication.k8s.io/v1")
            .put("kind", "TokenReview")
            .put("spec", new JsonObject().put("token", token));
    return status(TOKENS, body)
        .filter(status -> ApiDocument.isTrue(status, "authenticated"))
        .flatMap(status -> status.find("user"))
        .filter(Node.Mapping.class::isInstance)
        .map(Node.Mapping.class::cast)
        .filter(user -> user.entries().stream().anyMatch(one -> one.key().equals(USERNAME)));
  }

  private boolean mayGet(Node.Mapping user, String path) throws ApiException, InterruptedException {
    var spec = new JsonObject();
    user.entries()
        .forEach(one -> spec.put(one.key().equals(USERNAME) ? "user" : one.key(), one.value()));
    spec.put("nonResourceAttributes", new JsonObject().put("path", path).put("verb", "get"));
    var body =
        new JsonObject()
            .put("apiVersion", "authorization.k8s.io/v1")
            .put("kind", "SubjectAccessReview")
            .put("spec", spec);
    return status(ACCESS, body).filter(status -> ApiDocument.isTrue(status, "allowed")).isPresent();
  }

  private Optional<MappingReader> status(String path, JsonObject body)
      throws ApiException, InterruptedException {
    return ApiDocument.read(server.ask(path, body.compactText()), "review").child("status");
  }
}
