// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.PrometheusServer;
import io.gpunodeagent.agent.metrics.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus that remembers three hours: one pod rests, one works, one was scraped again
 * only at the end, and one has an idle GPU beside one in use.
 */
class ReplayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STEP = 30;
  private static final int TICKS = 360;
  private static final String RULES =
      """
      policies:
        idle:
          - name: guarded
            match: {namespaces: [guarded], maxPriority: 100}
            idleAfter: 30m
            action: mark
          - name: all
            idleAfter: 30m
            notice: 10m
            action: mark
      """;

  @TempDir Path folder;

  @Test
  void thePodThatRestedIsTheOneThatWouldHaveBeenMarked() throws IOException, InterruptedException {
    Promtool.require("prometheus");
    var end = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    remember(end);
    var rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
    try (var prometheus =
        new PrometheusServer(folder, "global: {scrape_interval: 1m}\nscrape_configs: []\n")) {
      awaitAnswer(prometheus);
      var range = end.minus(Duration.ofHours(3)) + "/" + end;
      var address = prometheus.address().toString();
      var said = replay(rules, address, range);
      assertThat(said.err()).isEmpty();
      assertThat(said.code()).isZero();
      assertThat(said.out())
          .contains("nodes 2, scrapes 720, pods 7")
          .contains(
              "not judged: node n3: job dcgm, instance n3: its labels may name the exporter's own"
                  + " pod in place of holders: set honor_labels: true")
          .doesNotContain("metrics-x ")
          .contains(
              "not judged: rule guarded, as DCGM's metrics do not show maxPriority; pods it may be"
                  + " for, never marked: 1")
          .containsPattern("ns/rests +n1 +all .* range end")
          .contains("ns/rests: idle for 4", "by device_utilization, energy")
          .contains("not proven: load reads zero, and neither power", "agrees: ns/stuck\n")
          .contains("marks 1, GPU-hours 2.1")
          .doesNotContain("ns/works ", "ns/gap ", "ns/half ", "guarded/g ", "ns/stuck:");
      var json = replay(rules, address, range, "--format", "json");
      assertThat(json.code()).isZero();
      assertThat(json.out())
          .contains("\"marks\" : 1", "\"pod\" : \"rests\"", "\"stage\" : \"marked\"");
      var elsewhere = replay(rules, address, range, "--job", "other");
      assertThat(elsewhere.code()).isEqualTo(1);
      assertThat(elsewhere.err().lines()).hasSize(1);
      assertThat(elsewhere.err()).contains("no series of DCGM", "job other");
      var wrong = replay(rules, address + "/nowhere", range);
      assertThat(wrong.code()).isEqualTo(1);
      assertThat(wrong.err().lines()).hasSize(1);
    }
  }

  private static Shell.Said replay(Path rules, String address, String range, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "policy",
                "replay",
                "--rules",
                rules.toString(),
                "--prometheus",
                address,
                "--range",
                range));
    arguments.addAll(List.of(more));
    return Shell.plain().run(arguments.toArray(String[]::new));
  }

  /** Writes the past into the Prometheus' folder of data, before it starts. */
  private void remember(Instant end) throws IOException, InterruptedException {
    var text = new StringBuilder();
    series(text, end, "G0", "ns", "rests", tick -> 0);
    series(text, end, "G1", "ns", "works", tick -> tick % 20 == 0 ? 70 : 0);
    series(text, end, "G2", "ns", "gap", tick -> tick < 10 || tick == TICKS - 1 ? 0 : -1);
    series(text, end, "G3", "ns", "half", tick -> 0);
    series(text, end, "G4", "ns", "half", tick -> 55);
    series(text, end, "G5", "guarded", "g", tick -> 0);
    series(text, end, "G6", "ns", "stuck", tick -> 0);
    exporterOnly(text, end);
    var file = Files.writeString(folder.resolve("past.txt"), text.append("# EOF\n"));
    var process =
        new ProcessBuilder(
                Promtool.require("promtool").toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                file.toString(),
                Files.createDirectories(folder.resolve("data")).toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /**
   * Two nodes on which nothing is held and labels are not honoured, so that each series bears the
   * exporter's own pod: of one, Prometheus remembers whose labels its target has.
   */
  private static void exporterOnly(StringBuilder text, Instant end) {
    for (var node : List.of("n2", "n3")) {
      for (int tick = 0; tick < TICKS; tick++) {
        for (var gpu : List.of("X0", "X1")) {
          text.append(
              ("DCGM_FI_DEV_GPU_UTIL{job=\"dcgm\",instance=\"%1$s\",Hostname=\"%1$s\","
                      + "UUID=\"%1$s-%2$s\",namespace=\"gpu\",pod=\"metrics-x\"} 0 %3$d\n")
                  .formatted(node, gpu, at(end, tick)));
        }
      }
    }
    for (int tick = 0; tick < TICKS; tick++) {
      text.append(
          "up{job=\"dcgm\",instance=\"n2\",namespace=\"gpu\",pod=\"metrics-x\"} 1 %d\n"
              .formatted(at(end, tick)));
    }
  }

  private static long at(Instant end, int tick) {
    return end.getEpochSecond() - (long) (TICKS - 1 - tick) * STEP;
  }

  private static void series(
      StringBuilder text,
      Instant end,
      String gpu,
      String namespace,
      String pod,
      IntUnaryOperator value) {
    series(text, end, "DCGM_FI_DEV_GPU_UTIL", gpu, namespace, pod, value);
    boolean stuck = pod.equals("stuck");
    IntUnaryOperator watts = load -> load < 0 ? load : stuck ? 300 : 75 + 3 * load;
    series(
        text,
        end,
        "DCGM_FI_DEV_POWER_USAGE",
        gpu,
        namespace,
        pod,
        tick -> watts.applyAsInt(value.applyAsInt(tick)));
  }

  private static void series(
      StringBuilder text,
      Instant end,
      String metric,
      String gpu,
      String namespace,
      String pod,
      IntUnaryOperator value) {
    for (int tick = 0; tick < TICKS; tick++) {
      int now = value.applyAsInt(tick);
      if (now >= 0) {
        text.append(
            ("%s{job=\"dcgm\",instance=\"i\",Hostname=\"n1\",UUID=\"%s\",modelName=\"NVIDIA H100"
                    + " 80GB HBM3\",namespace=\"%s\",pod=\"%s\",container=\"main\"} %d %d\n")
                .formatted(metric, gpu, namespace, pod, now, at(end, tick)));
      }
    }
  }

  private static void awaitAnswer(PrometheusServer prometheus) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        prometheus.query("1");
        return;
      } catch (IOException notYet) {
        assertThat(System.nanoTime()).as("Prometheus does not answer").isLessThan(deadline);
        Thread.sleep(200);
      }
    }
  }
}
