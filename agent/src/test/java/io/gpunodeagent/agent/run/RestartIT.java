// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.run.RunningAgent.Scrape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent, ended and started again. */
@Timeout(120)
class RestartIT {

  private static final double ENOUGH_SECONDS = 5;

  @TempDir private Path folder;

  @Test
  void theTimeAPodHasHeldItsGpuGoesOnAfterARestart() throws Exception {
    var file = folder.resolve("state.json");
    double before;
    try (var agent = start(file)) {
      before = held(agent.await("some seconds held", RestartIT::heldLong)).orElseThrow();
    }
    assertThat(file).isNotEmptyFile();

    try (var agent = start(file)) {
      var first = agent.await("the pod is found again", scrape -> held(scrape).isPresent());
      assertThat(held(first).orElseThrow()).isGreaterThanOrEqualTo(before);
    }
  }

  @Test
  void aBrokenStateFileIsReplacedByAWholeOne() throws Exception {
    var file = Files.writeString(folder.resolve("state.json"), "{\"format\":1,");
    try (var agent = start(file)) {
      agent.await("the pod", scrape -> held(scrape).isPresent());
    }
    assertThat(Files.readString(file)).endsWith("}\n");
  }

  private static final String MACHINE =
      """
      description: a GPU without NVLink
      driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, symbols: 580}
      devices: [{model: L4, uuid: GPU-11111111-2222-3333-4444-555555555555}]
      """;

  private static final String XID =
      """
      events: [{at: 1s, device: 0, xid: 119}]
      """;

  @Test
  void aFaultKnownOnlyByItsXidIsOneAfterARestart() throws Exception {
    var file = folder.resolve("state.json");
    var faulty = scenario("faulty", MACHINE + XID);
    var quiet = scenario("quiet", MACHINE);
    try (var agent = watching(faulty, file)) {
      agent.await("the XID", scrape -> state(scrape, "unhealthy"));
    }
    try (var agent = watching(quiet, file)) {
      var judged = agent.await("a judgement", RestartIT::judged);
      assertThat(state(judged, "unhealthy")).isTrue();
      assertThat(judged.body())
          .containsPattern("gpu_health_cause\\{[^}]*cause=\"xid\",detail=\"119\"[^}]*} 1");
      assertThat(judged.body()).doesNotContain("gpu_xid_errors_total{");
    }
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"bootId\":\".", "\"bootId\":\"x"));
    try (var agent = watching(quiet, file)) {
      agent.await("another boot forgets it", scrape -> state(scrape, "healthy"));
    }
  }

  private String scenario(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name + ".yaml"), content).toString();
  }

  private static RunningAgent watching(String scenario, Path file) throws Exception {
    return RunningAgent.start(
        scenario,
        Map.of(
            "sampling.period",
            "500ms",
            "sampling.kernelLog",
            "off",
            "state.file",
            file.toString()));
  }

  /** Whether the GPU has been read: what is restored before says nothing of it now. */
  private static boolean judged(Scrape scrape) {
    return scrape.body().contains("DCGM_FI_DEV_GPU_TEMP{")
        && !scrape.body().contains("cause=\"not_yet");
  }

  private static boolean state(Scrape scrape, String state) {
    return scrape
        .body()
        .lines()
        .filter(line -> line.startsWith("gpu_health_state{"))
        .anyMatch(line -> line.contains("state=\"" + state + "\"") && line.endsWith(" 1"));
  }

  private static RunningAgent start(Path file) throws Exception {
    return RunningAgent.start(
        "k8s-t4-timesliced", Map.of("sampling.period", "500ms", "state.file", file.toString()));
  }

  private static boolean heldLong(Scrape scrape) {
    return held(scrape).orElse(0) > ENOUGH_SECONDS;
  }

  private static OptionalDouble held(Scrape scrape) {
    return scrape
        .body()
        .lines()
        .filter(line -> line.startsWith("gpu_allocation_seconds_total{"))
        .filter(line -> line.contains("pod=\"notebook-anna-0\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .max();
  }
}
