// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig.HostnameLabel;
import io.gpunodeagent.agent.otlp.OtlpConfig;
import io.gpunodeagent.agent.recorder.RecorderConfig;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.web.WebConfig;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.labels.Owner;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import io.gpunodeagent.core.labels.plugin.Sharing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

  @TempDir private Path folder;

  @Test
  void withoutAnySourceNothingIsWrittenAndNoPodIsTouched() {
    var valid = load(Optional.empty(), Map.of(), Map.of());

    assertThat(valid.config().publishing().dryRun()).isTrue();
    assertThat(valid.config().policies().dryRun()).isTrue();
    assertThat(valid.config().policies().idle()).isEmpty();
    assertThat(valid.config().recorder().directory()).isEmpty();
    assertThat(valid.config().otlp().endpoint()).isEmpty();
    assertThat(valid.config().sampling().simulated()).isFalse();
    assertThat(valid.config().metrics().hostname()).isEqualTo("node-7");
    assertThat(valid.values().summary()).isEqualTo("defaults");
  }

  @Test
  void aListMayBeAYamlListOrItsItemsWithCommasBetween() throws IOException {
    var file =
        write(
            """
            kubelet:
              socket: off
              resources:
                - nvidia.com/*
                - example.com/gpu
            cluster:
              podLabels: [app, "team/*"]
            """);
    var valid =
        load(
            Optional.of(file),
            Map.of("GPU_NODE_AGENT_CLUSTER_POD_ANNOTATIONS", "cost-center, owner"),
            Map.of());
    var sources = valid.config().sources();
    assertThat(sources.kubelet().enabled()).isFalse();
    assertThat(sources.kubelet().resources()).containsExactly("nvidia.com/*", "example.com/gpu");
    assertThat(sources.cluster().podLabels()).containsExactly("app", "team/*");
    assertThat(sources.cluster().podAnnotations())
        .containsExactlyInAnyOrder("cost-center", "owner");
  }

  @Test
  void theNodesNameIsTheEnvironmentsUnlessTheConfigurationNamesIt() {
    var environment = Map.of("NODE_NAME", "node-a");
    assertThat(
            load(Optional.empty(), environment, Map.of()).config().sources().cluster().nodeName())
        .isEqualTo("node-a");
    var option = Map.of("cluster.nodeName", Sources.option("--node", "node-b"));
    assertThat(load(Optional.empty(), environment, option).config().sources().cluster().nodeName())
        .isEqualTo("node-b");
  }

  @Test
  void theEnvironmentBeatsTheFileAndTheCommandLineBeatsBoth() throws IOException {
    var file =
        write(
            """
            sampling:
              period: 2s
              slowPeriod: 1m
            web:
              port: 1000
              host: 127.0.0.1
            """);
    var valid =
        load(
            Optional.of(file),
            Map.of("GPU_NODE_AGENT_WEB_PORT", "2000", "GPU_NODE_AGENT_SAMPLING_PERIOD", "3s"),
            Map.of("web.port", Sources.option("--port", "3000")));
    assertThat(valid.config().web().port()).isEqualTo(3000);
    assertThat(valid.config().web().host()).isEqualTo("127.0.0.1");
    assertThat(valid.config().sampling().period()).isEqualTo(Duration.ofSeconds(3));
    assertThat(valid.config().sampling().slowPeriod()).isEqualTo(Duration.ofMinutes(1));
    assertThat(valid.values().summary())
        .isEqualTo("sampling.period=3s sampling.slowPeriod=1m web.host=127.0.0.1 web.port=3000");
  }

  @Test
  void everyKeyReachesItsRecord() throws IOException {
    var users = Files.writeString(folder.resolve("users"), "");
    var counters =
        Files.writeString(folder.resolve("counters"), "DCGM_FI_DEV_GPU_UTIL_RATIO, gauge, x");
    var file =
        write(
            """
            nvml: {library: /opt/libnvidia-ml.so.1}
            sampling: {period: 250ms, slowPeriod: 1m30s, callTimeout: 7s, eventWindow: 1h, gpm: false, kernelLog: off}
            metrics:
              countersFile: COUNTERS
              names: base-units
              hostnameLabel: lower
              hostname: gpu-1
              aliases: true
              replaceBlanksInModelName: true
            web:
              host: "::1"
              port: 0
              healthPort: 9401
              tls: {certificate: FILE, key: FILE, clientCertificateAuthority: FILE}
              basicAuth: FILE
              maxConnections: 9
              maxHeaderBytes: 2048
              idleTimeout: 5m
            labels: {owner: agent, migStrategy: mixed, pluginConfig: FILE, timestamp: false, aliases: true, hints: true, hold: 90s}
            recorder: {directory: /var/lib/recordings, maxBytes: 2000000}
            otlp:
              endpoint: https://collector.example:4318/base
              interval: 1m
              timeout: 5s
              names: semconv
              compression: none
              headersFile: FILE
              tls: {certificateAuthority: FILE, certificate: FILE, key: FILE}
            log: {level: debug, format: json}
            """
                .replace("COUNTERS", counters.toString())
                .replace("FILE", users.toString()));
    var valid = load(Optional.of(file), Map.of(), Map.of());
    assertThat(valid.counters().selection().series().getFirst().metric().unit())
        .isEqualTo("ratio 0-1");
    var config = valid.config();
    assertThat(config.sampling())
        .isEqualTo(
            new SamplingConfig(
                new SamplingConfig.Source(
                    Optional.of(Path.of("/opt/libnvidia-ml.so.1")),
                    Map.of(),
                    false,
                    Optional.empty()),
                Duration.ofMillis(250),
                Duration.ofSeconds(90),
                Duration.ofSeconds(7),
                Duration.ofHours(1),
                false));
    assertThat(config.metrics())
        .isEqualTo(
            new MetricsConfig(HostnameLabel.LOWER, "gpu-1", true, true, true, Defaults.pods()));
    assertThat(config.web())
        .isEqualTo(
            new WebConfig(
                "::1",
                0,
                Optional.of(9401),
                Optional.of(new WebConfig.Tls(users, users, Optional.of(users))),
                WebConfig.Admission.of(users),
                new WebConfig.Bounds(9, 2048, 300)));
    assertThat(config.labels())
        .isEqualTo(
            new LabelsConfig(
                Owner.AGENT,
                Optional.of(MigStrategy.MIXED),
                PluginConfig.none(),
                false,
                true,
                true,
                Duration.ofSeconds(90)));
    assertThat(config.recorder())
        .isEqualTo(new RecorderConfig(Optional.of(Path.of("/var/lib/recordings")), 2_000_000));
    assertThat(config.otlp())
        .isEqualTo(
            new OtlpConfig(
                Optional.of(URI.create("https://collector.example:4318/base")),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                OtlpConfig.Names.SEMCONV,
                OtlpConfig.Compression.NONE,
                Optional.of(users),
                new OtlpConfig.Tls(Optional.of(users), Optional.of(users), Optional.of(users))));
    assertThat(config.log()).isEqualTo(new LogConfig(LogConfig.Level.DEBUG, LogConfig.Format.JSON));
  }

  @Test
  void headersThatOthersCanReadAreWarnedOf() throws IOException {
    var headers = Files.writeString(folder.resolve("headers"), "authorization: Bearer s3cret\n");
    var yaml = "otlp: {endpoint: '%s', headersFile: " + headers + "}";
    var open = load(Optional.of(write(yaml.formatted("http://a:4318"))), Map.of(), Map.of());
    assertThat(open.warnings().stream().map(Problem::line))
        .containsExactly(
            folder.resolve("agent.yaml")
                + ":1: otlp.headersFile: \""
                + headers
                + "\" goes unencrypted to http://a:4318: use an https:// address if others can read"
                + " what is sent there");
    assertThat(open.values().liveFiles()).containsExactly(headers);
    var secret = load(Optional.of(write(yaml.formatted("https://a:4318"))), Map.of(), Map.of());
    assertThat(secret.warnings()).isEmpty();
  }

  @Test
  void thePluginsFileIsReadWithTheConfiguration() throws IOException {
    var plugin =
        Files.writeString(
            folder.resolve("plugin.yaml"),
            "flags: {migStrategy: single, gfd: {noTimestamp: True}}\nsharing:\n  slices: {}\n");
    var valid =
        load(Optional.of(write("labels: {pluginConfig: " + plugin + "}")), Map.of(), Map.of());
    assertThat(valid.config().labels().plugin())
        .isEqualTo(
            new PluginConfig(
                Optional.of(MigStrategy.SINGLE), true, Optional.empty(), Sharing.none()));
    assertThat(valid.warnings().stream().map(Problem::line))
        .containsExactly(
            plugin
                + ":3: sharing.slices: unknown key, which the device plugin ignores: use"
                + " timeSlicing or mps");
    assertThat(valid.values().liveFiles()).containsExactly(plugin);
  }

  @Test
  void theHostNameIsTheNodeNameWhereKubernetesTellsIt() {
    assertThat(
            load(Optional.empty(), Map.of("NODE_NAME", "worker-3"), Map.of())
                .config()
                .metrics()
                .hostname())
        .isEqualTo("worker-3");
  }

  @Test
  void aFileOfCommentsAndEmptySectionsSayNothing() throws IOException {
    assertThat(load(Optional.of(write("# nothing yet\n")), Map.of(), Map.of()).values().summary())
        .isEqualTo("defaults");
    assertThat(
            load(Optional.of(write("web:\n#  port: 1\nlog: {}\n")), Map.of(), Map.of())
                .values()
                .summary())
        .isEqualTo("defaults");
  }

  @Test
  void aScenarioBecomesLibraryAndEnvironment() throws IOException {
    var scenarios = Files.createDirectories(folder.resolve("scenarios"));
    var library = Files.writeString(folder.resolve("libnvidia-ml.so.1"), "");
    Files.writeString(scenarios.resolve("t4.yaml"), "description: four of them\n");
    var sources =
        new Sources(
            Optional.empty(),
            Map.of(),
            Map.of("nvml.simulate", Sources.option("--simulate", "t4")),
            Simulator.in(folder),
            "node-7",
            true);
    assertThat(ConfigLoader.load(sources)).isInstanceOf(Outcome.Valid.class);
    var sampling = ((Outcome.Valid) ConfigLoader.load(sources)).config().sampling();
    assertThat(sampling.simulated()).isTrue();
    assertThat(sampling.source().library()).contains(library.toAbsolutePath());
    assertThat(sampling.source().environment())
        .containsExactly(Map.entry("NVML_SIMULATOR_SCENARIO", "t4"));
    assertThat(Simulator.in(folder).orElseThrow().scenarios())
        .containsExactly(new Simulator.Scenario("t4", "four of them"));
  }

  @Test
  void filesAreNotLookedForWhereOnlyTheSyntaxIsAsked() throws IOException {
    var file =
        write(
            """
            web: {basicAuth: /nowhere}
            labels: {pluginConfig: /nowhere}
            nvml: {simulate: /nowhere.yaml}
            """);
    var sources =
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "node", false);
    assertThat(ConfigLoader.load(sources)).isInstanceOf(Outcome.Valid.class);
  }

  @Test
  void aChangeSaysWhetherItNeedsARestart() {
    var before = load(Optional.empty(), Map.of(), Map.of()).values();
    var after =
        load(
                Optional.empty(),
                Map.of("GPU_NODE_AGENT_WEB_PORT", "1", "GPU_NODE_AGENT_SAMPLING_PERIOD", "2s"),
                Map.of())
            .values();
    assertThat(before.changesTo(after).stream().map(Values.Change::line))
        .containsExactly("sampling.period=2s", "web.port=1 (takes effect at the next start)");
    assertThat(after.changesTo(after)).isEmpty();
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), yaml);
  }

  private static Outcome.Valid load(
      Optional<Path> file, Map<String, String> environment, Map<String, RawValue> options) {
    var sources = new Sources(file, environment, options, Optional.empty(), "node-7", true);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> valid;
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }
}
