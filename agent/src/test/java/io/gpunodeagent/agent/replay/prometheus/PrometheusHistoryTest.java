// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.core.replay.Figure;
import io.gpunodeagent.core.replay.PastSeries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that a healthy Prometheus would not give. */
@Timeout(60)
class PrometheusHistoryTest {

  private static final Instant TO = Instant.ofEpochSecond(1_000_000);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final PrometheusHistory.Limits LIMITS =
      new PrometheusHistory.Limits(Duration.ofSeconds(2), 1 << 20, 1000);

  private final List<String> asked = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private int status = 200;
  private String type = "application/json";
  private String body = "";
  private boolean stalls;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getQuery());
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(status, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
            out.flush();
            if (stalls) {
              over.await();
            }
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void end() {
    over.countDown();
    server.stop(0);
  }

  @Test
  void samplesOutsideOfWhatWasAskedForAreLeftOut() throws InterruptedException {
    body =
        matrix(
            "[996400,\"1\"],[996400.001,\"2\"],[1000000,\"3\"],[1000000.001,\"4\"],[1e300,\"5\"]");
    assertThat(samples().getFirst().samples())
        .extracting(PastSeries.Sample::value)
        .containsExactly(2.0, 3.0);
  }

  @Test
  void whatIsNoNumberIsNotTakenForOne() throws InterruptedException {
    body =
        matrix("[999000,\"NaN\"],[999001,\"+Inf\"],[999002,\"-Inf\"],[999003,\"\"],[999004,\"0\"]");
    assertThat(samples().getFirst().samples())
        .extracting(PastSeries.Sample::value)
        .satisfies(values -> assertThat(values.get(0)).isNaN())
        .satisfies(values -> assertThat(values.get(1)).isNaN())
        .satisfies(values -> assertThat(values.get(2)).isNaN())
        .satisfies(values -> assertThat(values.get(3)).isNaN())
        .satisfies(values -> assertThat(values.get(4)).isZero());
  }

  @Test
  void onlyLabelsThatAreReadAreKept() throws InterruptedException {
    body =
        "{\"status\":\"success\",\"data\":[{\"UUID\":\"G0\",\"x\":\"y\"},{\"UUID\":\"G0\",\"x\":\"z\"}]}";
    assertThat(labels()).containsExactly(Map.of("UUID", "G0"));
  }

  @Test
  void whatItWarnsOfIsKeptOnce() throws InterruptedException {
    body =
        "{\"status\":\"success\",\"warnings\":[\"a store is missing\"],\"data\":{\"result\":[]}}";
    try (var history = history()) {
      history.samples(Figure.POWER, TO, HOUR);
      history.samples(Figure.POWER, TO, HOUR);
      assertThat(history.warnings()).containsExactly("a store is missing");
    }
    assertThat(asked).allMatch(query -> query.contains("partial_response=false"));
  }

  @Test
  void moreSamplesThanCanBeHeldAreTooMuch() {
    var many = new StringBuilder("[999000,\"1\"]");
    many.repeat(",[999000,\"1\"]", 1000);
    body = matrix(many.toString());
    assertThatThrownBy(this::samples).isInstanceOf(TooMuchException.class);
  }

  @Test
  void moreBytesThanAreTakenAreTooMuch() {
    body = matrix("[999000,\"1\"]" + " ".repeat(1 << 20));
    assertThatThrownBy(this::samples).isInstanceOf(TooMuchException.class);
  }

  @Test
  void moreSeriesThanCanBeHeldAreNamed() {
    var many = new StringBuilder("{\"data\":[{}");
    for (int i = 0; i < 1000; i++) {
      many.append(",{\"pod\":\"").append(i).append("\"}");
    }
    body = many.append("]}").toString();
    assertThatThrownBy(this::labels)
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("it has too many series to hold: give --job");
  }

  @Test
  void anAnswerThatStallsEnds() {
    body = "{\"status\":\"success\",\"data\":[{\"UUID\":\"G0\"},";
    stalls = true;
    assertThatThrownBy(this::labels)
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("did not answer within 2 seconds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[]",
        "{",
        "{}",
        "{\"data\":",
        "{\"data\":null}",
        "{\"data\":null",
        "{\"data\":[",
        "{\"data\":[null]}",
        "{\"data\":[{\"pod\":[]}]}",
        "{\"data\":[{\"pod\":\"p\"}",
        "{\"data\":{}}",
        "{\"data\":7}"
      })
  void whatIsNoListOfSeriesEndsInOneLine(String strange) {
    body = strange;
    assertThatThrownBy(this::labels)
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith("--prometheus http://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[]}",
        "{\"data\":{\"result\":{}}}",
        "{\"data\":{\"result\":[7]}}",
        "{\"data\":{\"result\":[{\"values\":[7]}]}}",
        "{\"data\":{\"result\":[{\"values\":[[]]}]}}",
        "{\"data\":{\"result\":[{\"values\":[[1]]}]}}",
        "{\"data\":{\"result\":[{\"values\":[[\"1\",\"1\"]]}]}}",
        "{\"data\":{\"result\":[{\"values\":[[1,[]]]}]}}",
        "{\"data\":{\"result\":[{\"values\":[[1,\"1\",2]]}]}}",
        "{\"data\":{\"result\":[{\"metric\":7}]}}"
      })
  void whatIsNoMatrixEndsInOneLine(String strange) {
    body = strange;
    assertThatThrownBy(this::samples)
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("answers what is no JSON of Prometheus");
  }

  @ParameterizedTest
  @CsvSource({
    "401, application/json, '{}', 'answers 401: it wants a login'",
    "403, text/plain, 'no', 'answers 403: it wants a login'",
    "302, text/html, '', 'answers 302: it sends elsewhere, as to a login'",
    "200, text/html, '<html>Sign in</html>', 'answers 200 with a web page, such as a login'",
    "502, text/plain, '<h1>Bad</h1>', 'answers 502 with a web page'",
    "200, text/plain, 'ok', 'answers 200 with what is no JSON: ok'",
    "422, application/json, '{\"status\":\"error\",\"error\":\"too many samples\"}',"
        + " 'answers 422: too many samples'",
    "503, application/json, '{\"data\":{\"result\":[]},\"error\":\"overloaded\"}',"
        + " 'answers 503: overloaded'"
  })
  void whyThereIsNoAnswerIsSaid(int code, String kind, String page, String part) {
    status = code;
    type = kind;
    body = page;
    assertThatThrownBy(this::labels).isInstanceOf(FaultException.class).hasMessageContaining(part);
  }

  @Test
  void whatASaboteurWritesIsOneShortLine() {
    status = 422;
    body = "{\"error\":\"a\\nb\\u001b[31mc" + "d".repeat(5000) + "\"}";
    assertThatThrownBy(this::labels)
        .isInstanceOf(FaultException.class)
        .satisfies(
            fault ->
                assertThat(fault.getMessage())
                    .contains("a b [31mcd")
                    .hasSizeLessThan(400)
                    .doesNotContain("\u001b", "\n"));
  }

  @Test
  void jobsAreAskedForByWhatTheyMayBeCalled() throws InterruptedException {
    body = "{\"data\":[]}";
    try (var history = history()) {
      history.targets(List.of("a.b", "gpu\"} or x"), TO.minus(HOUR), TO);
    }
    assertThat(asked.getFirst()).contains("up{job=~\"a.b|gpu..+or+x\"}");
  }

  private static String matrix(String values) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
        + "\"values\":["
        + values
        + "]}]}}";
  }

  private List<PastSeries> samples() throws InterruptedException {
    try (var history = history()) {
      return history.samples(Figure.GPU_UTILIZATION, TO, HOUR);
    }
  }

  private List<Map<String, String>> labels() throws InterruptedException {
    try (var history = history()) {
      return history.labels(TO.minus(HOUR), TO);
    }
  }

  private PrometheusHistory history() {
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new PrometheusHistory(address, Optional.empty(), new PrometheusLogin(), LIMITS);
  }
}
