// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get the configuration wrong, with the words the user reads. */
class BrokenConfigurationsTest {

  /** A file and what is said of it. */
  record Case(String yaml, List<String> messages) {
    Case(String yaml, String... messages) {
      this(yaml, List.of(messages));
    }

    @Override
    public String toString() {
      return yaml.replace("\n", "\\n");
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "sampling: {period: 50ms}",
            "1: sampling.period: \"50ms\" is not valid: use a duration from 100ms to 1m"),
        new Case(
            "sampling:\n  period: 2\n",
            "2: sampling.period: \"2\" is not valid: use a duration from 100ms to 1m"),
        new Case(
            "sampling: {period: 1.5s}",
            "1: sampling.period: \"1.5s\" is not valid: use a duration from 100ms to 1m"),
        new Case(
            "shaping: {nvidiaSmi: nvidia-smi}",
            "1: shaping.nvidiaSmi: \"nvidia-smi\" is no absolute path: write /usr/bin/nvidia-smi"),
        new Case(
            "shaping: {reappliesPerHour: 61}",
            "1: shaping.reappliesPerHour: \"61\" is not valid: use a whole number from 0 to 60"),
        new Case(
            "otlp: {endpoint: collector:4318}",
            "1: otlp.endpoint: \"collector:4318\" is not valid: use an http:// or https://"
                + " address"),
        new Case(
            "otlp: {endpoint: 'http://me:s3cret@collector:4318/?key=s3cret'}",
            "1: otlp.endpoint: \"http://collector:4318/\" was written with a user, a query or a"
                + " fragment: put credentials into otlp.headersFile"),
        new Case(
            "otlp: {endpoint: 'http://me:s3cret@ho st'}",
            "1: otlp.endpoint: \"http://…@ho st\" is not valid: use an http:// or https://"
                + " address"),
        new Case(
            "otlp: {interval: 500ms}",
            "1: otlp.interval: \"500ms\" is not valid: use a duration from 1s to 10m"),
        new Case(
            "otlp: {timeout: 2m}",
            "1: otlp.timeout: \"2m\" is not valid: use a duration from 100ms to 1m"),
        new Case(
            "otlp: {names: prometheus}",
            "1: otlp.names: \"prometheus\" is not valid: use dcgm or semconv"),
        new Case(
            "otlp: {compression: zstd}",
            "1: otlp.compression: \"zstd\" is not valid: use gzip or none"),
        new Case(
            "otlp: {headersFile: /nowhere}",
            "1: otlp.headersFile: \"/nowhere\" is no file that this process can read: name an"
                + " existing file or mount it"),
        new Case(
            "otlp: {tls: {certificate: /dev/null}}",
            "1: otlp.tls.certificate: \"/dev/null\" needs otlp.tls.key: set both or neither",
            "1: otlp.tls.certificate: \"/dev/null\" is no file that this process can read: name an"
                + " existing file or mount it"),
        new Case(
            "otlp: {endpoint: 'http://a:4318', tls: {certificateAuthority: /nowhere}}",
            "1: otlp.tls.certificateAuthority: \"/nowhere\" is of no use with http://a:4318: use an"
                + " https:// address or remove it",
            "1: otlp.tls.certificateAuthority: \"/nowhere\" is no file that this process can read:"
                + " name an existing file or mount it"),
        new Case(
            "sampling: {callTimeout: 2m}",
            "1: sampling.callTimeout: \"2m\" is not valid: use a duration from 100ms to 1m"),
        new Case(
            "sampling: {eventWindow: 0s}",
            "1: sampling.eventWindow: \"0s\" is not valid: use a duration from 1s to 24h"),
        new Case(
            "sampling:\n  period: 10s\n  slowPeriod: 5s\n",
            "3: sampling.slowPeriod: \"5s\" is shorter than sampling.period, which is 10s: lengthen"
                + " it or shorten sampling.period"),
        new Case(
            "sampling: {gpm: yes}", "1: sampling.gpm: \"yes\" is not valid: use true or false"),
        new Case(
            "sampling: {kernelLog: ''}",
            "1: sampling.kernelLog: \"\" is not valid: use a path, or off"),
        new Case(
            "sampling: {peroid: 1s}",
            "1: sampling.peroid: unknown key: did you mean sampling.period?"),
        new Case(
            "smapling:\n  period: 1s\n",
            "1: smapling: unknown key: docs/configuration.md lists the keys"),
        new Case(
            "web: {port: 65536}",
            "1: web.port: \"65536\" is not valid: use a whole number from 0 to 65535"),
        new Case(
            "web: {port: http}",
            "1: web.port: \"http\" is not valid: use a whole number from 0 to 65535"),
        new Case(
            "recorder: {maxBytes: 1000}",
            "1: recorder.maxBytes: \"1000\" is not valid: use a whole number from 1048576 to"
                + " 999999999"),
        new Case(
            "recorder: {directory: ''}",
            "1: recorder.directory: \"\" is not valid: use a path, or off"),
        new Case("web: {port: }", "1: web.port: has no value: write a value or remove the key"),
        new Case("web: {port: [9400]}", "1: web.port: is a list: write one value"),
        new Case(
            "web:\n  port:\n    number: 9400\n",
            "2: web.port: is a mapping: write one value behind the key"),
        new Case("web: 9400", "1: web: \"9400\" is no mapping: write keys, indented below it"),
        new Case(
            "web: {port: 1}\nweb.port: 2\n",
            "2: web.port: is already written at FILE:1: keep one of the two"),
        new Case(
            "web: {host: ' '}",
            "1: web.host: \" \" is not valid: use a text of one line, not empty"),
        new Case(
            "web: {maxConnections: 0}",
            "1: web.maxConnections: \"0\" is not valid: use a whole number from 1 to 100000"),
        new Case(
            "web: {maxHeaderBytes: 16KiB}",
            "1: web.maxHeaderBytes: \"16KiB\" is not valid: use a whole number from 1024 to"
                + " 1048576"),
        new Case(
            "web: {idleTimeout: 1500ms}",
            "1: web.idleTimeout: \"1500ms\" is not valid: use a duration from 1s to 1h, in whole"
                + " seconds"),
        new Case(
            "web: {tls: {key: /etc/hosts}}",
            "1: web.tls.key: \"/etc/hosts\" needs web.tls.certificate: set both or neither"),
        new Case(
            "web: {tls: {clientCertificateAuthority: /etc/hosts}}",
            "1: web.tls.clientCertificateAuthority: \"/etc/hosts\" needs web.tls.certificate: set"
                + " web.tls.certificate and web.tls.key, or remove it"),
        new Case(
            "web: {basicAuth: /nowhere/users}",
            "1: web.basicAuth: \"/nowhere/users\" is no file that this process can read: name an"
                + " existing file or mount it"),
        new Case(
            "web: {basicAuth: /etc/hosts, tokenReview: true}",
            "1: web.tokenReview: \"true\" excludes web.basicAuth, as a request has one"
                + " Authorization header: remove one of them"),
        new Case(
            "web: {port: 9400, healthPort: 9400}",
            "1: web.healthPort: \"9400\" is the port of web.port too: choose another or remove it"),
        new Case(
            "metrics: {countersFile: /nowhere.csv}",
            "1: metrics.countersFile: \"/nowhere.csv\" is no file that this process can read: name"
                + " an existing file or mount it"),
        new Case(
            "metrics: {hostnameLabel: Upper}",
            "1: metrics.hostnameLabel: \"Upper\" is not valid: use both, upper, lower or none"),
        new Case(
            "labels: {owner: nobody}",
            "1: labels.owner: \"nobody\" is not valid: use auto, agent or gfd"),
        new Case(
            "labels: {migStrategy: Single}",
            "1: labels.migStrategy: \"Single\" is not valid: use none, single or mixed"),
        new Case(
            "labels: {pluginConfig: /nowhere.yaml}",
            "1: labels.pluginConfig: \"/nowhere.yaml\" is no file that this process can read: name"
                + " an existing file or mount it"),
        new Case(
            "labels: {hold: 2h}",
            "1: labels.hold: \"2h\" is not valid: use a duration from 0s to 1h"),
        new Case("labels: {hint: true}", "1: labels.hint: unknown key: did you mean labels.hints?"),
        new Case(
            "labels: {pluginConfigMap: plugin}",
            "1: labels.pluginConfigMap: \"plugin\" is not valid: use a namespace and the name of a"
                + " ConfigMap in it, such as gpu-operator/plugin-config"),
        new Case(
            "labels: {pluginConfigMap: a/b, pluginConfigDefault: c}\npublishing: {sink: none}",
            "1: labels.pluginConfigMap: \"a/b\" needs publishing.sink node, which sees the Node's"
                + " label: mount the plugin's file and name it in labels.pluginConfig"),
        new Case(
            "labels: {pluginConfigDefault: c}",
            "1: labels.pluginConfigDefault: \"c\" needs labels.pluginConfigMap: set"
                + " labels.pluginConfigMap, or remove it"),
        new Case(
            "publishing: {sink: features_file, checkInterval: 1s}",
            "1: publishing.sink: \"features_file\" is not valid: use node, features-file,"
                + " node-feature or none",
            "1: publishing.checkInterval: \"1s\" is not valid: use a duration from 10s to 1h"),
        new Case(
            "health: {taint: noschedule}",
            "1: health.taint: \"noschedule\" is not valid: use off, NoSchedule, PreferNoSchedule or"
                + " NoExecute"),
        new Case(
            "publishing: {nodeFeatureNamespace: Mine}",
            "1: publishing.nodeFeatureNamespace: \"Mine\" is not valid: use the name of a"
                + " namespace"),
        new Case(
            "log: {level: warning}",
            "1: log.level: \"warning\" is not valid: use error, warn, info or debug"),
        new Case(
            "nvml: {simulate: a, library: /lib/x.so}",
            "1: nvml.simulate: \"a\" excludes nvml.library: remove one of the two",
            "1: nvml.simulate: \"a\" is no scenario: use hgx-h100-8 or no-gpu, or the path of a"
                + " file"),
        new Case(
            "nvml: {simulate: hgx-h100}",
            "1: nvml.simulate: \"hgx-h100\" is no scenario: did you mean hgx-h100-8?"),
        new Case(
            "nvml: {simulate: ./mine.yaml}",
            "1: nvml.simulate: \"./mine.yaml\" is no scenario file that can be read: name an"
                + " existing file"),
        new Case(
            "web:\n  port: 9400\n bad",
            "3:2: not valid YAML, expected <block end>, but found '<scalar>': correct the syntax;"
                + " strings with : or # need quotes"),
        new Case(
            "web: {port: 9400",
            "1:17: not valid YAML, expected ',' or '}', but got <stream end>: correct the syntax;"
                + " strings with : or # need quotes"),
        new Case(
            "kubelet: {resources: [nvidia.com/gpu, {a: b}]}",
            "1: kubelet.resources: has an item that is no text without a comma: write one text a"
                + " line"),
        new Case(
            "kubelet: {resources: [nvidia.com/gpu, nvidia.com/gpu]}",
            "1: kubelet.resources: \"nvidia.com/gpu,nvidia.com/gpu\" is not valid: use a list of"
                + " extended resources, such as nvidia.com/gpu, or nvidia.com/* for all of a"
                + " domain"),
        new Case(
            "kubelet: {draDrivers: [GPU]}",
            "1: kubelet.draDrivers: \"GPU\" is not valid: use a list of names of DRA drivers"),
        new Case("kubelets: [a]", "1: kubelets: unknown key: docs/configuration.md lists the keys"),
        new Case("- web", "1: is a list, and no mapping: begin with a key and a colon"),
        new Case("just text", "1: \"just text\" is no mapping: begin with a key and a colon"),
        new Case("? [a]\n: b\n", "1: has a key that is no text: name it with a text"),
        new Case(
            "sampling: {period: 1ms, gpm: maybe}\nweb: {port: -1, prot: 1}\n",
            "2: web.prot: unknown key: did you mean web.port?",
            "1: sampling.period: \"1ms\" is not valid: use a duration from 100ms to 1m",
            "1: sampling.gpm: \"maybe\" is not valid: use true or false",
            "2: web.port: \"-1\" is not valid: use a whole number from 0 to 65535"));
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("cases")
  void saysPlaceKeyValueRuleAndWayOut(Case broken) throws IOException {
    var file = Files.writeString(folder.resolve("agent.yaml"), broken.yaml());
    assertThat(problems(file, Map.of()))
        .containsExactly(
            broken.messages().stream()
                .map(message -> file + ":" + message.replace("FILE", file.toString()))
                .toArray(String[]::new));
  }

  @Test
  void aMissingFileIsOneLine() {
    var file = folder.resolve("absent.yaml");
    assertThat(problems(file, Map.of()))
        .containsExactly(file + ": no such file: name an existing file or mount it");
  }

  @Test
  void aFolderOrAFileOfBytesIsOneLine() throws IOException {
    var bytes = folder.resolve("bytes.yaml");
    Files.write(bytes, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 'x'});
    assertThat(problems(folder, Map.of()))
        .containsExactly(folder + ": is not a regular file: name a regular file");
    assertThat(problems(bytes, Map.of()))
        .containsExactly(bytes + ": is not UTF-8 text: save it as UTF-8");
  }

  @Test
  void variablesAreCheckedLikeKeys() throws IOException {
    var file = Files.writeString(folder.resolve("agent.yaml"), "{}");
    assertThat(
            problems(
                file,
                Map.of("GPU_NODE_AGENT_WEB_PROT", "1", "GPU_NODE_AGENT_SAMPLING_PERIOD", "soon")))
        .containsExactly(
            "environment: GPU_NODE_AGENT_WEB_PROT: unknown variable: did you mean"
                + " GPU_NODE_AGENT_WEB_PORT?",
            "environment variable GPU_NODE_AGENT_SAMPLING_PERIOD: sampling.period: \"soon\" is not"
                + " valid: use a duration from 100ms to 1m");
  }

  @Test
  void whatKubernetesSetsForAServiceOfTheSameNameIsNoSetting() throws IOException {
    var file = Files.writeString(folder.resolve("agent.yaml"), "{}");
    assertThat(
            problems(
                file,
                Map.of(
                    "GPU_NODE_AGENT_PORT", "tcp://10.0.0.1:9400",
                    "GPU_NODE_AGENT_PORT_9400_TCP_ADDR", "10.0.0.1",
                    "GPU_NODE_AGENT_SERVICE_HOST", "10.0.0.1",
                    "GPU_NODE_AGENT_SERVICE_PORT_METRICS", "9400")))
        .isEmpty();
  }

  @Test
  void aBombOfAliasesIsRefused() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("agent.yaml"), "a: &a {b: 1}\nweb: {x: *a, y: *a, z: *a}\n");
    assertThat(problems(file, Map.of())).isNotEmpty();
  }

  @Test
  void aFileOfDepthsIsOneLine() throws IOException {
    var file = Files.writeString(folder.resolve("agent.yaml"), "web:\n [\n".repeat(100_000));
    assertThat(problems(file, Map.of()))
        .containsExactly(file + ":51: is nested more than 50 levels deep: nest less deeply");
  }

  @Test
  void aBlankFileIsMostlyOneHalfWritten() throws IOException {
    var file = Files.writeString(folder.resolve("agent.yaml"), "\n");
    assertThat(problems(file, Map.of()))
        .containsExactly(
            file
                + ": is blank, which is mostly a file half written: write it again, or {} to run on"
                + " the defaults");
  }

  @Test
  void whatIsNoFileAndWhatIsTooLargeIsNotRead() throws Exception {
    var endless = Files.createSymbolicLink(folder.resolve("endless"), Path.of("/dev/zero"));
    assertThat(problems(endless, Map.of()))
        .containsExactly(endless + ": is not a regular file: name a regular file");
    var large = Files.writeString(folder.resolve("large"), "#".repeat((1 << 20) + 1));
    assertThat(problems(large, Map.of()))
        .containsExactly(large + ": is larger than 1 MiB: name the file that is meant");
  }

  @Test
  void onlyTheFirstOfManyProblemsAreShown() {
    var problem = Problem.of("agent.yaml:1", "web.host", "x", "is wrong", "remedy");
    assertThat(Problem.lines(Collections.nCopies(20, problem))).hasSize(20);
    assertThat(Problem.lines(Collections.nCopies(1_000, problem)))
        .hasSize(21)
        .last()
        .isEqualTo("and 980 more; check-config lists all");
  }

  @Test
  void longAndUnprintableValuesAreShownShort() {
    var problem =
        Problem.of(
            "agent.yaml:1", "web.host", "x\u001b[2J" + "y".repeat(200), "is wrong", "remedy");
    assertThat(problem.line()).doesNotContain("\u001b").hasSizeLessThan(140);
  }

  private List<String> problems(Path file, Map<String, String> environment) {
    var simulator = Optional.of(simulator());
    var sources = new Sources(Optional.of(file), environment, Map.of(), simulator, "node", true);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> List.of();
      case Outcome.Invalid(var problems) -> problems.stream().map(Problem::line).toList();
    };
  }

  private Simulator simulator() {
    try {
      var scenarios = Files.createDirectories(folder.resolve("simulator/scenarios"));
      Files.write(folder.resolve("simulator/libnvidia-ml.so.1"), new byte[0]);
      for (var name : List.of("hgx-h100-8", "no-gpu")) {
        Files.write(
            scenarios.resolve(name + ".yaml"),
            ("description: plays " + name + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return new Simulator(folder.resolve("simulator"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
