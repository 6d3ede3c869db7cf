// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.PrometheusServer;
import io.gpunodeagent.agent.metrics.Promtool;
import io.gpunodeagent.agent.metrics.selection.PodLabelling.SharedGpuRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rules of others in {@code docs/migrate.md}, asked of a real Prometheus that scrapes a node
 * with a time-sliced GPU: each is right with the setting that the page names and wrong with the
 * other.
 */
class MigrateRulesIT {

  private static final Path SCENARIO =
      RuleFiles.ROOT.resolve("agent/src/test/resources/dashboards/shared.yaml");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * A row of the table: who asks, what is asked, with which settings it is right, what is right.
   */
  private static final Pattern ROW =
      Pattern.compile("^\\|[^|]*\\| `([^`]+)` \\| `?(\\w+)`? \\| `([^`]+)` \\|$");

  /** What holds of the scenario: 92 %, 50 % and nothing; 12, 6 and 0 of 15 GiB. */
  private static final Map<String, List<Double>> TRUTH =
      Map.of(
          "sum by (UUID, GPU_I_ID) (DCGM_FI_DEV_GPU_UTIL)",
          List.of(0.0, 50.0, 92.0),
          "avg(sum by (UUID, GPU_I_ID) (DCGM_FI_DEV_GPU_UTIL))",
          List.of(142.0 / 3),
          "100 * sum by (UUID, GPU_I_ID) (DCGM_FI_DEV_FB_USED) / max by (UUID, GPU_I_ID)"
              + " (DCGM_FI_DEV_FB_TOTAL)",
          List.of(0.0, 40.0, 80.0),
          "count by (Hostname) (sum by (Hostname, UUID, GPU_I_ID) (DCGM_FI_DEV_GPU_UTIL))",
          List.of(3.0),
          "100 * sum by (namespace, pod) (gpu_allocation_sm_ratio)",
          List.of(22.0, 30.0, 40.0, 50.0));

  /** The latest XID, once counted energy makes a power too. */
  private static final String XID_AND_POWER =
      "max(DCGM_FI_DEV_XID_ERRORS) and (sum(rate(DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION[5m])) > 0)";

  @TempDir private Path folder;

  private record Rule(String written, String rightWith, String right) {
    boolean isRightWith(SharedGpuRows rows) {
      return switch (rightWith) {
        case "both" -> true;
        case "neither" -> false;
        case "device", "containers" -> rightWith.equals(word(rows));
        default -> throw new AssertionError("no setting: " + rightWith);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachIsRightWithTheSettingThePageNames(SharedGpuRows rows)
      throws IOException, InterruptedException {
    Promtool.require("prometheus");
    var rules = rules();
    assertThat(rules).hasSizeGreaterThan(20);
    assertThat(rules).extracting(Rule::right).containsAll(TRUTH.keySet());
    var configuration =
        Files.writeString(
            folder.resolve("agent.yaml"), "metrics: {sharedGpuRows: " + word(rows) + "}\n");
    try (var agent = new AgentProcess(folder, "node-1", SCENARIO.toString(), configuration);
        var prometheus = new PrometheusServer(folder, scrapes(agent.port()))) {
      var now = awaitAnswers(prometheus, rules);
      var softly = new SoftAssertions();
      for (var rule : rules) {
        var right = values(prometheus, rule.right(), now);
        var written = values(prometheus, rule.written(), now);
        var truth = TRUTH.get(rule.right());
        if (truth != null) {
          softly
              .assertThat(right)
              .as(rule.right())
              .usingElementComparator(nearly())
              .isEqualTo(truth);
        }
        softly
            .assertThat(equal(written, right))
            .as("%s is %s where %s is right", rule.written(), written, right)
            .isEqualTo(rule.isRightWith(rows));
      }
      softly.assertAll();
    }
  }

  private static List<Rule> rules() throws IOException {
    return Files.readAllLines(RuleFiles.ROOT.resolve("docs/migrate.md")).stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .map(row -> new Rule(row.group(1), row.group(2), row.group(3)))
        .toList();
  }

  private static String word(SharedGpuRows rows) {
    return rows.name().toLowerCase(Locale.ROOT);
  }

  private static String scrapes(int port) {
    return """
    global: {scrape_interval: 1s, scrape_timeout: 1s}
    scrape_configs:
    - job_name: gpu-node-agent
      honor_labels: true
      static_configs: [{targets: ['127.0.0.1:%d']}]
    """
        .formatted(port);
  }

  /** An instant of which the node's figures are all known, its XID and its power too. */
  private static Instant awaitAnswers(PrometheusServer prometheus, List<Rule> rules)
      throws InterruptedException {
    var deadline = Instant.now().plus(PATIENCE);
    Object last = "no answer";
    while (Instant.now().isBefore(deadline)) {
      // Scrapes of the last second may not be stored yet.
      var now = Instant.now().minusSeconds(1);
      try {
        last = values(prometheus, XID_AND_POWER, now);
        if (last.equals(List.of(31.0))
            && isTrue(prometheus, now)
            && allKnown(prometheus, rules, now)) {
          return now;
        }
      } catch (IOException notYet) {
        last = notYet;
      }
      Thread.sleep(500);
    }
    throw new AssertionError("not all is known: " + last);
  }

  private static boolean isTrue(PrometheusServer prometheus, Instant now)
      throws IOException, InterruptedException {
    for (var each : TRUTH.entrySet()) {
      if (!equal(values(prometheus, each.getKey(), now), each.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean allKnown(PrometheusServer prometheus, List<Rule> rules, Instant now)
      throws IOException, InterruptedException {
    for (var rule : rules) {
      if (values(prometheus, rule.right(), now).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static List<Double> values(PrometheusServer prometheus, String expression, Instant at)
      throws IOException, InterruptedException {
    return prometheus.query(expression, at).stream()
        .map(series -> (String) ((List<?>) PrometheusServer.at(series, "value")).get(1))
        .map(Double::valueOf)
        .sorted()
        .toList();
  }

  /** The order in which sums are made is not given. */
  private static Comparator<Double> nearly() {
    return new DoubleComparator(1e-6);
  }

  private static boolean equal(List<Double> one, List<Double> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int at = 0; at < one.size(); at++) {
      if (nearly().compare(one.get(at), other.get(at)) != 0) {
        return false;
      }
    }
    return true;
  }
}
