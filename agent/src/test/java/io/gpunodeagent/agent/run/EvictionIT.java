// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpunodeagent.agent.Eventually;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An eviction by the whole agent, from the readings to the answers that show it. */
@Timeout(120)
class EvictionIT {

  private static final String RULES =
      """
      policies:
        dryRun: false
        timeSlice:
          - name: fair
            match: {workloadKinds: [Job]}
            memory: {limit: fair, tolerancePercent: 0}
            grace: 10s
            action: evict
      """;

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningAgent start() throws Exception {
    var rules = Files.writeString(folder.resolve("agent.yaml"), RULES);
    return RunningAgent.start(
        "k8s-t4-timesliced",
        Map.of("sampling.period", "500ms", "recorder.directory", folder.resolve("rec").toString()),
        Optional.of(rules));
  }

  private JsonNode get(RunningAgent agent, String path) {
    try {
      var request = HttpRequest.newBuilder(agent.uri("/api/v1/" + path)).build();
      return new ObjectMapper().readTree(client.send(request, BodyHandlers.ofString()).body());
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static List<JsonNode> evictions(JsonNode events) {
    return StreamSupport.stream(events.spliterator(), false)
        .filter(event -> event.at("/kind").asText().equals("eviction"))
        .toList();
  }

  private JsonNode eviction(RunningAgent agent) {
    Eventually.until(
        "an eviction is an event", () -> !evictions(get(agent, "events").at("/events")).isEmpty());
    var evictions = evictions(get(agent, "events").at("/events"));
    assertThat(evictions).hasSize(1);
    return evictions.getFirst();
  }

  @Test
  void itIsOneEventAndTheTriggerOfARecordingWithTheSameTimeAndText() throws Exception {
    try (var agent = start()) {
      var event = eviction(agent);
      assertThat(event.at("/severity").asText()).isEqualTo("warning");
      assertThat(event.at("/pod").asText()).isEqualTo("research/batch-8f2c1-7wq5d");
      assertThat(event.at("/text").asText())
          .startsWith("research/batch-8f2c1-7wq5d was evicted (rule fair: ");

      Eventually.until(
          "it is recorded", () -> get(agent, "recordings").at("/recordings").size() == 1);
      var name = get(agent, "recordings").at("/recordings/0/name").asText();
      var recording = get(agent, "recordings/" + name);
      assertThat(recording.at("/triggers")).hasSize(1);
      var trigger = recording.at("/triggers/0");
      assertThat(trigger.at("/kind").asText()).isEqualTo("eviction");
      assertThat(trigger.at("/at")).isEqualTo(event.at("/at"));
      assertThat(trigger.at("/text")).isEqualTo(event.at("/text"));
      assertThat(evictions(recording.at("/events"))).containsExactly(event);
    }
  }
}
