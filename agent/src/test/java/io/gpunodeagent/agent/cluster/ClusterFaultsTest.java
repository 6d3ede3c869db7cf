// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.LogLines;
import io.gpunodeagent.agent.cluster.HandMadeServer.Answer;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ApiReader;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.node.NodeWatch;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.cluster.plugin.PluginConfigFeed;
import io.gpunodeagent.agent.cluster.plugin.PluginConfigSource;
import io.gpunodeagent.agent.cluster.pods.OwnerLookup;
import io.gpunodeagent.agent.cluster.pods.OwnerReader;
import io.gpunodeagent.agent.cluster.pods.PodReader;
import io.gpunodeagent.agent.cluster.pods.SeenPod;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.config.plugin.PluginFile;
import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.agent.loop.Silence;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.labels.plugin.PluginChoice;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.text.KeyPatterns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No fault, of a server or of the agent, ends a watch for good, or leaves its source up. */
class ClusterFaultsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String PODS = "/api/v1/pods";
  private static final String GROUP = "/apis/resource.k8s.io";
  private static final String SLICES = GROUP + "/v1/resourceslices";
  private static final String NODES = "/api/v1/nodes";
  private static final String MAPS = "/api/v1/namespaces/ns/configmaps";

  @TempDir private Path directory;
  private final HandMadeServer server = new HandMadeServer();
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicLong skipped = new AtomicLong();

  /** Fails as often as it is told to: a bug in whatever asks for the time. */
  private final InstantSource clock =
      () -> {
        if (faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new IllegalStateException("a bug");
        }
        return NOW;
      };

  private Optional<AutoCloseable> started = Optional.empty();

  @AfterEach
  void stop() throws Exception {
    if (started.isPresent()) {
      started.get().close();
    }
    server.close();
  }

  @Test
  void aFaultInTheWatchOfPodsMakesThemUnknownUntilItRunsAgain() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is up", () -> up(cluster) && server.watches(PODS) == 1);
    survives(
        "cluster-pods",
        () -> cluster.pods().state(),
        () -> server.event(PODS, "ADDED", pod("b")),
        () -> server.list(PODS, pod("a"), pod("b")));
    assertThat(cluster.pods().entries()).hasSize(2);
  }

  @Test
  void aFaultInTheWatchOfSlicesMakesThemUnknownUntilItRunsAgain() throws IOException {
    server.object(GROUP, "{\"versions\":[{\"version\":\"v1\"}]}").list(SLICES, slice());
    var cluster = start();
    Eventually.until(
        "it is up",
        () ->
            cluster.draDevices().state() instanceof SourceState.Up && server.watches(SLICES) == 1);
    survives(
        "cluster-slices",
        () -> cluster.draDevices().state(),
        () -> server.event(SLICES, "MODIFIED", slice()),
        () -> {});
  }

  @Test
  void aFaultInTheWatchOfTheNodeMakesItUnknownUntilItRunsAgain() throws IOException {
    server.list(NODES, node());
    var watch =
        new NodeWatch(Defaults.cluster("node-a"), "GpuHealthy", clock, server.access(directory));
    started = Optional.of(watch);
    watch.start(new Deaf());
    Eventually.until(
        "it is up", () -> watch.state() instanceof SourceState.Up && server.watches(NODES) == 1);
    survives("cluster-node", watch::state, () -> server.event(NODES, "MODIFIED", node()), () -> {});
  }

  @Test
  void aFaultInTheWatchOfThePluginsConfigurationMakesItUnknownUntilItRunsAgain()
      throws IOException {
    server.list(MAPS, map());
    var feed =
        new PluginConfigFeed(
            Defaults.cluster("node-a"),
            new PluginConfigSource("ns", "m", new PluginChoice(Optional.empty())),
            PluginFile::read,
            clock,
            server.access(directory));
    started = Optional.of(feed);
    feed.start();
    Eventually.until(
        "it is up",
        () -> feed.latest().source() instanceof SourceState.Up && server.watches(MAPS) == 1);
    survives(
        "cluster-plugin-config",
        () -> feed.latest().source(),
        () -> server.event(MAPS, "MODIFIED", map()),
        () -> {});
  }

  @Test
  void aFaultInTheReadingOfOwnersDelaysThemOnly() throws IOException {
    server.object(
        "/apis/apps/v1/namespaces/ns/replicasets/rs",
        "{\"metadata\":{\"name\":\"rs\",\"uid\":\"uid-rs\"}}");
    var told = new AtomicInteger();
    try (var client = new ApiReader(server.access(directory), Duration.ofSeconds(5))) {
      var owners =
          new OwnerLookup(
              new OwnerReader(client),
              Duration.ofMinutes(5),
              NodeShare.none(),
              () -> {
                if (told.incrementAndGet() == 1) {
                  throw new IllegalStateException("a bug");
                }
              });
      var before = failures("cluster-owners");
      try (var loop = owners.loop()) {
        loop.start();
        owners.want(List.of(owned("a", "rs")));
        Eventually.until("it fell", () -> failures("cluster-owners") == before + 1);
        server.object(
            "/apis/apps/v1/namespaces/ns/replicasets/other",
            "{\"metadata\":{\"name\":\"other\",\"uid\":\"uid-other\"}}");
        owners.want(List.of(owned("a", "rs"), owned("b", "other")));
        Eventually.until("it goes on", () -> told.get() == 2);
      }
    }
  }

  @Test
  void anEventWhoseTypeComesLastIsRead() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is up", () -> up(cluster) && server.watches(PODS) == 1);
    int before = server.requests(any -> any.contains("/pods")).size();
    server.sortedEvent(PODS, "ADDED", pod("b"));
    Eventually.until("it is known", () -> cluster.pods().entries().size() == 2);
    server.sortedEvent(PODS, "DELETED", pod("b"));
    Eventually.until("it is gone", () -> cluster.pods().entries().size() == 1);
    assertThat(server.requests(any -> any.contains("/pods")))
        .as("nothing was listed again")
        .hasSize(before);
  }

  @Test
  void anObjectWithoutEndBeforeItsTypeIsNotHeld() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is up", () -> up(cluster) && server.watches(PODS) == 1);
    var endless = "[" + "0,".repeat(4_000_000) + "0]";
    server.sortedEvent(PODS, "ADDED", endless);
    Eventually.until(
        "the watch is given up and all is listed again",
        () ->
            server.requests(any -> any.contains(PODS) && !any.contains("watch=true")).size() == 2);
    assertThat(cluster.pods().entries()).hasSize(1);
  }

  @Test
  void aListThatIsNotThereIsAskedForAgain() throws IOException {
    server.list(PODS, pod("a")).fail(PODS, Answer.refusal(404, "gone"));
    var cluster = start();
    Eventually.until("it is down", () -> reason(cluster).contains("HTTP 404: gone"));
    server.heal(PODS);
    Eventually.until("it is back", () -> up(cluster));
  }

  @Test
  void aWatchThatIsNotThereIsAskedForAgain() throws IOException {
    server.list(PODS, pod("a")).fail(PODS + "?watch", Answer.refusal(404, "gone"));
    var cluster = start();
    Eventually.until("it is down", () -> reason(cluster).contains("HTTP 404: gone"));
    server.heal(PODS + "?watch");
    Eventually.until("it is back", () -> up(cluster));
  }

  @Test
  void anEventThatSaysNotFoundIsFollowedByAList() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(PODS) == 1 && up(cluster));
    server.fail(PODS, Answer.refusal(404, "gone"));
    server.event(PODS, "ERROR", Answer.refusal(404, "gone").body());
    Eventually.until("it is down", () -> reason(cluster).contains("HTTP 404: gone"));
    server.list(PODS, pod("b")).heal(PODS);
    Eventually.until("it is back", () -> up(cluster));
    assertThat(cluster.pods().entries()).extracting(PodInfo::name).containsExactly("b");
  }

  @Test
  void slicesOfAnotherVersionAreFoundAfterAnUpgrade() throws IOException {
    server
        .object(GROUP, "{\"versions\":[{\"version\":\"v1beta1\"}]}")
        .list(GROUP + "/v1beta1/resourceslices", slice());
    var cluster = start();
    var old = GROUP + "/v1beta1/resourceslices";
    Eventually.until("it is watched", () -> server.watches(old) == 1);
    server.object(GROUP, "{\"versions\":[{\"version\":\"v1\"}]}").list(SLICES, slice());
    server.fail(old, Answer.refusal(404, "no")).fail(old + "?watch", Answer.refusal(404, "no"));
    server.cut(old);
    Eventually.until(
        "the new one is watched",
        () ->
            server.watches(SLICES) == 1 && cluster.draDevices().state() instanceof SourceState.Up);
  }

  @Test
  void aWatchThatExpiresEachTimeIsOpenedLaterAndLater() throws IOException {
    server.list(PODS, pod("a"));
    start();
    var begin = System.nanoTime();
    for (var round = 1; round <= 3; round++) {
      var sofar = round;
      Eventually.until(
          "it is watched again",
          () -> {
            server.event(PODS, "ERROR", Answer.refusal(410, "expired").body());
            return server.requests(request -> request.contains("watch=true")).size() > sofar;
          });
    }
    // After 1, 2 and 4 s at least.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(7));
  }

  @Test
  void aListWithoutEndIsRefused() throws IOException {
    var many = IntStream.range(0, 250).mapToObj(i -> pod("p" + i)).toArray(String[]::new);
    server.list(PODS, many).pages(1);
    var cluster = start();
    Eventually.until(
        "it is reported", () -> reason(cluster).contains("a list of more than 200 pages"));
  }

  @Test
  void aSourceThatWasNotHeardFromForTooLongIsDownWhichIsLoggedOnceAndWhenItIsOver()
      throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(PODS) == 1 && up(cluster));
    skipped.set(Duration.ofMinutes(7).toNanos());
    try (var log = new LogLines(Silence.class)) {
      assertThat(cluster.pods().state())
          .isEqualTo(
              new SourceState.Down(
                  NOW.plus(Duration.ofMinutes(6)),
                  Optional.of(NOW),
                  "pods of node node-a: nothing was heard for more than 360 s"));
      assertThat(cluster.pods().entries()).hasSize(1);
      assertThat(log.take())
          .containsExactly(
              "WARNING pods of node node-a: nothing was heard for more than 360 s, so the source is"
                  + " down");
      server.event(PODS, "BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"777\"}}");
      Eventually.until("it is up", () -> up(cluster));
      assertThat(log.await())
          .containsExactly("INFO pods of node node-a: the source is heard from again");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo bars", "%zz", "../../x", "a?b", ""})
  void aResourceWithAnImpossibleNameEndsItsOwnChainOnly(String plural) throws IOException {
    server
        .list(
            PODS,
            PodText.pod("a").ownedBy("odd.example/v1", "Odd", "odd").json(),
            PodText.pod("b").ownedBy("apps/v1", "ReplicaSet", "rs").json())
        .object(
            "/apis/odd.example/v1",
            "{\"resources\":[{\"name\":\"%s\",\"kind\":\"Odd\",\"namespaced\":true}]}"
                .formatted(plural))
        .object(
            "/apis/apps/v1/namespaces/ns/replicasets/rs",
            "{\"metadata\":{\"name\":\"rs\",\"uid\":\"uid-rs\"}}");
    othersAreFollowed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"odd.example/v 2", "odd.example/%zz", "", "/", "http://elsewhere/v1"})
  void aPreferredVersionThatIsNoneEndsItsOwnChainOnly(String preferred) throws IOException {
    server
        .list(
            PODS,
            PodText.pod("a").ownedBy("odd.example/v1", "Odd", "odd").json(),
            PodText.pod("b").ownedBy("apps/v1", "ReplicaSet", "rs").json())
        .object(
            "/apis/odd.example",
            "{\"preferredVersion\":{\"groupVersion\":\"%s\"}}".formatted(preferred))
        .object(
            "/apis/apps/v1/namespaces/ns/replicasets/rs",
            "{\"metadata\":{\"name\":\"rs\",\"uid\":\"uid-rs\"}}");
    othersAreFollowed();
  }

  private void othersAreFollowed() throws IOException {
    var before = failures("cluster-owners");
    var cluster = start();
    Eventually.until(
        "the others are followed",
        () ->
            cluster.pods().entries().stream()
                .anyMatch(pod -> pod.name().equals("b") && pod.gang() == PodInfo.Gang.ALONE));
    assertThat(failures("cluster-owners")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a b:6443", "https://%zz", "https://", "10.0.0.1:6443", "host"})
  void anAddressThatIsNoneIsToldAndReadAgain(String address) throws IOException {
    server.list(PODS, pod("a"));
    var access = server.access(directory);
    var file = access.kubeconfig().orElseThrow();
    var good = Files.readString(file);
    Files.writeString(file, good.replaceAll("http://127[^\"]*", address));
    var cluster = start(access);
    Eventually.until(
        "it is reported",
        () -> !reason(cluster).isEmpty() && !reason(cluster).contains("not asked"));
    Files.writeString(file, good);
    Eventually.until("it is up", () -> up(cluster));
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (var other = new HandMadeServer()) {
      other.list(PODS, pod("theirs"));
      var elsewhere = Files.readString(other.access(directory).kubeconfig().orElseThrow());
      var address = elsewhere.replaceAll("(?s).*(http://127[^\"]*).*", "$1");
      server.fail(PODS, new Answer(302, "", Map.of("Location", address + PODS)));
      var cluster = start();
      Eventually.until(
          "it is reported", () -> reason(cluster).contains("a redirect to " + address));
      assertThat(other.requests(_ -> true)).isEmpty();
    }
  }

  @Test
  void aNumberBeyondAllBoundsCostsItselfOnly() throws IOException {
    server.list(PODS, PodText.pod("a").spec("\"priority\":" + "9".repeat(40)).json());
    var cluster = start();
    Eventually.until("it is up", () -> up(cluster));
    assertThat(cluster.pods().entries()).hasSize(1);
  }

  /** A fault in a loop is counted, takes its source down, and the loop goes on. */
  private void survives(
      String loop, Supplier<SourceState> state, Runnable touch, Runnable meanwhile) {
    var before = failures(loop);
    faults.set(1);
    touch.run();
    Eventually.until(
        "it is down",
        () ->
            state.get() instanceof SourceState.Down down
                && down.reason().contains("its loop failed: IllegalStateException: a bug"));
    meanwhile.run();
    assertThat(failures(loop)).isEqualTo(before + 1);
    Eventually.until("it is up again", () -> state.get() instanceof SourceState.Up);
  }

  private static long failures(String loop) {
    return LoopFailures.counts().getOrDefault(loop, 0L);
  }

  private Cluster start() throws IOException {
    return start(server.access(directory));
  }

  private Cluster start(Access access) {
    var cluster =
        new Cluster(
            Defaults.cluster("node-a"),
            clock,
            () -> System.nanoTime() + skipped.get(),
            () -> {},
            access);
    started = Optional.of(cluster);
    cluster.start();
    return cluster;
  }

  private static SeenPod owned(String name, String owner) throws IOException {
    try (var json =
        JsonReader.FACTORY.createParser(
            PodText.pod(name).ownedBy("apps/v1", "ReplicaSet", owner).json())) {
      json.nextToken();
      return PodReader.read(json, new KeyPatterns(List.of()), new KeyPatterns(List.of())).value();
    }
  }

  private static String pod(String name) {
    return PodText.pod(name).json();
  }

  private static String node() {
    return "{\"metadata\":{\"name\":\"node-a\",\"uid\":\"u\",\"resourceVersion\":\"1\"}}";
  }

  private static String map() {
    return """
    {"metadata":{"name":"m","uid":"u","resourceVersion":"1"},"data":{"default":"version: v1"}}\
    """;
  }

  private static String slice() {
    return """
    {"metadata":{"name":"s","uid":"uid-s","resourceVersion":"1"},
     "spec":{"driver":"gpu.nvidia.com","nodeName":"node-a",
       "pool":{"name":"node-a","generation":1,"resourceSliceCount":1},
       "devices":[{"name":"gpu-0","attributes":{"uuid":{"string":"GPU-0"}}}]}}\
    """;
  }

  private static boolean up(Cluster cluster) {
    return cluster.pods().state() instanceof SourceState.Up;
  }

  private static String reason(Cluster cluster) {
    return cluster.pods().state() instanceof SourceState.Down down ? down.reason() : "";
  }

  private static final class Deaf implements NodeWatch.Listener {

    @Override
    public void seen(ObservedNode node) {}

    @Override
    public void gone() {}

    @Override
    public void unchanged() {}
  }
}
