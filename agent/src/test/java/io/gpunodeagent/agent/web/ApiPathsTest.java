// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.http.ApiQuery;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.http.StreamSource;
import io.gpunodeagent.agent.loop.Heartbeat;
import io.gpunodeagent.core.snapshot.GpuCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /api/v1} and its stream over real sockets. */
@Timeout(60)
class ApiPathsTest {

  private static final Duration WRITE_LIMIT = Duration.ofSeconds(20);

  /** More than the sockets of both sides hold. */
  private static final int LARGE = 32 << 20;

  /** Time that passes when a test says so. */
  private final AtomicLong now = new AtomicLong();

  private final AtomicReference<ApiQuery> asked = new AtomicReference<>();
  private final Published published = new Published();

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private AgentServer server;

  /** A stream of which the test says what is newest. */
  private static final class Published implements StreamSource {

    private Frame newest = frame(1, 10);
    private boolean ended;
    private int waiting;

    static Frame frame(int number, int size) {
      var data = "id: " + number + "\ndata: " + "x".repeat(size) + "\n\n";
      return new Frame(number, data.getBytes(StandardCharsets.UTF_8));
    }

    synchronized void publish(Frame frame) {
      newest = frame;
      notifyAll();
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // a wake-up without a reason is a heartbeat too early
    public synchronized Optional<Frame> next(Optional<Frame> last, Duration patience)
        throws InterruptedException {
      if (!ended && last.isPresent() && last.get().of().equals(newest.of())) {
        waiting++;
        try {
          wait(patience.toMillis());
        } finally {
          waiting--;
        }
      }
      return ended || (last.isPresent() && last.get().of().equals(newest.of()))
          ? Optional.empty()
          : Optional.of(newest);
    }

    /** Clients that have got the newest, whole. */
    synchronized int waiting() {
      return waiting;
    }

    @Override
    public synchronized void end() {
      ended = true;
      notifyAll();
    }

    @Override
    public synchronized boolean ended() {
      return ended;
    }
  }

  private void start(WebConfig.Admission admission, int connections) throws SetupException {
    start(admission, connections, EventStreams.Times.standard());
  }

  private void start(WebConfig.Admission admission, int connections, EventStreams.Times times)
      throws SetupException {
    var view =
        new NodeView(
            (accept, encoding) -> HttpAnswer.plain(200, ""),
            request -> {
              asked.set(request);
              return request.resource().equals("broken")
                  ? fail()
                  : new HttpAnswer(
                      200, "application/json", Map.of("ETag", "\"1\""), new byte[] {'{', '}'});
            },
            published,
            () -> Nodes.state(Nodes.ready(false, Nodes.gpu(0, new GpuCondition.Fresh()))),
            new Heartbeat(System::nanoTime, Duration.ofMinutes(1)));
    server =
        AgentServer.start(
            Nodes.config(Optional.empty(), admission, connections, 60),
            view,
            Nodes.NO_TOKENS,
            new RequestDeadline(WRITE_LIMIT, now::get),
            times);
  }

  private static HttpAnswer fail() {
    throw new IllegalStateException("seeded");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Wire.Answer request(String method, String path, String... headers) throws IOException {
    try (var wire = Wire.connect(server.port())) {
      return wire.request(method, path, headers);
    }
  }

  @Test
  void aRequestReachesTheApiWithItsParametersAndTheAnswerCarriesTheCommonHeaders()
      throws Exception {
    start(WebConfig.Admission.everyone(), 256);

    var answer =
        request("GET", "/api/v1/history?gpu=GPU-1&signal=a%20b&signal=c", "If-None-Match: \"7\"");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("ETag", "\"1\"")
        .containsEntry("X-Content-Type-Options", "nosniff");
    assertThat(asked.get())
        .isEqualTo(
            new ApiQuery(
                "history",
                Map.of("gpu", List.of("GPU-1"), "signal", List.of("a b", "c")),
                Optional.of("\"7\"")));
    assertThat(request("HEAD", "/api/v1/node").headers()).containsEntry("Content-Length", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/", "/api/v2/node", "/api/v1"})
  void whatIsNotBelowTheVersionIsRefusedAsJson(String path) throws Exception {
    start(WebConfig.Admission.everyone(), 256);

    var answer = request("GET", path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
    assertThat(answer.body()).startsWith("{\"error\":{\"status\":404,\"message\":\"");
  }

  @Test
  void onlyReadingIsServedAndAFaultIsSaidAsJson() throws Exception {
    start(WebConfig.Admission.everyone(), 256);

    for (var path : List.of("/api/v1/node", "/api/v1/stream")) {
      var refused = request("POST", path, "Content-Length: 0");
      assertThat(refused.status()).isEqualTo(405);
      assertThat(refused.headers()).containsEntry("Allow", "GET, HEAD");
      assertThat(refused.body()).startsWith("{\"error\":{\"status\":405,");
    }
    assertThat(request("GET", "/api/v1/broken").body()).startsWith("{\"error\":{\"status\":500,");
  }

  @Test
  void nobodyIsServedWithoutWhatTheMetricsDemand(@TempDir Path folder) throws Exception {
    var users = Files.writeString(folder.resolve("users"), "a:$2a$04$" + "a".repeat(53) + "\n");
    start(WebConfig.Admission.of(users), 256);

    for (var path : List.of("/api/v1/node", "/api/v1/stream")) {
      var refused = request("GET", path);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.headers()).containsKey("WWW-Authenticate");
      assertThat(refused.body()).startsWith("{\"error\":{\"status\":401,");
    }
    assertThat(asked.get()).isNull();
  }

  @Test
  void theStreamBeginsWithTheNewestStateAndGoesOnWithEachOther() throws Exception {
    start(WebConfig.Admission.everyone(), 256);
    try (var stream = Wire.connect(server.port())) {
      stream.write("GET /api/v1/stream HTTP/1.1\r\nHost: test\r\nLast-Event-ID: 1\r\n\r\n");
      var head = stream.answer(false);
      assertThat(head.headers())
          .containsEntry("Content-Type", "text/event-stream")
          .containsEntry("Cache-Control", "no-store");
      assertThat(stream.until("id: 1\ndata: xxxxxxxxxx\n\n")).contains("retry: 1000\n\n");
      published.publish(Published.frame(5, 3));
      assertThat(stream.until("id: 5\ndata: xxx\n\n")).doesNotContain("id: 2");
    }
  }

  @Test
  void aClientThatStopsReadingIsClosedAndHoldsUpNobody() throws Exception {
    start(WebConfig.Admission.everyone(), 256);
    try (var deaf = Wire.connect(server.port());
        var other = Wire.connect(server.port())) {
      deaf.write("GET /api/v1/stream HTTP/1.1\r\nHost: test\r\n\r\n");
      other.write("GET /api/v1/stream HTTP/1.1\r\nHost: test\r\n\r\n");
      other.until("id: 1\n");
      Eventually.until("two clients", () -> server.streamClients() == 2);

      published.publish(Published.frame(2, LARGE));
      other.until("id: 2\n");
      other.skip(LARGE);
      Eventually.until("the other one waits for more", () -> published.waiting() == 1);
      now.addAndGet(WRITE_LIMIT.plusSeconds(1).toNanos());

      Eventually.until("the deaf one is closed", () -> server.streamClients() == 1);
      published.publish(Published.frame(3, 3));
      other.until("id: 3\ndata: xxx\n\n");
    }
  }

  /** However many states pass while it does not read, one is kept for it: the newest. */
  @Test
  void nothingIsQueuedForAClientThatReadsSlowly() throws Exception {
    start(WebConfig.Admission.everyone(), 256);
    try (var slow = Wire.connect(server.port())) {
      slow.write("GET /api/v1/stream HTTP/1.1\r\nHost: test\r\n\r\n");
      slow.until("id: 1\n");
      Eventually.until("it waits", () -> published.waiting() == 1);
      published.publish(Published.frame(2, LARGE));
      Eventually.until("it is being written to", () -> published.waiting() == 0);
      for (int number = 3; number <= 1_000; number++) {
        published.publish(Published.frame(number, 1_000));
      }

      slow.until("id: 2\n");
      slow.skip(LARGE);

      assertThat(slow.until("id: 1000\n")).doesNotContain("id: 3\n").doesNotContain("id: 999\n");
    }
  }

  @Test
  void thereAreOnlySoManyPlacesAndOneThatIsLeftIsGivenAway() throws Exception {
    start(WebConfig.Admission.everyone(), 8);
    var open = new ArrayList<Wire>();
    try {
      for (int i = 0; i < 2; i++) {
        var wire = Wire.connect(server.port());
        open.add(wire);
        wire.write("GET /api/v1/stream HTTP/1.1\r\nHost: test\r\n\r\n");
        wire.until("id: 1\n");
      }
      var refused = request("GET", "/api/v1/stream");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.headers()).containsEntry("Retry-After", "30");
      assertThat(refused.body()).startsWith("{\"error\":{\"status\":503,");
      assertThat(request("GET", "/api/v1/node").status()).isEqualTo(200);
    } finally {
      for (var wire : open) {
        wire.close();
      }
    }
    Eventually.until(
        "both places are free",
        () -> {
          published.publish(Published.frame((int) System.nanoTime(), 1 << 16));
          return server.streamClients() == 0;
        });
  }

  @Test
  void aStreamEndsAfterAWhileSoThatItsClientIsAdmittedAgain() throws Exception {
    var times = new EventStreams.Times(Duration.ofMillis(20), Duration.ofMillis(100));
    start(WebConfig.Admission.everyone(), 256, times);
    try (var stream = Wire.connect(server.port())) {
      stream.write("GET /api/v1/stream HTTP/1.1\r\nHost: test\r\n\r\n");

      var all = stream.until("\r\n0\r\n\r\n");

      assertThat(all).contains("id: 1\n").contains(": alive\n\n");
      Eventually.until("its place is free", () -> server.streamClients() == 0);
    }
  }

  @Test
  void theStreamEndsWithTheServer() throws Exception {
    start(WebConfig.Admission.everyone(), 256);
    try (var stream = Wire.connect(server.port())) {
      stream.write("GET /api/v1/stream HTTP/1.1\r\nHost: test\r\n\r\n");
      stream.until("id: 1\n");

      server.close();

      assertThat(stream.rest()).doesNotContain("id: 2");
      assertThat(server.streamClients()).isZero();
    }
  }
}
