// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import io.gpunodeagent.agent.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A normal start of the agent makes no Warning Event, and a slow one no restart. */
class ProbeSettingsTest {

  private static final Pattern MEASURED =
      Pattern.compile("\\| exec to the first scrape that holds GPU series[^|]*\\| ([0-9.]+) s ");

  /** The measurement had two cores. */
  private static final int CORES_MEASURED = 2;

  /** How much longer a start may take on a busy node and still is a normal one. */
  private static final int BUSY = 3;

  /** Until a driver that takes its time, and a GPU whose calls time out, let the first pass end. */
  private static final Duration SLOWEST = Duration.ofMinutes(2);

  static List<Path> manifests() {
    return List.of(
        Manifests.FOLDER.resolve("base/daemonset.yaml"),
        Manifests.FOLDER.resolve("daemonset.yaml"));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aNormalStartMakesNoWarningEvent(Path manifest) throws Exception {
    var agent = agent(manifest);
    var startup = ProbeSettings.of(Json.map(agent.get("startupProbe")));

    assertThat(startup.warnings(normalStart(agent)))
        .as("%s after a start of %s", startup, normalStart(agent))
        .isZero();
    assertThat(startup.patience()).isGreaterThanOrEqualTo(SLOWEST);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void theOtherProbesAskForNoMoreThanTheStartupProbe(Path manifest) throws Exception {
    var agent = agent(manifest);
    for (var probe : List.of("livenessProbe", "readinessProbe")) {
      assertThat(agent).containsKey(probe);
      assertThat(ProbeSettings.of(Json.map(agent.get(probe))).initialDelay()).isZero();
    }
  }

  /** Components change where the probes go, and nothing of when. */
  @Test
  void noComponentChangesWhenTheAgentIsProbed() throws Exception {
    try (var files = Files.walk(Manifests.FOLDER.resolve("components"))) {
      for (var file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        assertThat(Files.readString(file))
            .as("%s", file)
            .doesNotContain("initialDelaySeconds", "periodSeconds", "failureThreshold");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 60, 1", "0, 1, 60, 2", "1, 2, 60, 1", "2, 2, 60, 0", "5, 2, 60, 0"})
  void eachProbeBeforeTheStartIsAWarning(int delay, int period, int threshold, long warnings) {
    var probe = new ProbeSettings(Duration.ofSeconds(delay), Duration.ofSeconds(period), threshold);

    assertThat(probe.warnings(Duration.ofMillis(1500))).isEqualTo(warnings);
  }

  /** All of the measured time on all cores, within the limit of the container. */
  private static Duration normalStart(Map<String, @Nullable Object> agent) {
    double cpus = cpus(Json.textAt(agent, "resources", "limits", "cpu"));
    double seconds = measured() * CORES_MEASURED / Math.min(cpus, CORES_MEASURED) * BUSY;
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static double measured() {
    var performance =
        Documents.all().stream()
            .filter(file -> file.endsWith("docs/performance.md"))
            .findFirst()
            .orElseThrow();
    var found =
        Documents.lines(performance).stream()
            .flatMap(line -> MEASURED.matcher(line).results())
            .map(match -> Double.parseDouble(match.group(1)))
            .toList();
    assertThat(found).as("the start that was measured").hasSize(1);
    return found.getFirst();
  }

  private static double cpus(String quantity) {
    return quantity.endsWith("m")
        ? Double.parseDouble(quantity.substring(0, quantity.length() - 1)) / 1000
        : Double.parseDouble(quantity);
  }

  @Test
  void aQuantityOfProcessorsIsReadAsKubernetesDoes() {
    assertThat(cpus("500m")).isEqualTo(0.5, withPrecision(1e-9));
    assertThat(cpus("1")).isEqualTo(1, withPrecision(1e-9));
  }

  private static Map<String, @Nullable Object> agent(Path manifest) throws Exception {
    var containers =
        Manifests.parse(Files.readString(manifest)).stream()
            .filter(object -> "DaemonSet".equals(object.get("kind")))
            .flatMap(
                object ->
                    Stream.of(Json.listAt(object, "spec", "template", "spec", "containers"))
                        .flatMap(List::stream))
            .filter(container -> "agent".equals(container.get("name")))
            .toList();
    assertThat(containers).hasSize(1);
    return containers.getFirst();
  }
}
