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
