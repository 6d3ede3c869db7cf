// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.gpunodeagent.agent.cluster.api.Access.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the API server: fabric8's credentials, TLS and transport, answers parsed as they
 * arrive. Its typed client is left out, because a list of whole Pods and the classes they need take
 * more memory than the rest of the agent.
 *
 * <p>A connection that has not worked for {@link #STALE} is replaced, with the credentials and
 * certificates as they are then. Safe for several threads.
 */
public final class ApiReader implements AutoCloseable {

  private static final Duration STALE = Duration.ofMinutes(1);

  private final Access access;
  private final Duration timeout;
  private Optional<Transport> connection = Optional.empty();
  private long lastGood;

  /**
   * A client that connects when it is first used.
   *
   * @param access read for each new connection
   * @param timeout for the head of an answer and, except in a watch, for every part of it
   */
  public ApiReader(Access access, Duration timeout) {
    this.access = access;
    this.timeout = timeout;
  }

  /** Takes the body of a good answer. */
  public interface Reader<T> {
    T read(JsonParser body) throws IOException, InterruptedException;
  }

  /** The answer to GET, read as it arrives. */
  public <T> T get(String path, String accept, Reader<T> reader)
      throws ApiException, InterruptedException {
    return stream(path, accept, timeout, () -> {}, reader);
  }

  /**
   * The answer to GET of a watch.
   *
   * @param silence the longest time without any event
   * @param opened called before the first event, for which the reader waits
   */
  <T> T stream(String path, String accept, Duration silence, Runnable opened, Reader<T> reader)
      throws ApiException, InterruptedException {
    var used = connection();
    try (var body = new BodyStream(silence)) {
      var answer = send(used, path, accept, body);
      body.begin(answer.body());
      if (answer.code() >= 300) {
        throw refusal(answer, body);
      }
      worked();
      opened.run();
      try (var json = JsonReader.FACTORY.createParser(body)) {
        return reader.read(json);
      }
    } catch (IOException e) {
      var failure = failureOf(e);
      failed(used, failure);
      throw failure;
    }
  }

  /** Where requests go, for messages. */
  synchronized String server() {
    return connection.map(Transport::url).orElse("API server");
  }

  @Override
  public synchronized void close() {
    connection.ifPresent(open -> open.close());
    connection = Optional.empty();
  }

  private HttpResponse<AsyncBody> send(
      Transport to, String path, String accept, BodyStream consumer)
      throws ApiException, InterruptedException {
    try {
      var request =
          to.http()
              .newHttpRequestBuilder()
              // A path may hold what another has written, such as the name of a resource.
              .uri(to.url() + path)
              .header("Accept", accept)
              // Of the head alone: the transport ends the exchange when it is late.
              .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .build();
      return to.http()
          .consumeBytes(request, consumer)
          .get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ApiException("no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException | RuntimeException e) {
      throw new ApiException(ApiException.reasonOf(e));
    }
  }

  private static ApiException refusal(HttpResponse<AsyncBody> answer, BodyStream body) {
    if (answer.code() < 400) {
      // The token must not go where the answer says.
      var target = Optional.ofNullable(answer.header("Location")).orElse("nowhere");
      return ApiException.ofStatus(
          answer.code(), "a redirect to " + target + ", which is not followed", Duration.ZERO);
    }
    return ApiException.ofStatus(
        answer.code(), StatusReader.message(body), retryAfter(answer.header("Retry-After")));
  }

  /** The pause a server asks for in the head of its answer, or zero. */
  public static Duration retryAfter(@Nullable String header) {
    var text = Optional.ofNullable(header).orElse("");
    return text.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
  }

  /** What failed while an answer was read. */
  public static ApiException failureOf(IOException failure) throws InterruptedException {
    return switch (failure) {
      case InterruptedIOException _ -> throw new InterruptedException();
      case ApiException known -> known;
      case JsonProcessingException json ->
          json.getCause() instanceof ApiException known
              ? known
              : ApiException.unusable("the answer is no JSON: " + json.getOriginalMessage());
      case IOException other -> new ApiException(ApiException.reasonOf(other));
    };
  }

  private synchronized Transport connection() throws ApiException {
    if (connection.isEmpty()) {
      connection = Optional.of(access.open(timeout));
      lastGood = System.nanoTime();
    }
    return connection.get();
  }

  private synchronized void worked() {
    lastGood = System.nanoTime();
  }

  private synchronized void failed(Transport used, ApiException failure) {
    var mayBeOurs = failure.status().isEmpty() || failure.is(401);
    if (mayBeOurs
        && connection.equals(Optional.of(used))
        && System.nanoTime() - lastGood > STALE.toNanos()) {
      close();
    }
  }
}
