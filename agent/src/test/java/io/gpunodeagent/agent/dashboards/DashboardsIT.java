// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.dashboards.Expressions.Expression;
import io.gpunodeagent.agent.metrics.PrometheusServer;
import io.gpunodeagent.agent.metrics.Promtool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus with the rules scrapes four simulated nodes and one that has been idle for
 * long: each query of each dashboard, and each of the documents, finds something.
 */
class DashboardsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Path RESOURCES =
      RuleFiles.ROOT.resolve("agent/src/test/resources/dashboards");

  private static final Map<String, String> NODES =
      Map.of(
          "h100-node-1", "k8s-h100-8",
          "t4-node-1", "k8s-t4-timesliced",
          "a100-node-1", "k8s-a100-mig",
          "troubled-node-1", RESOURCES.resolve("troubled.yaml").toString());

  /** Stands in the reclaim contract for a pod's UID. */
  private static final String ANY_UID = "0d3f6a5e-0000-4000-8000-000000000000";

  @TempDir Path folder;

  @Test
  void everyQueryFindsSomethingAndNoRuleFails() throws IOException, InterruptedException {
    Promtool.require("prometheus");
    var agents = new LinkedHashMap<String, AgentProcess>();
    try (var idle = new LongIdleNode()) {
      for (var node : NODES.entrySet()) {
        agents.put(
            node.getKey(),
            new AgentProcess(
                folder, node.getKey(), node.getValue(), RESOURCES.resolve("policies.yaml")));
      }
      LongIdleNode.remember(folder);
      try (var prometheus = new PrometheusServer(folder, config(agents, idle))) {
        awaitAnswers(prometheus);
        assertThat(rules(prometheus))
            .isNotEmpty()
            .allSatisfy(rule -> assertThat(rule.get("health")).as(rule.toString()).isEqualTo("ok"));
        assertThat(annotations(prometheus))
            .isNotEmpty()
            .allSatisfy(
                text -> assertThat(text).doesNotContain("no value").doesNotContain("error"));
        assertThat(prometheus.complaints()).isEmpty();
      }
    } finally {
      agents.values().forEach(AgentProcess::close);
    }
  }

  private static String config(Map<String, AgentProcess> agents, LongIdleNode idle)
      throws IOException, InterruptedException {
    var targets = new ArrayList<String>();
    for (var agent : agents.values()) {
      targets.add("'127.0.0.1:" + agent.port() + "'");
    }
    return """
    global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 2s}
    rule_files: ['%s/dashboards/rules/*.yaml']
    scrape_configs:
    - job_name: gpu-node-agent
      honor_labels: true
      static_configs: [{targets: %s}]
    - job_name: gpu
      honor_labels: true
      static_configs: [{targets: ['127.0.0.1:%d'], labels: {instance: n1}}]
    """
        .formatted(RuleFiles.ROOT, targets, idle.port());
  }

  /** Each has to find something once; some of what the nodes do passes by. */
  private static void awaitAnswers(PrometheusServer prometheus) throws InterruptedException {
    var waiting = new ArrayList<>(Expressions.ofDashboards());
    waiting.addAll(Expressions.ofDocuments().stream().filter(DashboardsIT::isWorked).toList());
    var deadline = Instant.now().plus(PATIENCE);
    while (!waiting.isEmpty() && Instant.now().isBefore(deadline)) {
      waiting.removeIf(each -> finds(prometheus, each));
      Thread.sleep(1000);
    }
    assertThat(waiting.stream().map(each -> unanswered(prometheus, each))).isEmpty();
  }

  private static String unanswered(PrometheusServer prometheus, Expression asked) {
    var line = asked.where() + ": " + asked.expression() + ": ";
    try {
      return line + prometheus.query(asked.expression());
    } catch (IOException refused) {
      return line + refused.getMessage();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Runbooks ask for faults that these nodes do not all have. */
  private static boolean isWorked(Expression expression) {
    return !expression.where().startsWith("Gpu");
  }

  private static boolean finds(PrometheusServer prometheus, Expression asked) {
    try {
      return !prometheus.query(asked.expression().replace(ANY_UID, "uid-p1")).isEmpty();
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static List<Map<?, ?>> rules(PrometheusServer prometheus)
      throws IOException, InterruptedException {
    var rules = new ArrayList<Map<?, ?>>();
    for (var group :
        (List<?>) PrometheusServer.at(prometheus.get("/api/v1/rules"), "data", "groups")) {
      for (var rule : (List<?>) PrometheusServer.at(group, "rules")) {
        rules.add((Map<?, ?>) rule);
      }
    }
    return rules;
  }

  private static List<String> annotations(PrometheusServer prometheus)
      throws IOException, InterruptedException {
    var texts = new ArrayList<String>();
    for (var alert :
        (List<?>) PrometheusServer.at(prometheus.get("/api/v1/alerts"), "data", "alerts")) {
      for (var text : ((Map<?, ?>) PrometheusServer.at(alert, "annotations")).values()) {
        texts.add(String.valueOf(text));
      }
    }
    return texts;
  }
}
