// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.loop.Heartbeat;
import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain server over real sockets. */
@Timeout(60)
class AgentServerTest {

  private static final NodeSnapshot STATE =
      Nodes.ready(false, Nodes.gpu(0, new GpuCondition.Fresh()));

  private final AtomicBoolean faulty = new AtomicBoolean();

  /** Fails once, when the deadlines are looked at, if it is to. */
  private long nanoTime() {
    if (Thread.currentThread().getName().equals("web-deadlines") && faulty.getAndSet(false)) {
      throw new IllegalStateException("a bug");
    }
    return System.nanoTime();
  }

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private AgentServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void start(WebConfig config, NodeView view) throws SetupException {
    server =
        AgentServer.start(
            config,
            view,
            Nodes.NO_TOKENS,
            new RequestDeadline(Duration.ofSeconds(1), this::nanoTime));
  }

  private void start(NodeView view) throws SetupException {
    start(config(256, 60), view);
  }

  private static WebConfig config(int maxConnections, int idleSeconds) {
    return Nodes.config(
        Optional.empty(), WebConfig.Admission.everyone(), maxConnections, idleSeconds);
  }

  private Wire connect() throws IOException {
    return Wire.connect(server.port());
  }

  @Test
  void scrapesCarryTheHeadersOfTheExposition() throws Exception {
    var asked = new AtomicReference<String>();
    var view =
        new NodeView(
            (accept, encoding) -> {
              asked.set(accept + " | " + encoding);
              return new HttpAnswer(
                  200,
                  "application/openmetrics-text; version=1.0.0",
                  Map.of("Content-Encoding", "gzip", "Vary", "Accept, Accept-Encoding"),
                  new byte[] {1, 2, 3});
            },
            Nodes.NO_API,
            Nodes.NO_STREAM,
            () -> Nodes.state(STATE),
            new Heartbeat(System::nanoTime, Duration.ofMinutes(1)));
    start(view);
    try (var wire = connect()) {
      var answer =
          wire.get("/metrics", "Accept: a/b", "Accept: c/d;q=0.5", "Accept-Encoding: gzip");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers())
          .containsEntry("Content-Type", "application/openmetrics-text; version=1.0.0")
          .containsEntry("Content-Encoding", "gzip")
          .containsEntry("Vary", "Accept, Accept-Encoding")
          .containsEntry("Content-Length", "3")
          .containsEntry("X-Content-Type-Options", "nosniff");
      assertThat(asked.get()).isEqualTo("a/b, c/d;q=0.5 | gzip");
      wire.get("/metrics");
      assertThat(asked.get()).isEqualTo("null | null");
    }
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    start(Nodes.view(STATE, "x 1\n"));
    try (var wire = connect()) {
      var head = wire.request("HEAD", "/metrics");
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).containsEntry("Content-Length", "4");
      assertThat(wire.get("/metrics").body()).isEqualTo("x 1\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  void onlyReadingIsServed(String method) throws Exception {
    start(Nodes.view(STATE, ""));
    try (var wire = connect()) {
      var answer = wire.request(method, "/metrics", "Content-Length: 0");
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/metrics/", "/health/other", "/%2e%2e/etc/passwd"})
  void anythingElseIsNotFound(String path) throws Exception {
    start(Nodes.view(STATE, ""));
    try (var wire = connect()) {
      var answer = wire.get(path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.headers()).containsEntry("Content-Type", "text/plain; charset=utf-8");
    }
  }

  @Test
  void aFaultOfTheExpositionIsAnAnswerAndNotACutConnection() throws Exception {
    var view =
        new NodeView(
            (accept, encoding) -> {
              throw new IllegalStateException("seeded");
            },
            Nodes.NO_API,
            Nodes.NO_STREAM,
            () -> Nodes.state(STATE),
            new Heartbeat(System::nanoTime, Duration.ofMinutes(1)));
    start(view);
    try (var wire = connect()) {
      assertThat(wire.get("/metrics").status()).isEqualTo(500);
      assertThat(wire.get("/health/live").status()).isEqualTo(200);
    }
  }

  /** With Nagle's algorithm on, every answer waits some 40 ms for a delayed acknowledgement. */
  @Test
  void twoHundredScrapesOverOneConnectionTakeNoTime() throws Exception {
    start(Nodes.view(STATE, "metric 1\n".repeat(8_000)));
    try (var wire = connect()) {
      long start = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        assertThat(wire.get("/metrics").body()).hasSize(72_000);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void connectionCloseCloses() throws Exception {
    start(Nodes.view(STATE, "x 1\n"));
    try (var wire = connect()) {
      assertThat(wire.get("/metrics", "Connection: close").body()).isEqualTo("x 1\n");
      assertThat(wire.closedByServer()).isTrue();
    }
  }

  @Test
  void oversizedHeadersAreRefused() throws Exception {
    start(Nodes.view(STATE, ""));
    try (var wire = connect()) {
      var answer = wire.get("/metrics", "X-Filler: " + "x".repeat(5_000));
      assertThat(answer.status()).isIn(400, 431);
      assertThat(wire.closedByServer()).isTrue();
    }
    try (var wire = connect()) {
      assertThat(wire.get("/" + "x".repeat(5_000)).status()).isIn(400, 414);
    }
  }

  @Test
  void aRequestWithABodyIsRefused() throws Exception {
    start(Nodes.view(STATE, ""));
    try (var wire = connect()) {
      wire.write("GET /metrics HTTP/1.1\r\nHost: t\r\nContent-Length: 1000000000\r\n\r\n");
      assertThat(wire.answer(true).status()).isIn(200, 400, 413);
    }
    try (var wire = connect()) {
      assertThat(wire.get("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatNeverFinishesItsHeadersIsCutOff() throws Exception {
    start(Nodes.view(STATE, ""));
    try (var wire = connect()) {
      wire.write("GET /metrics HTTP/1.1\r\nHost: t\r\nX-Slow: ");
      assertThat(wire.closedByServer()).isTrue();
    }
  }

  @Test
  void aFaultInTheLookAtDeadlinesIsCountedAndSlowClientsAreStillCutOff() throws Exception {
    var before = LoopFailures.counts().getOrDefault("web-deadlines", 0L);
    faulty.set(true);
    start(Nodes.view(STATE, ""));
    Eventually.until(
        "it is counted", () -> LoopFailures.counts().getOrDefault("web-deadlines", 0L) > before);
    try (var wire = connect()) {
      wire.write("GET /metrics HTTP/1.1\r\nHost: t\r\nX-Slow: ");
      assertThat(wire.closedByServer()).isTrue();
    }
  }

  @Test
  void aClientThatNeverSaysAnythingIsCutOffAfterTheIdleTime() throws Exception {
    start(config(256, 1), Nodes.view(STATE, ""));
    try (var wire = connect()) {
      assertThat(wire.closedByServer()).isTrue();
    }
  }

  @Test
  void aClientThatTakesNothingIsCutOff() throws Exception {
    var asked = new AtomicBoolean();
    var endless = Nodes.view(STATE, "metric 1\n".repeat(2_000_000));
    start(
        config(1, 60),
        new NodeView(
            (accept, encoding) -> {
              asked.set(true);
              return endless.scrapes().scrape(accept, encoding);
            },
            Nodes.NO_API,
            Nodes.NO_STREAM,
            endless.state(),
            endless.heartbeat()));
    try (var stuck = new Socket()) {
      stuck.setReceiveBufferSize(4_096);
      stuck.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      stuck
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Eventually.until("it is asked", asked::get);
      // The only connection allowed is taken; the next one is served once the first is cut off.
      try (var wire = connect()) {
        assertThat(wire.get("/health/live").status()).isEqualTo(200);
      }
    }
  }

  /** Guards against the channel socket of Helidon 4.4, which drops what the kernel did not take. */
  @Test
  void aSlowReaderGetsEveryByte() throws Exception {
    var body = new StringBuilder();
    for (int line = 0; line < 200_000; line++) {
      body.append("line ").append(line).append('\n');
    }
    server =
        AgentServer.start(
            config(256, 60),
            Nodes.view(STATE, body.toString()),
            Nodes.NO_TOKENS,
            new RequestDeadline(Duration.ofSeconds(30), System::nanoTime));
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.setSoTimeout(Wire.PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      socket
          .getOutputStream()
          .write(
              "GET /metrics HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(bodyOf(drip(socket.getInputStream()))).isEqualTo(body.toString());
    }
  }

  private static byte[] drip(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    var piece = new byte[512];
    for (int read = in.read(piece); read > 0; read = in.read(piece)) {
      all.write(piece, 0, read);
    }
    return all.toByteArray();
  }

  private static String bodyOf(byte[] answer) {
    var text = new String(answer, StandardCharsets.ISO_8859_1);
    return text.substring(text.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void connectionsInTheMiddleOfARequestAreNotClosedForANewOne() throws Exception {
    var begun = new CountDownLatch(1);
    var deadline = new RequestDeadline(Duration.ofSeconds(30), () -> beginning(begun));
    server = AgentServer.start(config(1, 60), Nodes.view(STATE, ""), Nodes.NO_TOKENS, deadline);
    try (var busy = connect()) {
      busy.write("GET /health/live HTTP/1.1\r\nHost: t\r\nX: ");
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      try (var other = connect()) {
        assertThat(other.get("/health/live").status()).isEqualTo(200);
        busy.write("y\r\n\r\n");
        assertThat(busy.answer(true).status()).isEqualTo(200);
      }
    }
  }

  /** A clock that is read by the thread of a connection when a request begins on it. */
  private static long beginning(CountDownLatch begun) {
    if (!Thread.currentThread().getName().equals("web-deadlines")) {
      begun.countDown();
    }
    return System.nanoTime();
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    start(Nodes.view(STATE, ""));
    var taken = config(256, 60);
    var same =
        new WebConfig(
            taken.host(),
            server.port(),
            Optional.empty(),
            taken.tls(),
            taken.admission(),
            taken.bounds());
    assertThatThrownBy(() -> AgentServer.start(same, Nodes.view(STATE, ""), Nodes.NO_TOKENS))
        .isInstanceOf(SetupException.class)
        .hasMessage(
            "web.port: \"127.0.0.1:%d\" cannot be listened on, Address already in use: stop what"
                + " listens there or choose another port with --port",
            server.port());
  }

  @Test
  void stoppingIsBoundedWhileClientsHang() throws Exception {
    start(Nodes.view(STATE, ""));
    var hanging = new ArrayList<Wire>();
    for (int i = 0; i < 5; i++) {
      var wire = connect();
      wire.write("GET /metrics HTTP/1.1\r\nHost: t\r\nX: ");
      hanging.add(wire);
    }
    long start = System.nanoTime();
    server.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    for (var wire : hanging) {
      wire.close();
    }
  }

  @Test
  void addressesAreNotLookedUp() throws Exception {
    var address = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
    assertThat(address.getHostName()).isEqualTo("192.0.2.1");
    assertThat(InetAddress.getAllByName("localhost")).allMatch(InetAddress::isLoopbackAddress);
  }

  @Test
  void aClientThatIsGoneIsNoWarningInTheLog() throws Exception {
    var asked = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    start(
        Nodes.view(
            STATE,
            (accept, acceptEncoding) -> {
              asked.countDown();
              await(gone);
              return new HttpAnswer(200, "text/plain", Map.of(), new byte[1 << 20]);
            }));
    var root = Logger.getLogger("");
    var warnings = new Warnings();
    root.addHandler(warnings);
    try {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.setSoLinger(true, 0);
        var request = "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        asked.await();
      }
      gone.countDown();
      server.close();
      assertThat(warnings.lines).isEmpty();
    } finally {
      root.removeHandler(warnings);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is logged from WARNING on. */
  private static final class Warnings extends Handler {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        lines.add(record.getLoggerName() + ": " + record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
