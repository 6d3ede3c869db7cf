// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.config.LogConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.logging.Logging;
import io.gpunodeagent.agent.loop.LoopFailures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent against the simulated library, following its files. */
@Timeout(60)
class AgentTest {

  /** Far ahead, so that no file counts as young. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2100-01-01T00:00:00Z"));

  @TempDir private Path folder;

  /** Whether the loop that follows files fails the next time it asks for the time. */
  private final AtomicBoolean faulty = new AtomicBoolean();

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final HttpClient client = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private Agent agent;

  private Path data;
  private Path file;
  private int generation;
  private String port = "0";

  @BeforeEach
  void mountConfigMap() throws IOException {
    data = folder.resolve("..data");
    file = Files.createSymbolicLink(folder.resolve("agent.yaml"), Path.of("..data/agent.yaml"));
    logTo(Defaults.log());
  }

  @AfterEach
  void stop() {
    if (agent != null) {
      agent.close();
    }
    Logging.configure(Defaults.log(), System.err);
  }

  private void logTo(LogConfig config) {
    Logging.configure(config, new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  private String logged() {
    Logging.flush(Duration.ofSeconds(10));
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Replaces the content as the kubelet does: a new folder, then one rename of the link. */
  private void mount(String yaml) throws IOException {
    var next = Files.createDirectory(folder.resolve("..generation_" + generation++));
    Files.writeString(next.resolve("agent.yaml"), yaml);
    var link = Files.createSymbolicLink(folder.resolve("..data_tmp"), next);
    Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void start(String yaml) throws Exception {
    mount(yaml);
    var simulator = Simulator.in(Path.of(System.getProperty("nvml.simulator.directory"), "lib"));
    var sources =
        new Sources(
            Optional.of(file),
            Map.of(),
            Map.of(
                "nvml.simulate", Sources.option("--simulate", "l40s-4"),
                "web.port", Sources.option("--port", port),
                "web.host", Sources.option("test", "127.0.0.1")),
            simulator,
            "node-7",
            true);
    agent =
        switch (ConfigLoader.load(sources)) {
          case Outcome.Valid valid -> Agent.start(sources, valid, "1.2.3", this::now, this::logTo);
          case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
        };
  }

  private Instant now() {
    if (Thread.currentThread().getName().equals("files") && faulty.compareAndSet(true, false)) {
      throw new IllegalStateException("a bug");
    }
    return CLOCK.instant();
  }

  private static long failures() {
    return LoopFailures.counts().getOrDefault("files", 0L);
  }

  private void follow() {
    try {
      agent.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFaultWhileFilesAreFollowedIsCountedAndTheNextChangeIsTaken() throws Exception {
    start("{}");
    Thread.ofPlatform().daemon().start(this::follow);
    var before = failures();
    faulty.set(true);
    Eventually.until("the fault is counted", () -> failures() == before + 1);
    mount("log: {format: json}\n");
    Eventually.until(
        "the change is taken",
        () -> logged().contains("\"message\":\"configuration reloaded log.format=json\""));
    assertThat(failures()).isEqualTo(before + 1);
  }

  private String get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + agent.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private String await(String path, Predicate<String> condition) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    var body = get(path);
    while (!condition.test(body)) {
      assertThat(System.nanoTime()).as("%s still says %s", path, body).isLessThan(deadline);
      Thread.onSpinWait();
      body = get(path);
    }
    return body;
  }

  @Test
  void aSimulatedNodeIsServedAndSaysSo() throws Exception {
    start("sampling: {period: 100ms}\n");
    await("/health/ready", body -> body.contains("\"gpus\":4"));
    assertThat(get("/metrics")).contains("DCGM_FI_DEV_GPU_UTIL{", "Hostname=\"node-7\"");
    assertThat(get("/")).contains("page/app.js");
    assertThat(get("/api/v1/node")).contains("\"simulated\":true", "\"name\":\"node-7\"");
    assertThat(get("/api/v1/gpus")).contains("NVIDIA L40S");
    assertThat(logged()).contains("agent started version=1.2.3", "simulated=true");
  }

  @Test
  void anAgentThatCannotListenHasStartedNothing() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = String.valueOf(taken.getLocalPort());
      assertThatThrownBy(() -> start("sampling: {period: 100ms}\n"))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(port);
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("sampler", "nvml-library", "kubelet", "enforcement", "files");
    }
  }

  @Test
  void aNewConfigMapIsTakenOverWithoutARestart() throws Exception {
    start("sampling: {period: 100ms}\nmetrics: {hostname: before}\n");
    await("/metrics", body -> body.contains("Hostname=\"before\""));

    mount("sampling: {period: 200ms}\nmetrics: {hostname: after, aliases: true}\n");
    agent.look();

    var body = await("/metrics", text -> text.contains("Hostname=\"after\""));
    assertThat(body).contains("nvidia_smi_").doesNotContain("Hostname=\"before\"");
    assertThat(get("/api/v1/node")).contains("\"name\":\"after\"");
    assertThat(logged())
        .contains(
            "agent configuration reloaded sampling.period=200ms metrics.hostname=after"
                + " metrics.aliases=true\n");
  }

  @Test
  void aBadConfigMapLeavesTheLastGoodOneAndIsOneLine() throws Exception {
    start("metrics: {hostname: before}\n");
    mount("metrics: {hostname: after}\nsampling: {period: 1ms, peroid: 2s}\n");
    agent.look();
    agent.look();

    assertThat(get("/api/v1/node")).contains("\"name\":\"before\"");
    assertThat(logged().lines().filter(line -> line.contains("refused")))
        .singleElement()
        .asString()
        .contains("ERROR agent configuration refused, the last good one stays problems=2")
        .contains(":2: sampling.peroid: unknown key: did you mean sampling.period?; ");

    mount("metrics: {hostname: good}\n");
    agent.look();
    assertThat(get("/api/v1/node")).contains("\"name\":\"good\"");
  }

  @Test
  void anExportBeginsEndsAndKeepsTheLastGoodHeadersWithoutARestart() throws Exception {
    var headers = Files.writeString(folder.resolve("headers"), "authorization: Bearer s3cret\n");
    var export = "otlp: {endpoint: 'http://127.0.0.1:9', headersFile: " + headers + "}\n";
    start("{}");
    assertThat(get("/metrics")).doesNotContain("gpu_node_agent_otlp_");
    mount(export);
    agent.look();
    await("/metrics", body -> body.contains("gpu_node_agent_otlp_queued_batches "));
    assertThat(logged()).contains("exporting to=http://127.0.0.1:9/v1/metrics");

    Files.writeString(headers, "s3cret\n");
    agent.look();
    assertThat(logged())
        .contains("otlp headers or certificates refused, the old ones stay otlp.headersFile: ")
        .contains("line 1 has no name of a header before a colon: write name: value")
        .doesNotContain("s3cret");
    assertThat(get("/metrics")).contains("gpu_node_agent_otlp_queued_batches ");

    mount("{}");
    agent.look();
    await("/metrics", body -> !body.contains("gpu_node_agent_otlp_"));
  }

  @Test
  void whatNeedsARestartIsSaid() throws Exception {
    start("web: {maxConnections: 9}\n");
    mount("web: {maxConnections: 10}\n");
    agent.look();
    assertThat(logged())
        .contains("configuration reloaded web.maxConnections=10 (takes effect at the next start)");
  }

  @Test
  void theCountersFileIsFollowed() throws Exception {
    var counters =
        Files.writeString(folder.resolve("counters.csv"), "DCGM_FI_DEV_GPU_TEMP, gauge, t\n");
    start("sampling: {period: 100ms}\nmetrics: {countersFile: " + counters + "}\n");
    await("/metrics", body -> body.contains("DCGM_FI_DEV_GPU_TEMP{"));

    Files.writeString(
        counters, "DCGM_FI_DEV_POWER_USAGE, gauge, p\nDCGM_FI_DEV_NO_SUCH, gauge, n\n");
    agent.look();

    assertThat(await("/metrics", body -> body.contains("DCGM_FI_DEV_POWER_USAGE{")))
        .doesNotContain("DCGM_FI_DEV_GPU_TEMP");
    assertThat(logged()).contains("reloaded files it names").contains("DCGM_FI_DEV_NO_SUCH");
  }

  @Test
  void aCountersFileThatLeavesNoMetricIsRefusedAndTheLastGoodOneStays() throws Exception {
    var counters =
        Files.writeString(folder.resolve("counters"), "DCGM_FI_DEV_GPU_TEMP, gauge, t\n");
    start("sampling: {period: 100ms}\nmetrics: {countersFile: " + counters + "}\n");
    await("/metrics", body -> body.contains("DCGM_FI_DEV_GPU_TEMP{"));
    for (var broken : new String[] {"", "DCGM_FI_DEV_NO_SUCH, gauge, n\n", "version: 9\n"}) {
      Files.writeString(counters, broken);
      agent.look();
      assertThat(get("/metrics")).contains("DCGM_FI_DEV_GPU_TEMP{");
    }
    assertThat(logged())
        .containsPattern("problems=1 [^\n]*no line that can be served, so all DCGM series")
        .containsPattern("problems=2 [^\n]*DCGM_FI_DEV_NO_SUCH: unknown metric")
        .contains("version: \"9\" is not valid: use a whole number from 1 to 2");
    Files.writeString(counters, "DCGM_FI_DEV_POWER_USAGE, gauge, p\n");
    agent.look();
    await("/metrics", body -> body.contains("DCGM_FI_DEV_POWER_USAGE{"));
  }

  @Test
  void theCsvThatAYamlNamesIsFollowed() throws Exception {
    var csv = Files.writeString(folder.resolve("c.csv"), "DCGM_FI_DEV_GPU_TEMP, gauge, t\n");
    var yaml = Files.writeString(folder.resolve("c.yaml"), "version: 1\nmetrics: {file: c.csv}\n");
    start("sampling: {period: 100ms}\nmetrics: {countersFile: " + yaml + "}\n");
    await("/metrics", body -> body.contains("DCGM_FI_DEV_GPU_TEMP{"));
    Files.writeString(csv, "DCGM_FI_DEV_FB_USED_BYTES, gauge, m\n");
    agent.look();
    await("/metrics", body -> body.contains("DCGM_FI_DEV_FB_USED_BYTES{"));
  }

  @Test
  void theNamesFollowTheirSetting() throws Exception {
    start("sampling: {period: 100ms}\n");
    assertThat(await("/metrics", body -> body.contains("DCGM_FI_DEV_SM_CLOCK{")))
        .doesNotContain("DCGM_FI_DEV_SM_CLOCK_HERTZ");
    mount("sampling: {period: 100ms}\nmetrics: {names: base-units}\n");
    agent.look();
    assertThat(await("/metrics", body -> body.contains("DCGM_FI_DEV_SM_CLOCK_HERTZ{")))
        .doesNotContain("DCGM_FI_DEV_SM_CLOCK{")
        .contains("DCGM_FI_SYSTEM_DRIVER_VERSION=")
        .doesNotContain("DCGM_FI_DRIVER_VERSION=");
  }

  @Test
  void theLogFollowsItsSettings() throws Exception {
    start("{}");
    mount("log: {format: json}\n");
    agent.look();
    assertThat(logged()).contains("\"message\":\"configuration reloaded log.format=json\"");
  }

  @Test
  void anUnchangedFileIsNotReadAgain() throws Exception {
    start("metrics: {hostname: before}\n");
    agent.look();
    agent.look();
    assertThat(logged()).doesNotContain("reloaded");
  }
}
