// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bogus|Unmatched argument at index 0: 'bogus'. See gpu-node-agent --help.",
        "snapshot --jsn|Unknown option: '--jsn'. See gpu-node-agent snapshot --help.",
        "run --port|Missing required parameter for option '--port' (PORT). See gpu-node-agent run"
            + " --help.",
        "check-config|FILE is missing. See gpu-node-agent check-config --help.",
        "--config|Missing required parameter for option '--config' (FILE). See gpu-node-agent"
            + " --help."
      })
  void wrongUsageIsOneLineAndTwo(String arguments, String line) {
    var said = Shell.plain().run(arguments.split(" ", -1));
    assertThat(said.err()).isEqualTo(line + "\n");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
  }

  @Test
  void theEnvironmentNamesTheConfigurationWhereNoOptionDoes() throws IOException {
    var named = Files.writeString(folder.resolve("named.yaml"), "labels: {timestamp: maybe}\n");
    var other = Files.writeString(folder.resolve("other.yaml"), "labels: {timestamp: false}\n");
    var shell =
        new Shell(Map.of("GPU_NODE_AGENT_CONFIG", named.toString()), Shell.plain().simulator());
    for (var command : new String[] {"labels", "unlabel", "snapshot"}) {
      var said = shell.run(command, "--simulate", "no-gpu");
      assertThat(said.code()).isEqualTo(1);
      assertThat(said.err())
          .startsWith(named + ":1: labels.timestamp: \"maybe\" is not valid: use true or false");
    }
    assertThat(shell.run("doctor", "--simulate", "no-gpu").out())
        .contains(named + ":1: labels.timestamp: \"maybe\" is not valid: use true or false");
    assertThat(shell.run("labels", "--simulate", "no-gpu", "--config", other.toString()).code())
        .isZero();
  }

  @Test
  void withoutACommandTheUsageIsWrong() {
    var said = Shell.plain().run();
    assertThat(said.err()).isEqualTo("A command is missing. See gpu-node-agent --help.\n");
    assertThat(said.code()).isEqualTo(2);
  }

  @Test
  void helpAndVersionAreGood() {
    assertThat(Shell.plain().run("--version").out()).isEqualTo("gpu-node-agent 1.2.3\n");
    assertThat(Shell.plain().run("snapshot", "--version").out())
        .isEqualTo("gpu-node-agent 1.2.3\n");
    var help = Shell.plain().run("--help");
    assertThat(help.code()).isZero();
    // The launcher shows it where the program is not built yet.
    Golden.matches("agent/src/main/image/help.txt", help.out());
    assertThat(help.out())
        .contains(
            "run",
            "snapshot",
            "topology",
            "top",
            "check-config",
            "doctor",
            "enforce-device",
            "simulations",
            "device-plugin",
            "--config",
            "--nvml-library",
            "--log-level",
            "--log-format");
  }

  @Test
  void onlySimulatedGpusAreOfferedToAKubeletThatIsThere() {
    assertThat(Shell.plain().run("device-plugin"))
        .isEqualTo(
            new Shell.Said(
                2,
                "",
                "nvml.simulate: is not set: give --simulate; real GPUs are offered by NVIDIA's"
                    + " device plugin\n"));
    assertThat(
            Shell.plain()
                .run("device-plugin", "--simulate", "hgx-h100-8", "--folder", "/nowhere/plugins"))
        .isEqualTo(
            new Shell.Said(
                2,
                "",
                "--folder /nowhere/plugins: is no folder: name the one that holds"
                    + " kubelet.sock\n"));
  }

  @Test
  void globalOptionsStandBeforeOrAfterTheCommand() throws IOException {
    var library = "/nowhere/libnvidia-ml.so.1";
    var before = Shell.plain().run("--nvml-library", library, "snapshot");
    var after = Shell.plain().run("snapshot", "--nvml-library", library);
    assertThat(before).isEqualTo(after);
    assertThat(before.code()).isEqualTo(1);
    assertThat(before.err()).startsWith("NVML is not available: ").contains(library);
  }

  @Test
  void aSnapshotWithoutADriverIsOneLineAndOne() {
    var said = Shell.plain().run("snapshot", "--nvml-library", "/nowhere/libnvidia-ml.so.1");
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "snapshot", "topology", "top", "enforce-device", "device-plugin"})
  void anUnknownScenarioListsTheKnownOnes(String command) {
    var said = Shell.plain().run(command, "--simulate", "hgx-h100");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err())
        .startsWith(
            "option --simulate: nvml.simulate: \"hgx-h100\" is no scenario: did you mean"
                + " hgx-h100-8?");
    assertThat(said.err().lines()).hasSize(1);
    assertThat(Shell.plain().run(command, "--simulate", "other").err())
        .startsWith("option --simulate: nvml.simulate: \"other\" is no scenario: use ")
        .contains("no-gpu");
  }

  @Test
  void withoutTheSimulatorThatIsSaid() {
    var shell = new Shell(Map.of(), Optional.of(folder));
    assertThat(shell.run("simulations").err())
        .isEqualTo(
            "the simulated NVML is not installed: build it with mvn -pl nvml-simulator package\n");
    var said = shell.run("snapshot", "--simulate", "hgx-h100-8");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err())
        .contains(
            "option --simulate: nvml.simulate: \"hgx-h100-8\" needs the simulated NVML, which is"
                + " not installed: build it with mvn -pl nvml-simulator package");
  }

  @Test
  void whatIsPublishedNowhereIsNotRemoved() {
    assertThat(Shell.plain().run("unlabel", "--simulate", "no-gpu").err())
        .isEqualTo(
            "option --simulate: nvml.simulate: \"no-gpu\" is a simulation, which may not write to a"
                + " real Node: remove it, or set publishing.simulations to true\n");
    assertThat(Shell.plain().run("unlabel").err())
        .isEqualTo("cluster.nodeName: missing: set it, or the environment variable NODE_NAME\n");
    var nowhere = Map.of("NODE_NAME", "node-a", "GPU_NODE_AGENT_PUBLISHING_SINK", "none");
    assertThat(new Shell(nowhere, Optional.empty()).run("unlabel").err())
        .endsWith(
            "publishing.sink: \"none\" publishes nothing: use node, features-file or"
                + " node-feature\n");
  }

  @Test
  void simulationsAreListedWithWhatTheyPlay() {
    var said = Shell.plain().run("simulations");
    assertThat(said.code()).isZero();
    assertThat(said.out().lines())
        .hasSizeGreaterThanOrEqualTo(15)
        .anyMatch(line -> line.startsWith("hgx-h100-8 ") && line.contains("8x H100"))
        .allMatch(line -> line.matches("[a-z0-9-]+ {2,}\\S.*"));
  }

  @Test
  void checkConfigListsEveryProblemInPlace() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("agent.yaml"),
            "sampling:\n  period: 1ms\nweb:\n  prot: 1\n  basicAuth: /nowhere\n");
    var said = Shell.plain().run("check-config", file.toString());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err().lines())
        .containsExactly(
            file + ":4: web.prot: unknown key: did you mean web.port?",
            file + ":2: sampling.period: \"1ms\" is not valid: use a duration from 100ms to 1m",
            file
                + ":5: web.basicAuth: \"/nowhere\" is no file that this process can read: name an"
                + " existing file or mount it");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void checkConfigSaysWhatAGoodFileSets() throws IOException {
    var file =
        Files.writeString(folder.resolve("agent.yaml"), "web: {port: 1, basicAuth: /nowhere}\n");
    var said = Shell.plain().run("check-config", "--syntax-only", file.toString());
    assertThat(said.out()).isEqualTo(file + ": good: web.port=1 web.basicAuth=/nowhere\n");
    assertThat(said.code()).isZero();
    assertThat(Shell.plain().run("--config", file.toString(), "check-config", "--syntax-only"))
        .isEqualTo(said);
  }

  @Test
  void checkConfigReadsTheCountersFileAsTheAgentDoes() throws IOException {
    var counters =
        Files.writeString(
            folder.resolve("counters.csv"),
            "DCGM_FI_DEV_GPU_TEMP, gauge, t\nDCGM_FI_DEV_NVSWITCH_PHYS_ID, gauge, n\n");
    var file =
        Files.writeString(
            folder.resolve("agent.yaml"), "metrics: {countersFile: " + counters + "}\n");
    var said = Shell.plain().run("check-config", file.toString());
    assertThat(said.code()).isZero();
    assertThat(said.err())
        .isEqualTo(
            counters
                + ":2: DCGM_FI_DEV_NVSWITCH_PHYS_ID: NVSwitches are read through NSCQ or NVSDM;"
                + " NVML has no handle for them: remove the line\n");

    Files.writeString(counters, "DCGM_FI_DEV_GPU_TEMP, gauge, t\nDCGM_FI_DEV_SM_CLOCK gauge\n");
    said = Shell.plain().run("check-config", file.toString());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .isEqualTo(
            counters
                + ":2: \"DCGM_FI_DEV_SM_CLOCK gauge\" has 1 field where name, type and help are"
                + " expected: quote a help text that has a comma\n");

    Files.writeString(counters, "");
    said = Shell.plain().run("check-config", file.toString());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("has no line that can be served");
    assertThat(Shell.plain().run("check-config", "--syntax-only", file.toString()).code()).isZero();
  }

  @Test
  void runSaysInOneLineWhyItCannotStart() throws IOException {
    var certificate = Files.writeString(folder.resolve("tls.crt"), "nothing");
    var file =
        Files.writeString(
            folder.resolve("agent.yaml"),
            "web: {tls: {certificate: FILE, key: FILE}}\nlog: {level: error}\n"
                .replace("FILE", certificate.toString()));
    var said =
        Shell.plain()
            .run("run", "--config", file.toString(), "--simulate", "no-gpu", "--port", "0");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err())
        .isEqualTo(
            "web.tls.certificate: \""
                + certificate
                + "\" holds no PEM certificate: write BEGIN CERTIFICATE blocks, as openssl x509"
                + " does\n");
  }

  @Test
  void doctorSaysWhatAMissingLibraryCosts() {
    var said =
        new Shell(Map.of("GPU_NODE_AGENT_SAMPLING_KERNEL_LOG", "/nowhere/kmsg"), Optional.empty())
            .run("doctor", "--nvml-library", "/nowhere/libnvidia-ml.so.1");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out())
        .containsPattern("ok +configuration +nvml.library=/nowhere/libnvidia-ml.so.1")
        .containsPattern("missing +NVML .* no GPU metrics; the agent runs and keeps trying")
        .containsPattern("missing +kernel log +/nowhere/kmsg cannot be read +XIDs come from NVML");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void doctorIsGoodWhereNothingIsMissing() {
    var said =
        new Shell(
                Map.of("GPU_NODE_AGENT_SAMPLING_KERNEL_LOG", "off", "GPU_NODE_AGENT_WEB_PORT", "0"),
                Optional.of(Shell.built()))
            .run("doctor", "--simulate", "l40s-4");
    assertThat(said.out())
        .contains("simulated")
        .containsPattern("ok +GPU 3 +NVIDIA L40S")
        .doesNotContain("missing");
    assertThat(said.code()).isZero();
  }

  @Test
  void topWithoutATerminalIsOnePicture() {
    var said = Shell.plain().run("top", "--simulate", "hgx-h100-8");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("8 GPUs: ", "H100 80GB HBM3", "simulated", "no kubelet");
    assertThat(said.out()).doesNotContain("\u001b").isASCII();
  }

  @Test
  void topDrawsWithMoreThanAsciiWhereTheLocaleHasIt() {
    var shell = new Shell(Map.of("LC_ALL", "de_DE.UTF-8"), Optional.of(Shell.built()));
    assertThat(shell.run("top", "--simulate", "hgx-h100-8").out()).contains("█");
    assertThat(shell.run("top", "--ascii", "--simulate", "hgx-h100-8").out()).isASCII();
  }
}
