// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.Access.Transport;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.ApiReader;
import io.gpunodeagent.agent.cluster.api.BodyStream;
import io.gpunodeagent.agent.document.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests that write, or precede a write. They are rare, so each opens a connection of its
 * own, with the credentials and certificates as they are then, and keeps no thread.
 *
 * @param timeout for the head of an answer
 */
public record ApiWriter(Access access, Duration timeout) {

  private static final String APPLY = "application/apply-patch+yaml";

  /** A Node with all that controllers write there has some hundred KiB. */
  private static final int LARGEST_ANSWER = 4 * 1024 * 1024;

  /**
   * An answer.
   *
   * @param code HTTP's
   * @param retryAfter the pause the server asks for, or zero
   */
  @SuppressWarnings("ArrayRecordComponent") // Parsed once, and compared with nothing.
  public record Answer(int code, byte[] body, Duration retryAfter) {}

  /**
   * A request.
   *
   * @param path and query
   * @param type of the body; empty text without one
   */
  public record Call(String method, String path, String type, String body) {

    /** A plain reading. */
    public static Call get(String path) {
      return new Call("GET", path, "", "");
    }

    /** A list of changes, of which all or none are made. */
    static Call jsonPatch(String path, String body) {
      return new Call(
          "PATCH",
          path + "?fieldManager=" + ObservedNode.AGENT,
          "application/json-patch+json",
          body);
    }

    /** Deletes the object of this UID and no other. */
    static Call delete(String path, String uid) {
      var options =
          new JsonObject()
              .put("kind", "DeleteOptions")
              .put("apiVersion", "v1")
              .put("preconditions", new JsonObject().put("uid", uid));
      return new Call("DELETE", path, "application/json", options.compactText());
    }

    /**
     * Server-side apply in the agent's name.
     *
     * @param options further parameters of the query, each with its {@code &}
     */
    public static Call apply(String path, String options, String body) {
      return new Call("PATCH", path + "?fieldManager=" + ObservedNode.AGENT + options, APPLY, body);
    }
  }

  /** Takes the body of a good answer. */
  interface Good {
    NodeAnswer of(byte[] body) throws ApiException;
  }

  /**
   * The answer to something that is posted and stored nowhere.
   *
   * @throws ApiException when the server refuses or does not answer
   */
  public byte[] ask(String path, String json) throws ApiException, InterruptedException {
    var response = send(new Call("POST", path, "application/json", json));
    if (response.code() >= 300) {
      throw ApiException.ofStatus(response.code(), "", response.retryAfter());
    }
    return response.body();
  }

  /** What comes of a request. */
  NodeAnswer answer(Call call, Good good) throws InterruptedException {
    try {
      var response = send(call);
      return response.code() < 300 ? good.of(response.body()) : refusal(response);
    } catch (ApiException e) {
      return new NodeAnswer.Unavailable(e.reason());
    }
  }

  /** What a refusal means. */
  public static NodeAnswer refusal(Answer answer) {
    return RefusalReader.answer(answer.code(), answer.body(), answer.retryAfter());
  }

  /**
   * The answer to a request, which may be a refusal.
   *
   * @throws ApiException when there was none, or it is too long
   */
  public Answer send(Call call) throws ApiException, InterruptedException {
    try (var transport = access.open(timeout);
        var body = new BodyStream(timeout)) {
      var head = send(transport, call, body);
      body.begin(head.body());
      var bytes = body.readNBytes(LARGEST_ANSWER + 1);
      if (bytes.length > LARGEST_ANSWER) {
        throw ApiException.unusable("an answer of more than " + LARGEST_ANSWER + " bytes");
      }
      return new Answer(head.code(), bytes, ApiReader.retryAfter(head.header("Retry-After")));
    } catch (IOException e) {
      throw ApiReader.failureOf(e);
    } catch (RuntimeException e) {
      throw new ApiException(ApiException.reasonOf(e));
    }
  }

  private HttpResponse<AsyncBody> send(Transport to, Call call, BodyStream body)
      throws ApiException, InterruptedException {
    var request =
        to.http()
            .newHttpRequestBuilder()
            .uri(to.url() + call.path())
            .header("Accept", "application/json")
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!call.body().isEmpty()) {
      request.method(call.method(), call.type(), call.body());
    }
    try {
      return to.http()
          .consumeBytes(request.build(), body)
          .get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ApiException("no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new ApiException(ApiException.reasonOf(e));
    }
  }
}
