package io.gpunodeagent.agent.cluster.reviews;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.node.ApiWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the API server whose a bearer token is, and what that user may do. Needs the right to create
 * {@code tokenreviews} and {@code subjectaccessreviews}. Each question opens connections of its
 * own: who asks often keeps the answers.
 */
public final class TokenReviewer {

  private static final String TOKENS = "/apis/authentication.k8s.io/v1/tokenreviews";
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
     * It is a user's.
     *
     * @param allowed whether the user may get the path
     */
    record User(boolean allowed) implements Answer {}

    /** It is nobody's, or has expired. */
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
    } catch (IOException e) {
      return new Answer.Unavailable("the answer is no review: " + ApiException.reasonOf(e));
    }
  }

  /** The fields of the token's user, in JSON; empty when it is nobody's. */
  private Optional<Map<String, String>> userOf(String token)
      throws IOException, InterruptedException {
    var body =
        ReviewText.of(
            json -> {
              json.writeStringField("apiVersion", "authentication.k8s.io/v1");
              json.writeStringField("kind", "TokenReview");
              json.writeObjectFieldStart("spec");
              json.writeStringField("token", token);
              json.writeEndObject();
            });
    var user = new LinkedHashMap<String, String>();
    boolean known =
        ReviewText.told(
                server.ask(TOKENS, body),
                "authenticated",
                (json, name) -> {
                  if (name.equals("user")) {
                    JsonReader.object(json, field -> user.put(field, copy(json)));
                  }
                })
            .orElse(false);
    return known && user.containsKey("username") ? Optional.of(user) : Optional.empty();
  }

  private boolean mayGet(Map<String, String> user, String path)
      throws IOException, InterruptedException {
    var body =
        ReviewText.of(
            json -> {
              json.writeStringField("apiVersion", "authorization.k8s.io/v1");
              json.writeStringField("kind", "SubjectAccessReview");
              json.writeObjectFieldStart("spec");
              for (var field : user.entrySet()) {
                json.writeFieldName(field.getKey().equals("username") ? "user" : field.getKey());
                json.writeRawValue(field.getValue());
              }
              json.writeObjectFieldStart("nonResourceAttributes");
              json.writeStringField("path", path);
              json.writeStringField("verb", "get");
              json.writeEndObject();
              json.writeEndObject();
            });
    return ReviewText.told(server.ask(ACCESS, body), "allowed", (_, _) -> {}).orElse(false);
  }

  private static String copy(JsonParser json) throws IOException {
    var text = new StringWriter();
    try (var copy = JsonReader.FACTORY.createGenerator(text)) {
      copy.copyCurrentStructure(json);
    }
    return text.toString();
  }
}
