// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.ReplayReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A history of one GPU, a sample each quarter of a minute, asked for piece by piece. */
@Timeout(60)
class HistoryReplayTest {

  private static final Pattern QUERY =
      Pattern.compile("query=(\\w+)\\{}\\[(\\d+)s]&time=(\\d+)\\..*");
  private static final Instant FROM = Instant.parse("2026-11-20T00:00:00Z");
  private static final int STEP = 15;
  private static final String LABELS =
      "{\"job\":\"j\",\"instance\":\"i\",\"UUID\":\"G0\",\"namespace\":\"ns\",\"pod\":\"p\"}";

  private HttpServer server;
  private String targets = "{\"job\":\"j\",\"instance\":\"i\"}";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var query = exchange.getRequestURI().getQuery();
          var body =
              query.contains("up{")
                  ? "[" + targets + "]"
                  : query.startsWith("match") ? "[" + LABELS + "]" : samples(query);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(("{\"status\":\"success\",\"data\":" + body + "}").getBytes(UTF_8));
          }
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private static String samples(String query) {
    var asked = QUERY.matcher(query);
    assertThat(asked.matches()).as(query).isTrue();
    if (!asked.group(1).equals("DCGM_FI_DEV_GPU_UTIL")) {
      return "{\"result\":[]}";
    }
    long to = Long.parseLong(asked.group(3));
    var values = new StringBuilder();
    for (long at = to - Long.parseLong(asked.group(2)) + STEP; at <= to; at += STEP) {
      values.append(values.isEmpty() ? "" : ",").append("[").append(at).append(",\"0\"]");
    }
    return "{\"result\":[{\"metric\":" + LABELS + ",\"values\":[" + values + "]}]}";
  }

  @Test
  void longAnswersAreAskedForInPiecesAndNoneIsLost() throws InterruptedException {
    assertThat(replayed(100)).isEqualTo(replayed(100_000));
    assertThat(replayed(100).sums().scrapes()).isEqualTo(480);
  }

  @Test
  void whatDoesNotFitByTheMinuteIsAFault() {
    assertThatThrownBy(() -> replayed(3))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("a minute of it has more samples than fit into memory: give --job");
  }

  @Test
  void aPodThatIsTheTargetItselfIsNoHolder() throws InterruptedException {
    assertThat(replayed(1000).sums().pods()).isEqualTo(1);
    targets = "{\"job\":\"j\",\"instance\":\"i\",\"namespace\":\"ns\",\"pod\":\"p\"}";
    assertThat(replayed(1000).sums().pods()).isZero();
    targets = "{\"job\":\"j\",\"instance\":\"elsewhere\"}";
    assertThat(replayed(1000).unknown()).containsExactly("i: job j, instance i");
  }

  private ReplayReport replayed(int items) throws InterruptedException {
    var limits = new PrometheusHistory.Limits(Duration.ofSeconds(20), 1 << 20, items);
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var history =
        new PrometheusHistory(address, Optional.empty(), new PrometheusLogin(), limits)) {
      return new HistoryReplay(
              history, "--prometheus x", new PastRange(FROM, FROM.plus(Duration.ofHours(2))))
          .run(
              new PolicyRules(
                  true, List.of(), List.of(), new PolicyRules.Budget(2), Optional.empty()),
              _ -> {});
    }
  }
}
