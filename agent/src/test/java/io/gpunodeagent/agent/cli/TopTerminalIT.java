// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cli.terminal.Size;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code top} in a terminal. Each run also shows that no line is wider than the screen and that no
 * control sequence is written that a terminal may not know.
 */
@Timeout(180)
class TopTerminalIT {

  /** The last line is written last. */
  private static final String DRAWN = "wait ^ q quit";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "k8s-h100-8, 80, 24, research/llm-pretrain",
    "k8s-h100-8, 120, 40, sandbox/privileged-shell",
    "dgx-a100-8-mig-mixed, 80, 24, └ 2/13",
    "dgx-a100-8-mig-mixed, 200, 60, 3g.20gb",
    "t4-4-timesliced, 120, 40, T4",
    "k8s-t4-timesliced, 200, 60, Deployment/inference-a",
  })
  void aFrameFitsTheScreen(String scenario, int columns, int rows, String text) throws Exception {
    var result =
        PseudoTerminal.of(columns, rows)
            .run(
                List.of(DRAWN, "wait " + text, "show", "keys q", "end"),
                "top",
                "--simulate",
                scenario);
    assertThat(result.only().lines()).hasSize(rows);
    assertThat(result.only().lines().getFirst()).contains("GPU", "simulated");
    assertThat(result.only().modes()).isEqualTo("alternate");
    assertThat(result.exit()).isZero();
    assertThat(result.restored()).isTrue();
  }

  @Test
  void keysSortFilterScrollPauseAndHelp() throws Exception {
    var result =
        PseudoTerminal.of(100, 20)
            .run(
                List.of(
                    DRAWN,
                    "keys m",
                    "wait sort: memory",
                    "keys /NOTEBOOK",
                    "wait filter: NOTEBOOK_",
                    "gone llm-pretrain",
                    "show",
                    "keys \\x1b",
                    "gone filter:",
                    "keys \\x1b[F",
                    "wait kube-system/gateway-h100-node-1/gateway",
                    "gone ^GPU ",
                    "keys \\x1b[H",
                    "wait ^GPU ",
                    "keys ?",
                    "wait scroll by a page",
                    "keys ?",
                    "gone scroll by a page",
                    "keys \\x20",
                    "wait PAUSED",
                    "keys q",
                    "end"),
                "top",
                "--simulate",
                "k8s-h100-8");
    assertThat(result.only().text()).contains("research/idle-notebook-0");
    assertThat(result.exit()).isZero();
  }

  @Test
  void anotherSizeShowsAtOnce() throws Exception {
    var result =
        PseudoTerminal.of(80, 24)
            .run(
                List.of(
                    DRAWN,
                    "gone HISTORY",
                    "resize 200 60",
                    "wait HISTORY",
                    DRAWN,
                    "show",
                    "resize 60 12",
                    "gone HISTORY",
                    DRAWN,
                    "show",
                    "keys q",
                    "end"),
                "top",
                "--simulate",
                "k8s-h100-8");
    assertThat(result.screens().getFirst().lines()).hasSize(60);
    assertThat(result.screens().getLast().lines()).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys q", "keys \\x03", "signal TERM", "signal INT", "signal HUP"})
  void theTerminalIsAsBeforeHoweverItEnds(String way) throws Exception {
    var result =
        PseudoTerminal.of(80, 24)
            .run(List.of(DRAWN, way, "end", "show"), "top", "--simulate", "l40s-4");
    assertThat(result.restored()).isTrue();
    assertThat(result.only().modes()).isEqualTo("cursor wrap");
    assertThat(result.exit()).isZero();
  }

  @Test
  void aLostGpuAndOneThatIsRefusedHaveTheirReason() throws Exception {
    var scenario =
        Files.writeString(
            folder.resolve("lost.yaml"),
            """
            description: one GPU of three is lost, one is refused
            driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, symbols: 580}
            devices: [{model: H100-SXM5-80GB, count: 3, ecc: true}]
            faults:
              - {lost: 1, from: 3s}
              - {function: nvmlDeviceGetHandleByIndex_v2, device: 2, return: NO_PERMISSION}
            """);
    var result =
        PseudoTerminal.of(80, 24)
            .run(
                List.of("wait ^1 +lost", "wait GPU 1: the GPU is lost", "show", "keys q", "end"),
                "top",
                "--simulate",
                scenario.toString());
    assertThat(result.only().lines())
        .anyMatch(line -> line.matches("1 +lost +unhealthy no reading: nvml\\w+ answered 15"))
        .anyMatch(line -> line.matches("2 +refused +unknown +no reading: nvmlDeviceGetHandle.*"));
  }

  /** Without {@code --simulate} there is no NVML here: everything shown comes from the agent. */
  @Test
  void topAsksTheAgentThatRunsAndSaysWhenItHasEnded() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var config = Files.writeString(folder.resolve("agent.yaml"), "web: {port: " + port + "}\n");
    var agent =
        new ProcessBuilder(
                PseudoTerminal.program(
                    "run", "--config", config.toString(), "--simulate", "k8s-h100-8"))
            .redirectErrorStream(true)
            .start();
    try (var log = agent.inputReader()) {
      assertThat(log.lines().anyMatch(line -> line.contains("address=http"))).isTrue();
      var result =
          PseudoTerminal.of(150, 40)
              .run(
                  List.of(
                      DRAWN,
                      "wait 8 GPUs: 7 held",
                      "wait PyTorchJob/llm-pretrain",
                      "show",
                      "stop " + agent.pid(),
                      "wait ^OLD, of .*the agent",
                      "show",
                      "keys q",
                      "end"),
                  "top",
                  "--config",
                  config.toString());
      assertThat(result.screens().getFirst().text())
          .contains("PyTorchJob/llm-pretrain")
          .doesNotContain("OLD, of");
      assertThat(result.screens().getLast().text()).contains("8 GPUs: 7 held");
      assertThat(result.exit()).isZero();
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void topSaysThatTheAgentAsksForAPassword() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var users = Files.writeString(folder.resolve("users"), "a:$2a$04$" + "a".repeat(53) + "\n");
    var config =
        Files.writeString(
            folder.resolve("guarded.yaml"),
            "web: {port: " + port + ", basicAuth: " + users + "}\n");
    var agent =
        new ProcessBuilder(
                PseudoTerminal.program(
                    "run", "--config", config.toString(), "--simulate", "no-gpu"))
            .redirectErrorStream(true)
            .start();
    try (var log = agent.inputReader()) {
      assertThat(log.lines().anyMatch(line -> line.contains("address=http"))).isTrue();
      var result =
          PseudoTerminal.of(80, 24)
              .run(
                  List.of(
                      "wait the agent answers 401: it wants a user: give --user and"
                          + " --password-file",
                      "keys q",
                      "end"),
                  "top",
                  "--config",
                  config.toString());
      assertThat(result.exit()).isZero();
    } finally {
      agent.destroyForcibly();
    }
  }

  /** As over {@code kubectl exec -it}: no TERM, no locale, and a size that comes later. */
  @ParameterizedTest
  @CsvSource({"'',keys q", "'',signal TERM", "'',signal HUP", "xterm,keys q", "xterm,signal TERM"})
  void aTerminalThatSaysNothingAtFirstIsUsed(String kind, String way) throws Exception {
    var environment = kind.isEmpty() ? Map.of("LC_ALL", "C") : Map.of("LC_ALL", "C", "TERM", kind);
    var result =
        new PseudoTerminal(new Size(0, 0), environment)
            .run(
                List.of(
                    DRAWN,
                    "show",
                    "resize 120 40",
                    "wait HISTORY",
                    DRAWN,
                    "show",
                    way,
                    "end",
                    "show"),
                "top",
                "--simulate",
                "k8s-h100-8");
    assertThat(result.screens())
        .extracting(shown -> shown.lines().size())
        .containsExactly(24, 40, 40);
    assertThat(result.screens().getFirst().text()).isASCII().contains("research/llm-pretrain");
    assertThat(result.screens().getLast().modes()).isEqualTo("cursor wrap");
    assertThat(result.restored()).isTrue();
    assertThat(result.exit()).isZero();
  }

  /** Nobody is left to be shown anything: nothing runs on. */
  @Test
  void itEndsWhenTheTerminalIsTakenAway() throws Exception {
    var result =
        PseudoTerminal.of(80, 24).run(List.of(DRAWN, "hang"), "top", "--simulate", "l40s-4");
    assertThat(result.exit()).as("by itself; nobody reads it").isBetween(0, 1);
  }

  @Test
  void withoutLocaleAndColourEverythingIsStillThere() throws Exception {
    var result =
        new PseudoTerminal(
                new Size(120, 40), Map.of("TERM", "linux", "NO_COLOR", "1", "LC_ALL", "C"))
            .run(List.of(DRAWN, "show", "keys q", "end"), "top", "--simulate", "k8s-a100-mig");
    assertThat(result.only().text()).isASCII().contains("' 1/2", "###");
  }

  @Test
  void aDumbTerminalGetsOnePictureAsText() throws Exception {
    var result =
        new PseudoTerminal(new Size(200, 60), Map.of("TERM", "dumb", "LC_ALL", "C"))
            .run(List.of("end", "show"), "top", "--simulate", "l40s-4");
    assertThat(result.only().text()).contains("4 GPUs").isASCII();
    assertThat(result.only().modes()).isEqualTo("cursor wrap");
    assertThat(result.exit()).isZero();
  }
}
