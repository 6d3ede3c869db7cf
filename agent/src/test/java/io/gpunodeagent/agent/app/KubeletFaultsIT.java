package io.gpunodeagent.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.LogConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.RawValue;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.ContainerResources;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import io.gpunodeagent.simulation.SimulatedKubelet;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole agent, scraped without a pause, while its kubelet is killed, replaced, stalled, rate
 * limited and garbled. Every answer seen by any of the scrapers is judged.
 */
@Timeout(180)
class KubeletFaultsIT {

  private static final int SCRAPERS = 4;

  /** Longer than a scrape may ever take, so that one that waits for the kubelet is found. */
  private static final Duration KUBELET_TIMEOUT = Duration.ofSeconds(8);

  private static final Set<Set<String>> PODS = Set.of(Set.of(), Set.of("pod-a"), Set.of("pod-b"));

  private static final Pattern POD = Pattern.compile("[{,]pod=\"([^\"]*)\"");
  private static final Pattern UUID = Pattern.compile("UUID=\"(GPU-[^\"]*)\"");

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final List<Thread> scrapers = new ArrayList<>();
  private volatile boolean stopped;
  private volatile ListPodResourcesResponse pods = ListPodResourcesResponse.getDefaultInstance();

  @SuppressWarnings("NullAway.Init") // set before each test
  private Agent agent;

  private Path socket;

  /** What is kept of an answer. */
  private record Seen(long began, Duration took, int status, Set<String> pods) {

    long ended() {
      return began + took.toNanos();
    }
  }

  private record Scrape(long began, Duration took, int status, String body) {

    Set<String> pods() {
      var found = new HashSet<String>();
      var matcher = POD.matcher(body);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
      return found;
    }

    boolean kubeletUp() {
      return body.contains("gpu_node_agent_source_up{source=\"kubelet\"} 1");
    }

    boolean kubeletDown() {
      return body.contains("gpu_node_agent_source_up{source=\"kubelet\"} 0");
    }
  }

  @BeforeEach
  void start() throws Exception {
    socket = folder.resolve("kubelet.sock");
    var options = new HashMap<String, RawValue>();
    Map.of(
            "nvml.simulate", "l40s-4",
            "sampling.period", "100ms",
            "kubelet.socket", socket.toString(),
            "kubelet.period", "1s",
            "kubelet.timeout", KUBELET_TIMEOUT.toSeconds() + "s",
            "web.port", "0",
            "web.host", "127.0.0.1",
            "log.level", "error")
        .forEach((key, value) -> options.put(key, Sources.option("test", value)));
    var simulator = Simulator.in(Path.of(System.getProperty("nvml.simulator.directory"), "lib"));
    var sources = new Sources(Optional.empty(), Map.of(), options, simulator, "node-7", true);
    agent =
        switch (ConfigLoader.load(sources)) {
          case Outcome.Valid valid -> {
            Logging.configure(valid.config().log(), System.err);
            yield Agent.start(sources, valid, "1", InstantSource.system(), log -> {});
          }
          case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
        };
  }

  @AfterEach
  void stop() throws InterruptedException {
    stopped = true;
    for (var scraper : scrapers) {
      scraper.join();
    }
    agent.close();
    Logging.configure(LogConfig.defaults(), System.err);
  }

  @Test
  void noScrapeWaitsAndNoLabelIsWrongWhateverTheKubeletDoes() throws Exception {
    var uuids = await(scrape -> scrape.body().contains("DCGM_FI_DEV_GPU_UTIL{"));
    var gpus =
        UUID.matcher(uuids.body()).results().map(found -> found.group(1)).distinct().toList();
    assertThat(gpus).hasSize(4);
    startScrapers();
    await(Scrape::kubeletDown);

    pods = holder("pod-a", gpus.getFirst());
    try (var kubelet = SimulatedKubelet.start(socket, () -> pods)) {
      await(scrape -> scrape.kubeletUp() && scrape.pods().equals(Set.of("pod-a")));
      kubelet.behave(SimulatedKubelet.Behaviour.EXHAUSTED);
      await(Scrape::kubeletDown);
      kubelet.behave(SimulatedKubelet.Behaviour.ANSWER);
      await(Scrape::kubeletUp);
      kubelet.behave(SimulatedKubelet.Behaviour.STALL);
      await(Scrape::kubeletDown);
    }
    assertThat(now().pods()).as("the last good answer stays").containsExactly("pod-a");

    try (var garbage = garbage()) {
      await(scrape -> scrape.kubeletDown() && !stale(scrape).isZero());
      assertThat(now().pods()).as("garbage is not believed").containsExactly("pod-a");
      assertThat(garbage.isOpen()).isTrue();
    }
    Files.deleteIfExists(socket);

    pods = holder("pod-b", gpus.getLast());
    try (var restarted = SimulatedKubelet.start(socket, () -> pods)) {
      await(scrape -> scrape.kubeletUp() && scrape.pods().equals(Set.of("pod-b")));
      assertThat(restarted.calls()).isPositive();
    }
    stop();

    assertThat(seen).hasSizeGreaterThan(100);
    assertThat(seen).allMatch(scrape -> scrape.status() == 200);
    assertThat(seen)
        .as("a scrape that waited for the kubelet")
        .allMatch(scrape -> scrape.took().compareTo(KUBELET_TIMEOUT.dividedBy(2)) < 0);
    assertThat(seen)
        .as("an answer with labels of both pods, or of one that never was")
        .allMatch(scrape -> PODS.contains(scrape.pods()));
    var firstOfB =
        seen.stream()
            .filter(scrape -> scrape.pods().contains("pod-b"))
            .mapToLong(Seen::ended)
            .min()
            .orElseThrow();
    assertThat(seen)
        .as("the earlier pod after the later one was served")
        .filteredOn(scrape -> scrape.began() - firstOfB > 0)
        .noneMatch(scrape -> scrape.pods().contains("pod-a"));
  }

  /** Whole seconds since the kubelet's last answer. */
  private static Duration stale(Scrape scrape) {
    return scrape
        .body()
        .lines()
        .filter(line -> line.startsWith("gpu_node_agent_source_age_seconds{source=\"kubelet\"}"))
        .map(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .map(seconds -> Duration.ofSeconds(seconds.longValue()))
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private static ListPodResourcesResponse holder(String pod, String gpu) {
    var devices =
        ContainerDevices.newBuilder().setResourceName("nvidia.com/gpu").addDeviceIds(gpu).build();
    return ListPodResourcesResponse.newBuilder()
        .addPodResources(
            PodResources.newBuilder()
                .setName(pod)
                .setNamespace("team")
                .addContainers(ContainerResources.newBuilder().setName("main").addDevices(devices)))
        .build();
  }

  /** A socket that answers everybody with bytes of no protocol. */
  private ServerSocketChannel garbage() throws IOException {
    Files.deleteIfExists(socket);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  try (var caller = server.accept()) {
                    caller.write(
                        ByteBuffer.wrap(
                            "\0\0\7garbage\1".repeat(99).getBytes(StandardCharsets.UTF_8)));
                  }
                }
              } catch (ClosedChannelException done) {
                // The test is over.
              } catch (IOException broken) {
                throw new AssertionError(broken);
              }
            });
    return server;
  }

  private void startScrapers() {
    for (int i = 0; i < SCRAPERS; i++) {
      scrapers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stopped) {
                      var scrape = now();
                      seen.add(
                          new Seen(scrape.began(), scrape.took(), scrape.status(), scrape.pods()));
                    }
                  }));
    }
  }

  private Scrape now() {
    var uri = URI.create("http://127.0.0.1:" + agent.port() + "/metrics");
    long began = System.nanoTime();
    try {
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      var took = Duration.ofNanos(System.nanoTime() - began);
      return new Scrape(began, took, answer.statusCode(), answer.body());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private Scrape await(Predicate<Scrape> condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    var scrape = now();
    while (!condition.test(scrape)) {
      assertThat(System.nanoTime()).as("still: %s", scrape.body()).isLessThan(deadline);
      scrape = now();
    }
    return scrape;
  }
}
