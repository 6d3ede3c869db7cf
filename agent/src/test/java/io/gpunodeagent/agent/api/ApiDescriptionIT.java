// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.history.Chronicle;
import io.gpunodeagent.agent.http.ApiQuery;
import io.gpunodeagent.agent.recorder.Recordings;
import io.gpunodeagent.agent.run.RunningAgent;
import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.snapshot.GpuCondition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document holds of what the whole agent answers, in several scenarios. */
@Timeout(120)
class ApiDescriptionIT {

  private static final String RULES =
      """
      policies:
        idle:
          - {name: idle-gpus, idleAfter: 1m, warmup: 0s, notice: 1m, action: evict}
        timeSlice:
          - {name: fair, memory: {limit: fair, tolerancePercent: 0}, grace: 10s, action: mark}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ApiDescription description = new ApiDescription(OpenApi.ANSWER.body());

  @TempDir Path folder;

  ApiDescriptionIT() throws IOException {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k8s-h100-8",
        "k8s-a100-mig",
        "k8s-t4-timesliced",
        "k8s-no-hostpid",
        "dgx-a100-8-mig-mixed",
        "gb200-tray-4",
        "no-gpu"
      })
  void everyAnswerIsAsDescribed(String scenario) throws Exception {
    var file = Files.writeString(folder.resolve("agent.yaml"), RULES);
    try (var agent = RunningAgent.start(scenario, Map.of(), Optional.of(file))) {
      Eventually.until("the sources have answered", () -> settled(get(agent, "/api/v1/node")));
      for (var path : description.paths()) {
        if (!path.equals("/stream") && !path.equals("/openapi.yaml") && !path.contains("{")) {
          var answer = get(agent, "/api/v1" + path);
          assertThat(answer.statusCode()).as(path).isEqualTo(200);
          assertThat(description.faultsOf(path, answer.body())).as(path).isEmpty();
        }
      }
      assertThat(description.faultsOf("/stream", firstEvent(agent))).isEmpty();
    }
  }

  @Test
  void aNodeWithEveryFaultIsAsDescribed() throws Exception {
    var faulty =
        Files.readString(
                Path.of(System.getProperty("nvml.simulator.directory"))
                    .resolveSibling("scenarios")
                    .resolve("faulty.yaml"))
            .replace("from: 60s, until: 120s", "from: 3s, until: 120s")
            // A call that hangs would keep the library loaded for the tests after this one.
            .replace("hang: true", "return: UNKNOWN");
    var scenario = Files.writeString(folder.resolve("faulty.yaml"), faulty).toString();
    try (var agent = RunningAgent.start(scenario, Map.of())) {
      Eventually.until(
          "a GPU is lost", () -> get(agent, "/api/v1/gpus").body().contains("\"state\":\"lost\""));
      for (var path : List.of("/node", "/gpus", "/topology", "/events", "/history")) {
        var answer = get(agent, "/api/v1" + path).body();
        assertThat(description.faultsOf(path, answer)).as(path).isEmpty();
      }
      assertThat(get(agent, "/api/v1/events").body()).contains("is lost:");
    }
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void aGpuWithoutReadingsIsAsDescribed(GpuCondition condition) throws Exception {
    var state = ApiStates.of(1, condition);
    var api =
        new Api(
            () -> state,
            () -> ApiStates.FACTS,
            new Chronicle(state, List.of(), () -> Duration.ZERO),
            Optional.empty());

    for (var path : List.of("/node", "/gpus")) {
      var answer = api.answer(ApiQuery.of(path.substring(1)));
      assertThat(description.faultsOf(path, new String(answer.body(), StandardCharsets.UTF_8)))
          .isEmpty();
    }
  }

  static List<GpuCondition> conditions() {
    return List.of(
        new GpuCondition.Unread("", ApiStates.NOON),
        new GpuCondition.Hung("nvmlDeviceGetPowerUsage", ApiStates.NOON),
        new GpuCondition.Lost("nvmlDeviceGetPowerUsage", 15, ApiStates.NOON));
  }

  @Test
  void recordingsAreAsDescribedAndNothingElseIsReadFromTheirFolder() throws Exception {
    var recordings = folder.resolve("recordings");
    var name = Recordings.ofAnXid(recordings);
    var settings = Map.of("recorder.directory", recordings.toString());
    Files.writeString(recordings.resolve("20200101T000000Z-xid.json"), "{\"format\":9}\n");
    Files.writeString(recordings.resolve("secret.json"), "secret");
    Files.writeString(folder.resolve("20200102T000000Z-xid.json"), "secret");
    try (var agent = RunningAgent.start("k8s-h100-8", settings)) {
      var list = get(agent, "/api/v1/recordings").body();
      assertThat(description.faultsOf("/recordings", list)).isEmpty();
      assertThat(list).contains("\"enabled\":true", "\"name\":\"" + name, "has format 9");
      var one = get(agent, "/api/v1/recordings/" + name);
      assertThat(one.statusCode()).isEqualTo(200);
      assertThat(one.headers().firstValue("ETag")).isPresent();
      assertThat(one.body()).isEqualTo(Files.readString(recordings.resolve(name + ".json")));
      assertThat(description.faultsOf("/recordings/{name}", one.body())).isEmpty();

      assertThat(get(agent, "/api/v1/recordings/20200101T000000Z-xid").statusCode()).isEqualTo(500);
      for (var wrong :
          List.of(
              "",
              "secret",
              name + ".json",
              "..%2F20200102T000000Z-xid",
              "%2e%2e/20200102T000000Z-xid",
              "../20200102T000000Z-xid",
              "..%5c20200102T000000Z-xid",
              name + "%00",
              "%2Fetc%2Fpasswd")) {
        var refused = get(agent, "/api/v1/recordings/" + wrong);
        assertThat(refused.statusCode()).as(wrong).isIn(400, 404);
        assertThat(refused.body()).as(wrong).doesNotContain("secret", "root:");
      }
    }
  }

  @Test
  void whatTheDocumentDoesNotNameIsAFault() throws Exception {
    var error = "{\"error\": {\"status\": 404, \"message\": \"no\", \"more\": 1}}";

    assertThat(description.faultsOfError(error)).isNotEmpty();
    assertThat(description.faultsOfError(error.replace(", \"more\": 1", ""))).isEmpty();
    assertThat(description.faultsOfError("{\"error\": {\"status\": 404}}")).isNotEmpty();
  }

  @Test
  void partsOfTheHistoryAndRefusalsAreAsDescribed() throws Exception {
    try (var agent = RunningAgent.start("dgx-a100-8-mig-mixed", Map.of())) {
      Eventually.until(
          "a first sample", () -> get(agent, "/api/v1/history").body().contains("\"uuid\":"));
      var all = get(agent, "/api/v1/history?resolution=1s");
      var uuid = new ObjectMapper().readTree(all.body()).at("/history/gpus/0/uuid").asText();
      var part =
          get(agent, "/api/v1/history?resolution=1s&signal=powerUsageMilliwatts&gpu=" + uuid);
      assertThat(description.faultsOf("/history", part.body())).isEmpty();
      var gpus = new ObjectMapper().readTree(part.body()).at("/history/gpus");
      assertThat(gpus).hasSize(1);
      assertThat(gpus.path(0).path("series").fieldNames())
          .toIterable()
          .containsExactly("powerUsageMilliwatts");
      assertThat(gpus.at("/0/series/powerUsageMilliwatts")).hasSize(300);

      for (var wrong : List.of("resolution=2s", "signal=fan", "gpu=a&gpu=b", "uuid=x")) {
        var refused = get(agent, "/api/v1/history?" + wrong);
        assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
        assertThat(description.faultsOfError(refused.body())).isEmpty();
        assertThat(refused.body()).contains(wrong.substring(0, wrong.indexOf('=')));
      }
      var unknown = get(agent, "/api/v1/nothing");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(description.faultsOfError(unknown.body())).isEmpty();
      assertThat(get(agent, "/api/v1/openapi.yaml").body())
          .isEqualTo(new String(OpenApi.ANSWER.body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theDocumentInTheDocumentationIsTheOneThatIsServed() {
    Golden.matches(
        "docs/api/openapi.yaml", new String(OpenApi.ANSWER.body(), StandardCharsets.UTF_8));
  }

  private HttpResponse<String> get(RunningAgent agent, String path) {
    try {
      return client.send(HttpRequest.newBuilder(agent.uri(path)).build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  /** The data of the first event of the stream. */
  private String firstEvent(RunningAgent agent) throws Exception {
    var answer =
        client.send(
            HttpRequest.newBuilder(agent.uri("/api/v1/stream")).build(),
            BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          return line.substring("data: ".length());
        }
      }
      throw new AssertionError("the stream ended");
    }
  }

  private static boolean settled(HttpResponse<String> node) {
    try {
      JsonNode tree = new ObjectMapper().readTree(node.body());
      for (var source : tree.at("/node/sources")) {
        if (source.path("state").asText().equals("down")
            && source.path("reason").asText().contains("not asked yet")) {
          return false;
        }
      }
      return tree.path("sequence").asLong() > 2;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
