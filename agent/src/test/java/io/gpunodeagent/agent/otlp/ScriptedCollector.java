// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers as a test has it, which no healthy collector would. */
final class ScriptedCollector implements AutoCloseable {

  private final HttpServer server;
  private final BlockingQueue<Answer> script = new LinkedBlockingQueue<>();
  private final List<Long> arrivals = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /** What is answered next; a status of 0 answers nothing until the end. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Answer(int status, String retryAfter, byte[] body) {}

  ScriptedCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/metrics", this::answer);
    server.start();
  }

  /** Where it listens. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers so next; when nothing is left, 200. */
  ScriptedCollector then(int status, String retryAfter, byte[] body) {
    script.add(new Answer(status, retryAfter, body));
    return this;
  }

  /** When requests came, in nanoseconds of {@link System#nanoTime}. */
  List<Long> arrivals() {
    return arrivals;
  }

  private void answer(HttpExchange exchange) throws IOException {
    arrivals.add(System.nanoTime());
    exchange.getRequestBody().readAllBytes();
    var next = script.poll();
    var answer = next == null ? new Answer(200, "", new byte[0]) : next;
    try (exchange) {
      if (answer.status() == 0) {
        end.await();
        return;
      }
      if (!answer.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }
}
