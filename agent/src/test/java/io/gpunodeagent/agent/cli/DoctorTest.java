// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.agent.cli.doctor.RecorderExamination;
import io.gpunodeagent.agent.dashboards.AgentProcess;
import io.gpunodeagent.agent.recorder.RecorderConfig;
import io.gpunodeagent.agent.recorder.Recordings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of the surroundings besides NVML. */
class DoctorTest {

  @TempDir private Path folder;

  private static Shell.Said doctor(Map<String, String> settings, String... arguments) {
    var environment = new HashMap<String, String>();
    environment.put("GPU_NODE_AGENT_SAMPLING_KERNEL_LOG", "off");
    environment.put("GPU_NODE_AGENT_WEB_PORT", "0");
    settings.forEach((key, value) -> environment.put("GPU_NODE_AGENT_" + key, value));
    var all = new String[arguments.length + 1];
    all[0] = "doctor";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Shell(environment, Optional.of(Shell.built())).run(all);
  }

  @Test
  void aScenariosOwnClusterIsExamined() {
    var said = doctor(Map.of(), "--simulate", "k8s-h100-8");
    assertThat(said.out())
        .containsPattern("(?m)^ok +processes +full")
        .containsPattern("(?m)^ok +kubelet +\\S+ answers: GPU allocations: [1-9]")
        .containsPattern("(?m)^ok +API server +answers to the kubeconfig ")
        .containsPattern("(?m)^ok +rights on pods +get, list, watch$")
        .containsPattern("(?m)^ok +rights on nodes +get, list, watch$")
        .containsPattern("(?m)^ok +state file +off")
        .containsPattern("(?m)^ok +OTLP export +off")
        .doesNotContain("missing", "rights on pods/eviction", "patch");
    assertThat(said.code()).isZero();
    assertThat(said.err()).isEmpty();
  }

  @Test
  void aCollectorIsAskedWithAnEmptyRequest() throws IOException {
    var asked = new AtomicReference<String>("");
    var status = new AtomicInteger(200);
    var collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    collector.start();
    var endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
    var settings = Map.of("OTLP_ENDPOINT", endpoint);
    try {
      assertThat(doctor(settings, "--simulate", "l40s-4").out())
          .containsPattern("(?m)^ok +OTLP export +" + endpoint + " takes requests");
      assertThat(asked.get()).isEqualTo("POST /v1/metrics");
      status.set(401);
      var refused = doctor(settings, "--simulate", "l40s-4");
      assertThat(refused.out())
          .containsPattern("(?m)^missing +OTLP export +" + endpoint + ": it answers 401 ")
          .containsPattern("(?m)^fix +OTLP export +check otlp.endpoint and otlp.headersFile");
      assertThat(refused.code()).isEqualTo(1);
    } finally {
      collector.stop(0);
    }
    assertThat(doctor(settings, "--simulate", "l40s-4").out())
        .containsPattern("(?m)^missing +OTLP export +" + endpoint + ": it cannot be reached ");
  }

  @Test
  void rightsFollowWhatTheAgentIsToDo() throws IOException {
    var file = folder.resolve("agent.yaml");
    Files.writeString(
        file,
        """
        publishing: {dryRun: false}
        policies:
          dryRun: false
          idle: [{name: all, idleAfter: 1h, action: evict}]
        """);
    var said = doctor(Map.of(), "--simulate", "k8s-t4-timesliced", "--config", file.toString());
    assertThat(said.out())
        .containsPattern("(?m)^ok +rights on nodes +patch$")
        .containsPattern("(?m)^ok +rights on nodes/status +patch$")
        .containsPattern("(?m)^ok +rights on events in default +create, patch$")
        .containsPattern("(?m)^ok +rights on events +create, patch$")
        .containsPattern("(?m)^ok +rights on pods/eviction +create$");
    assertThat(said.code()).isZero();
  }

  @Test
  void hiddenProcessesAreMissingAndCostIdleness() {
    var said = doctor(Map.of(), "--simulate", "k8s-no-hostpid");
    assertThat(said.out())
        .containsPattern(
            "(?m)^missing +processes +blind: the agent is not in the host's PID namespace .*idle$")
        .containsPattern("(?m)^ok +kubelet ");
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void aGpuThatDoesNotSayWhoItIsIsNamed() throws IOException {
    var said = doctor(Map.of(), "--simulate", Shell.refusedFromStart(folder));
    assertThat(said.out())
        .containsPattern("(?m)^ok +GPU 0 ")
        .containsPattern(
            "(?m)^missing +GPU 1 +not readable: nvmlDeviceGetHandleByIndex_v2 answered 4"
                + " .*unknown$");
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void beingInNoClusterIsOneCalmLine() {
    var said = doctor(Map.of(), "--simulate", "l40s-4");
    assertThat(said.out())
        .containsPattern("(?m)^ok +cluster +not in a cluster: no node name")
        .containsPattern("(?m)^ok +kubelet +not asked")
        .doesNotContain("missing", "API server", "rights");
    assertThat(said.code()).isZero();
  }

  @Test
  void aClusterThatIsNamedAndCannotBeReachedIsMissing() {
    var kubeconfig = folder.resolve("none").toString();
    var said =
        doctor(
            Map.of("CLUSTER_KUBECONFIG", kubeconfig, "CLUSTER_NODE_NAME", "n1"),
            "--nvml-library",
            "/nowhere/libnvidia-ml.so.1");
    assertThat(said.out() + said.err()).contains(kubeconfig);
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void aNodeNameWithoutCredentialsIsMissing() {
    var said =
        doctor(
            Map.of(
                "CLUSTER_NODE_NAME", "n1", "KUBELET_SOCKET", folder.resolve("no.sock").toString()),
            "--nvml-library",
            "/nowhere/libnvidia-ml.so.1");
    assertThat(said.out())
        .containsPattern("(?m)^missing +API server +no service account in \\S+ and no kubeconfig")
        .containsPattern("(?m)^missing +kubelet +\\S+no.sock: .* not attributed to pods$")
        .doesNotContain("rights on");
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void theAgentThatRunsHereMayHoldThePort() throws Exception {
    var nothing = Files.writeString(folder.resolve("agent.yaml"), "{}\n");
    try (var agent = new AgentProcess(folder, "node-7", "l40s-4", nothing)) {
      var said =
          doctor(
              Map.of("WEB_PORT", String.valueOf(agent.port())),
              "--simulate",
              "l40s-4",
              "--config",
              nothing.toString());
      assertThat(said.out())
          .containsPattern("(?m)^ok +port +0.0.0.0:\\d+ is held by a running agent, which is up$");
      assertThat(said.code()).isZero();
    }
  }

  @Test
  void aPortThatAnotherProgramHoldsIsMissing() throws IOException {
    try (var other = new ServerSocket(0)) {
      var said =
          doctor(Map.of("WEB_PORT", String.valueOf(other.getLocalPort())), "--simulate", "l40s-4");
      assertThat(said.out())
          .containsPattern("(?m)^missing +port +web.port: .* cannot be listened on.* not start$");
      assertThat(said.code()).isEqualTo(1);
    }
  }

  @Test
  void aStateFileThatWasAskedForMustHaveItsFolder() throws IOException {
    var gone = folder.resolve("gone/state.json");
    var said = doctor(Map.of("STATE_FILE", gone.toString()), "--simulate", "l40s-4");
    assertThat(said.out())
        .containsPattern("(?m)^missing +state file +state.file: there is no folder .*/gone: ");
    assertThat(said.code()).isEqualTo(1);

    var there = folder.resolve("state.json");
    assertThat(doctor(Map.of("STATE_FILE", there.toString()), "--simulate", "l40s-4").out())
        .containsPattern("(?m)^ok +state file +\\S+/state.json can be written$");
    assertThat(there).doesNotExist();

    Files.createDirectory(there);
    assertThat(doctor(Map.of("STATE_FILE", there.toString()), "--simulate", "l40s-4").out())
        .containsPattern("(?m)^missing +state file +\\S+/state.json cannot be written");
  }

  @Test
  void theFolderOfTheRecorderIsLookedAt() throws IOException {
    assertThat(recorder(Optional.empty())).containsPattern("(?m)^ok +recorder +off +nothing is");
    var gone = folder.resolve("gone/recordings");
    assertThat(recorder(Optional.of(gone)))
        .containsPattern("(?m)^missing +recorder +there is no folder \\S+/gone +faults are not")
        .containsPattern("(?m)^fix +recorder +make or mount the folder \\S+/gone, or set");

    var there = folder.resolve("recordings");
    assertThat(recorder(Optional.of(there)))
        .containsPattern("(?m)^ok +recorder +\\S+/recordings is made with the start");
    assertThat(there).doesNotExist();
    Recordings.ofAnXid(there);
    assertThat(recorder(Optional.of(there)))
        .containsPattern(
            "(?m)^ok +recorder +\\S+/recordings can be written; recordings: 1, 0 MiB of 64 MiB$");

    var file = Files.writeString(folder.resolve("file"), "");
    assertThat(recorder(Optional.of(file)))
        .containsPattern("(?m)^missing +recorder +\\S+/file is no folder +faults are not")
        .containsPattern("(?m)^fix +recorder +name a folder as recorder.directory, or set");
  }

  @Test
  void aDiskThatHasNotTheRoomForTheRecordingsIsMissingRoom() {
    assertThat(RecorderExamination.of(new RecorderConfig(Optional.of(folder), Long.MAX_VALUE / 2)))
        .satisfies(
            result -> {
              assertThat(result.good()).isFalse();
              assertThat(result.detail()).contains("recordings: 0, 0 MiB of ", "has room for ");
              assertThat(result.fix())
                  .isEqualTo("make room on the disk, or lower recorder.maxBytes");
            });
  }

  private String recorder(Optional<Path> directory) {
    return doctor(
            directory.map(path -> Map.of("RECORDER_DIRECTORY", path.toString())).orElseGet(Map::of),
            "--simulate",
            "l40s-4")
        .out();
  }

  @Test
  void everyMissingPieceHasItsFix() {
    var said = doctor(Map.of(), "--simulate", "k8s-no-hostpid", "-o", "json");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out())
        .contains("\"good\" : false", "\"fix\" : \"set hostPID: true for the pod")
        .contains("\"cost\" : \"processes have no known owner");
    assertThat(doctor(Map.of(), "--simulate", "k8s-no-hostpid").out())
        .containsPattern("(?m)^fix +processes +set hostPID: true for the pod");
    assertThat(doctor(Map.of(), "--simulate", "k8s-h100-8").out()).doesNotContain("fix ");
  }
}
