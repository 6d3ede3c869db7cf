// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.run.RunningAgent.Scrape;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.ContainerResources;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import io.gpunodeagent.simulation.SimulatedKubelet;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final List<Thread> scrapers = new ArrayList<>();
  private volatile boolean stopped;
  private volatile ListPodResourcesResponse pods = ListPodResourcesResponse.getDefaultInstance();

  @SuppressWarnings("NullAway.Init") // set before each test
  private RunningAgent agent;

  private Path socket;

  /** What is kept of an answer. */
  private record Seen(long began, Duration took, int status, Set<String> pods) {

    long ended() {
      return began + took.toNanos();
    }
  }

  private static Set<String> pods(Scrape scrape) {
    return POD.matcher(scrape.body())
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private static boolean kubeletUp(Scrape scrape) {
    return scrape.body().contains("gpu_node_agent_source_up{source=\"kubelet\"} 1");
  }

  private static boolean kubeletDown(Scrape scrape) {
    return scrape.body().contains("gpu_node_agent_source_up{source=\"kubelet\"} 0");
  }

  @BeforeEach
  void start() throws Exception {
    socket = folder.resolve("kubelet.sock");
    agent =
        RunningAgent.start(
            "l40s-4",
            Map.of(
                "sampling.period",
                "100ms",
                "kubelet.socket",
                socket.toString(),
                "kubelet.period",
                "1s",
                "kubelet.timeout",
                KUBELET_TIMEOUT.toSeconds() + "s"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    stopped = true;
    for (var scraper : scrapers) {
      scraper.join();
    }
    agent.close();
  }

  @Test
  void noScrapeWaitsAndNoLabelIsWrongWhateverTheKubeletDoes() throws Exception {
    var first = agent.await("readings", scrape -> scrape.body().contains("GPU_UTIL{"));
    var gpus =
        UUID.matcher(first.body()).results().map(found -> found.group(1)).distinct().toList();
    assertThat(gpus).hasSize(4);
    startScrapers();
    agent.await("the missing socket", KubeletFaultsIT::kubeletDown);

    pods = holder("pod-a", gpus.getFirst());
    try (var kubelet = SimulatedKubelet.start(socket, () -> pods)) {
      agent.await("pod-a", scrape -> kubeletUp(scrape) && pods(scrape).equals(Set.of("pod-a")));
      kubelet.behave(SimulatedKubelet.Behaviour.EXHAUSTED);
      agent.await("the rate limit", KubeletFaultsIT::kubeletDown);
      kubelet.behave(SimulatedKubelet.Behaviour.ANSWER);
      agent.await("an answer", KubeletFaultsIT::kubeletUp);
      kubelet.behave(SimulatedKubelet.Behaviour.STALL);
      agent.await("the stall", KubeletFaultsIT::kubeletDown);
    }
    assertThat(pods(agent.scrape())).as("the last good answer stays").containsExactly("pod-a");

    try (var garbage = garbage()) {
      agent.await("garbage", scrape -> kubeletDown(scrape) && staleSeconds(scrape) > 0);
      assertThat(pods(agent.scrape())).as("garbage is not believed").containsExactly("pod-a");
      assertThat(garbage.isOpen()).isTrue();
    }
    Files.deleteIfExists(socket);

    pods = holder("pod-b", gpus.getLast());
    try (var restarted = SimulatedKubelet.start(socket, () -> pods)) {
      agent.await("pod-b", scrape -> kubeletUp(scrape) && pods(scrape).equals(Set.of("pod-b")));
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

  /** Seconds since the kubelet's last answer. */
  private static double staleSeconds(Scrape scrape) {
    return scrape
        .body()
        .lines()
        .filter(line -> line.startsWith("gpu_node_agent_source_age_seconds{source=\"kubelet\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
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
      scrapers.add(Thread.ofPlatform().start(this::scrape));
    }
  }

  private void scrape() {
    while (!stopped) {
      var scrape = agent.scrape();
      seen.add(new Seen(scrape.began(), scrape.took(), scrape.status(), pods(scrape)));
    }
  }
}
