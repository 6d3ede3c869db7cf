// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.web.TokenJudge.Verdict;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens, and the port of the health checks, over the wire. */
class TokenAccessTest {

  private static final Map<String, Verdict> TOKENS =
      Map.of("good", Verdict.ADMITTED, "weak", Verdict.FORBIDDEN, "lost", Verdict.UNDECIDED);

  private final HttpClient client = HttpClient.newHttpClient();
  private AgentServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        AgentServer.start(
            new WebConfig(
                "127.0.0.1",
                0,
                Optional.of(0),
                Optional.empty(),
                new WebConfig.Admission(Optional.empty(), true),
                new WebConfig.Bounds(256, 4096, 60)),
            Nodes.view(Nodes.ready(false), "x 1\n"),
            (token, path) -> TOKENS.getOrDefault(token, Verdict.UNKNOWN));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpResponse<String> get(int port, String path, String token) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "good, 200, x 1",
    "weak, 403, The token's user may not get /metrics",
    "else, 401, A bearer token that the API server knows is needed",
    "lost, 503, The API server cannot be asked",
  })
  void aTokenOpensWhatItsUserMayRead(String token, int status, String says) throws Exception {
    var answer = get(server.port(), "/metrics", token);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(says);
    assertThat(get(server.port(), "/", token).statusCode()).isEqualTo(status);
    assertThat(get(server.port(), "/health", token).statusCode()).isEqualTo(200);
  }

  @Test
  void theHealthPortServesHealthAndNothingElse() throws Exception {
    int port = server.healthPort().orElseThrow();
    assertThat(port).isNotEqualTo(server.port());
    for (var path : new String[] {"/health", "/health/live", "/health/ready", "/health/started"}) {
      assertThat(get(port, path, "none").statusCode()).as(path).isEqualTo(200);
    }
    for (var path : new String[] {"/", "/metrics", "/api/v1"}) {
      assertThat(get(port, path, "good").statusCode()).as(path).isEqualTo(404);
    }
  }
}
