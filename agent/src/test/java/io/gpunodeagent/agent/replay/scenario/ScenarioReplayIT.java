// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios stepped through: the simulated node, and every edge of the agent that asks it. */
@Timeout(300)
class ScenarioReplayIT {

  private static final String IDLE =
      """
      policies:
        idle:
          - {name: idle, idleAfter: 30m, notice: 10m, action: mark}
      """;

  @TempDir Path folder;

  @Test
  void aDayIsPlayedThroughTheRules() throws IOException {
    var said = replay(IDLE, "k8s-l40s-day", "--step", "30s");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains(
            "2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z: nodes 1, snapshots 2881, pods 6",
            "marks 8, GPU-hours 32.9")
        .containsPattern(
            "research/notebook-0 +l40s-day-1 +idle +2026-01-01T15:00:00Z .* 8.3\\d +range end")
        .containsPattern("research/notebook-0 .* no longer met")
        .containsPattern("research/eval .* 4.1\\d +pod gone")
        .containsPattern("research/eval .* 3.3\\d +pod gone")
        .containsPattern("research/demo .* - +- +- +range end")
        .contains("spared: it is annotated gpu-node-agent.io/exempt-until")
        .doesNotContain("train-0", "not known", "not judged");
  }

  @Test
  void thePodsOfOneNameAreToldApartByTheirUids() throws IOException {
    var json =
        replay(IDLE, "k8s-l40s-day", "--step", "1m", "--range", "12h", "--format", "json").out();
    var uids =
        json.lines()
            .filter(line -> line.contains("\"podUid\""))
            .map(line -> line.replaceAll(".*: \"(.*)\".*", "$1"))
            .toList();
    assertThat(uids).allMatch(uid -> uid.length() == 36).hasSize(5);
    assertThat(uids.stream().distinct()).hasSize(4);
    assertThat(json)
        .contains("\"everythingKnown\" : true", "\"kind\" : \"idle\"")
        .contains("process_utilization");
  }

  @Test
  void rulesThatNoHistoryTellsOfAreJudged() throws IOException {
    var said =
        replay(
            """
            policies:
              idle:
                - name: jupyter
                  match: {workloadKinds: [Notebook], maxPriority: 0}
                  idleAfter: 20m
                  notice: 10m
                  action: mark
            """,
            "k8s-h100-8",
            "--range",
            "2026-11-20T08:00:00Z/2026-11-20T10:00:00Z",
            "--step",
            "30s");
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("2026-11-20T08:00:00Z to 2026-11-20T10:00:00Z", "marks 1,")
        .containsPattern("research/idle-notebook-0 +h100-node-1 +jupyter +2026-11-20T08:10:00Z")
        .doesNotContain("rightful-0");
  }

  @Test
  void timeSliceRulesAreJudged() throws IOException {
    var said =
        replay(
            """
            policies:
              timeSlice:
                - name: fair
                  memory: {limit: 1MiB}
                  grace: 5m
                  action: mark
            """,
            "k8s-t4-timesliced",
            "--range",
            "1h",
            "--step",
            "30s",
            "--format",
            "json");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("\"kind\" : \"time_slice\"", "of device memory, allowed 1 MiB")
        .contains("\"gpuHours\" : 0.0");
  }

  @Test
  void allThatGoesWrongWithSourcesIsPlayedToTheEnd() throws IOException {
    var said = replay(IDLE, "k8s-churn", "--range", "10m", "--step", "5s");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("snapshots 121,").contains("no rule came true for any pod");
  }

  @Test
  void twoReplaysAreTheSame() throws IOException {
    var more = List.of("--range", "3h", "--step", "20s", "--format", "json");
    assertThat(replay(IDLE, "k8s-l40s-day", more.toArray(String[]::new)))
        .isEqualTo(replay(IDLE, "k8s-l40s-day", more.toArray(String[]::new)));
  }

  @Test
  void theAddressesOfTheConfigurationAreNotAsked() throws IOException {
    var said =
        replay(
            IDLE + "kubelet: {socket: /nowhere/kubelet.sock}\ncluster: {kubeconfig: /nowhere}\n",
            "k8s-h100-8",
            "--range",
            "1h",
            "--step",
            "60s");
    assertThat(said.out()).contains("pods 7");
  }

  @ParameterizedTest
  @CsvSource({
    "hgx-h100-8, 'describes no pods'",
    "k8s-nothing, 'is no scenario'",
    "/nowhere/x.yaml, 'is no scenario'"
  })
  void whatCannotBePlayedIsSaidInOneLine(String scenario, String part) throws IOException {
    var said = replay(IDLE, scenario);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err()).startsWith("option --scenario: \"" + scenario + "\" " + part);
  }

  @Test
  void aFaultThatHangsIsNamed() throws IOException {
    var file = folder.resolve("hangs.yaml");
    Files.writeString(
        file,
        """
        description: a call that hangs
        driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, symbols: 580}
        devices: [{model: H100-SXM5-80GB}]
        faults: [{function: nvmlDeviceGetUtilizationRates, device: 0, hang: true, from: 2m, until: 1h}]
        kubernetes:
          pods:
            - {name: a, containers: [{name: main, allocations: [{device: 0}]}]}
        """);
    var said = replay(IDLE, file.toString(), "--range", "10m", "--step", "60s");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.err()).contains("at t = 120 s, a call of NVML does not return");
  }

  private Shell.Said replay(String rules, String scenario, String... more) throws IOException {
    var file = Files.writeString(folder.resolve("rules.yaml"), rules);
    var arguments =
        new ArrayList<>(
            List.of("policy", "replay", "--rules", file.toString(), "--scenario", scenario));
    arguments.addAll(List.of(more));
    return Shell.plain().run(arguments.toArray(String[]::new));
  }
}
