// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * One unary gRPC call as one HTTP/2 exchange: the transport's thread drives it, another waits in
 * {@link #await}.
 */
final class UnaryCall implements AsyncClientExchangeHandler {

  private static final URIAuthority AUTHORITY = new URIAuthority("localhost");

  private final String method;
  private final ByteBuffer request;
  private final AnswerPart answer;
  private final CompletableFuture<Void> outcome = new CompletableFuture<>();

  /**
   * A call to be made.
   *
   * @param method such as {@code v1.PodResourcesLister/List}
   * @param request the message, without gRPC's prefix
   * @param answer takes the message of the answer on the transport's thread
   */
  UnaryCall(String method, byte[] request, AnswerPart answer) {
    this.method = method;
    this.request = GrpcMessage.framed(request);
    this.answer = new GrpcMessage(answer);
  }

  /**
   * Waits for the end of the call.
   *
   * @throws KubeletException when it fails or is not over in time; the transport is to be closed
   *     then
   */
  void await(Duration timeout) throws KubeletException, InterruptedException {
    try {
      outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new KubeletException("no complete answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KubeletException known
          ? known
          : new KubeletException(KubeletException.reasonOf(e));
    }
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    var head = new BasicHttpRequest("POST", "http", AUTHORITY, "/" + method);
    head.addHeader("content-type", "application/grpc");
    head.addHeader("te", "trailers");
    channel.sendRequest(head, new BasicEntityDetails(request.remaining(), null), context);
  }

  @Override
  public int available() {
    return request.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    channel.write(request);
    if (!request.hasRemaining()) {
      channel.endStream(List.of());
    }
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {}

  @Override
  public void consumeResponse(
      HttpResponse response, @Nullable EntityDetails body, HttpContext context) {
    if (response.getCode() != HttpStatus.SC_OK) {
      failed(new KubeletException("HTTP status " + response.getCode() + ", not gRPC's"));
    } else if (body == null) {
      finish(List.of(response.getHeaders()));
    }
  }

  @Override
  public void updateCapacity(CapacityChannel capacity) throws IOException {
    capacity.update(GrpcMessage.LARGEST_ANSWER);
  }

  @Override
  public void consume(ByteBuffer part) throws IOException {
    answer.accept(part);
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers) {
    finish(trailers == null ? List.of() : trailers);
  }

  @Override
  public void failed(Exception cause) {
    outcome.completeExceptionally(
        cause instanceof KubeletException
            ? cause
            : new KubeletException(KubeletException.reasonOf(cause)));
  }

  @Override
  public void cancel() {
    failed(new KubeletException("the connection was closed"));
  }

  /** The transport is done with this call; whatever has not ended it did not end well. */
  @Override
  public void releaseResources() {
    failed(new KubeletException("the connection was closed before the answer"));
  }

  private void finish(List<? extends Header> trailers) {
    try {
      check(value(trailers, "grpc-status"), value(trailers, "grpc-message"));
      answer.end();
      outcome.complete(null);
    } catch (KubeletException e) {
      failed(e);
    }
  }

  private static void check(String status, String message) throws KubeletException {
    if (!status.matches("[0-9]{1,3}")) {
      throw new KubeletException("the answer has no gRPC status");
    }
    if (Integer.parseInt(status) != 0) {
      throw KubeletException.ofStatus(Integer.parseInt(status), message);
    }
  }

  private static String value(List<? extends Header> headers, String name) {
    return headers.stream()
        .filter(header -> header.getName().equalsIgnoreCase(name))
        .map(Header::getValue)
        .findFirst()
        .orElse("");
  }
}
