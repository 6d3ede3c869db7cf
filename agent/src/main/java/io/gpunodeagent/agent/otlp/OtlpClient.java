// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import io.gpunodeagent.agent.faults.Causes;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Failure;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Unavailable;
import io.gpunodeagent.core.text.OneLine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sends requests to one target, one at a time. */
final class OtlpClient implements AutoCloseable {

  private static final int LARGEST_ANSWER = 1 << 16;
  private static final int LONGEST_REASON = 200;

  private final OtlpTarget target;
  private final String version;
  private final HttpClient client;

  /**
   * For a target.
   *
   * @param version of the agent
   */
  OtlpClient(OtlpTarget target, String version) throws GeneralSecurityException, IOException {
    this.target = target;
    this.version = version;
    // A redirect must not carry the headers elsewhere.
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (target.tls().isPresent()) {
      builder.sslContext(target.tls().get().context());
    }
    client = builder.build();
  }

  /** Sends a request, and waits for the whole answer. */
  OtlpAnswer send(OtlpBatch batch, Duration timeout) throws InterruptedException {
    var answer =
        client.sendAsync(
            request(batch), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    try {
      return read(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      return new Unavailable(
          Failure.TIMEOUT,
          Duration.ZERO,
          "it has not answered within " + timeout.toMillis() + "ms");
    } catch (ExecutionException failed) {
      return failure(failed.getCause() == null ? failed : failed.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private HttpRequest request(OtlpBatch batch) {
    var request =
        HttpRequest.newBuilder(target.address())
            .header("Content-Type", "application/x-protobuf")
            .header("User-Agent", "gpu-node-agent/" + version);
    if (batch.gzip()) {
      request.header("Content-Encoding", "gzip");
    }
    target.headers().forEach(request::header);
    return request.POST(HttpRequest.BodyPublishers.ofByteArray(batch.body())).build();
  }

  private static OtlpAnswer read(HttpResponse<byte[]> response) {
    var headers = response.headers();
    return new OtlpResponse(
            response.statusCode(),
            headers.firstValue("Retry-After").orElse("").strip(),
            headers.firstValue("Content-Type").orElse(""),
            response.body())
        .answer(Instant.now());
  }

  private static OtlpAnswer failure(Throwable failed) {
    var kind = failed instanceof HttpTimeoutException ? Failure.TIMEOUT : Failure.CONNECTION;
    return new Unavailable(kind, Duration.ZERO, reason(failed));
  }

  private static String reason(Throwable failed) {
    if (Causes.include(failed, UnresolvedAddressException.class)) {
      return "its name cannot be resolved";
    }
    if (Causes.include(failed, ConnectException.class)) {
      return "it cannot be reached";
    }
    var message = failed.getMessage() == null ? "cut off" : failed.getMessage();
    return (failed instanceof SSLException ? "no TLS comes about: " : "the connection failed: ")
        + OneLine.of(message, LONGEST_REASON);
  }

  /** Ends what is under way, and waits for nothing. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
