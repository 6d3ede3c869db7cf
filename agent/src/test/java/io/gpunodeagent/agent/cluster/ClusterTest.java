// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.HandMadeServer.Answer;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that does what servers do on bad days. */
class ClusterTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String PODS = "/api/v1/pods";
  private static final String GROUP = "/apis/resource.k8s.io";
  private static final String SLICES = GROUP + "/v1/resourceslices";

  @TempDir private Path directory;
  private final HandMadeServer server = new HandMadeServer();
  private final AtomicInteger changes = new AtomicInteger();
  private Optional<Cluster> started = Optional.empty();

  @AfterEach
  void stop() {
    started.ifPresent(Cluster::close);
    server.close();
  }

  @Test
  void withoutANodeNameNothingIsAsked() throws IOException {
    try (var cluster =
        new Cluster(
            Defaults.cluster(""),
            () -> NOW,
            System::nanoTime,
            () -> {},
            server.access(directory))) {
      cluster.start();
      assertThat(cluster.pods()).isEqualTo(Pods.off());
      assertThat(cluster.draDevices()).isEqualTo(DraDevices.off());
      assertThat(server.requests(_ -> true)).isEmpty();
    }
  }

  @Test
  void thePodsOfTheNodeAreListedInPagesAndWatched() throws IOException {
    server.list(PODS, pod("a"), pod("b"), pod("c")).pages(2);
    var cluster = start();
    Eventually.until("all are there", () -> names(cluster).equals(List.of("a", "b", "c")));
    Eventually.until("it is up", () -> up(cluster));
    assertThat(server.requests(request -> request.startsWith(PODS)))
        .allMatch(request -> request.contains("fieldSelector=spec.nodeName=node-a"))
        .anyMatch(request -> request.contains("&continue=2"));

    var before = changes.get();
    server.event(PODS, "ADDED", pod("d"));
    Eventually.until("one comes", () -> names(cluster).contains("d"));
    server.event(PODS, "DELETED", pod("b"));
    Eventually.until("one goes", () -> names(cluster).equals(List.of("a", "c", "d")));
    server.event(PODS, "MODIFIED", PodText.pod("a").phase("Succeeded").json());
    Eventually.until("one changes", () -> find(cluster, "a").phase().equals("Succeeded"));
    Eventually.until("each was reported", () -> changes.get() - before == 3);
  }

  @Test
  void aCutWatchGoesOnWhereItWasWithoutAnyoneNoticing() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(PODS) == 1);
    server.event(PODS, "BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"777\"}}");
    server.end(PODS);
    Eventually.until(
        "it goes on from the bookmark",
        () -> !server.requests(request -> request.contains("resourceVersion=777")).isEmpty());
    Eventually.until("it is watched", () -> server.watches(PODS) == 1);
    assertThat(up(cluster)).isTrue();
    assertThat(server.requests(ClusterTest::listsPods)).hasSize(1);
  }

  @Test
  void anEventThatIsCutInTheMiddleLosesNothing() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(PODS) == 1);
    server.list(PODS, pod("a"), pod("b"));
    server.cut(PODS);
    Eventually.until("it is watched again", () -> server.watches(PODS) == 1 && up(cluster));
    server.event(PODS, "ADDED", pod("b"));
    Eventually.until("it is there", () -> names(cluster).contains("b"));
    assertThat(names(cluster)).contains("a");
  }

  @Test
  void anExpiredVersionMeansANewListFromTheServersCache() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(PODS) == 1);
    server.list(PODS, pod("b"));
    server.event(PODS, "ERROR", Answer.refusal(410, "too old resource version").body());
    Eventually.until("it is listed again", () -> names(cluster).equals(List.of("b")));
    Eventually.until("it is up", () -> up(cluster));
    assertThat(server.requests(ClusterTest::listsPods))
        .satisfiesExactly(
            first -> assertThat(first).contains("resourceVersion=0"),
            second -> assertThat(second).contains("&resourceVersion=100").doesNotContain("limit="));
  }

  @Test
  void aServerThatIsBehindWhatWasSeenIsAskedForItsLatest() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(PODS) == 1 && up(cluster));
    server.fail(PODS, Answer.refusal(504, "Too large resource version: 101, current: 7"));
    server.event(PODS, "ERROR", Answer.refusal(410, "too old resource version").body());
    Eventually.until("it is reported", () -> reason(cluster).contains("Too large"));
    server.heal(PODS);
    Eventually.until("it is up", () -> up(cluster));
    assertThat(server.requests(ClusterTest::listsPods).getLast()).doesNotContain("resourceVersion");
  }

  private static boolean listsPods(String request) {
    return request.startsWith(PODS) && !request.contains("watch=true");
  }

  @Test
  void aServerThatIsGoneLeavesWhatItToldAndIsFoundAgain() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(PODS) == 1 && up(cluster));
    server.stop();
    Eventually.until("it is noticed", () -> !up(cluster));
    assertThat(names(cluster)).containsExactly("a");
    assertThat(cluster.pods().state())
        .isInstanceOfSatisfying(
            SourceState.Down.class, down -> assertThat(down.lastGood()).contains(NOW));
    server.list(PODS, pod("a"), pod("b"));
    server.start();
    Eventually.until("it is back", () -> up(cluster));
    server.event(PODS, "ADDED", pod("b"));
    Eventually.until("it is followed", () -> names(cluster).contains("b"));
  }

  @Test
  void missingRightsAreNamedAndAFixNeedsNoRestart() throws IOException {
    server
        .list(PODS, pod("a"))
        .fail(PODS, Answer.refusal(403, "pods is forbidden: User cannot list resource"));
    var cluster = start();
    Eventually.until(
        "it is reported",
        () -> reason(cluster).contains("HTTP 403: pods is forbidden: User cannot list resource"));
    server.heal(PODS);
    Eventually.until("it is up", () -> up(cluster));
    assertThat(names(cluster)).containsExactly("a");
  }

  @Test
  void podsThatMayBeListedButNotWatchedAreKnownAndNotCalledUp() throws IOException {
    server.list(PODS, pod("a")).fail(PODS + "?watch", Answer.refusal(403, "no watch"));
    var cluster = start();
    Eventually.until("it is reported", () -> reason(cluster).contains("no watch"));
    assertThat(names(cluster)).containsExactly("a");
  }

  @Test
  void anAnswerThatIsNoListCountsForNothing() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(PODS) == 1 && up(cluster));
    server.fail(PODS, new Answer(200, "<html>sign in</html>", Map.of()));
    server.event(PODS, "ERROR", Answer.refusal(410, "expired").body());
    Eventually.until("it is reported", () -> reason(cluster).contains("no JSON"));
    assertThat(names(cluster)).containsExactly("a");
    server.fail(PODS, new Answer(200, "{\"items\":[" + pod("x"), Map.of()));
    Eventually.until("it is reported", () -> reason(cluster).contains("end-of-input"));
    assertThat(names(cluster)).containsExactly("a");
    server.heal(PODS);
    Eventually.until("it is up", () -> up(cluster));
  }

  @Test
  void aServerThatHangsDelaysNobodyAndIsLeftInTime() throws IOException {
    server.list(PODS, pod("a")).hang(true);
    var cluster = start(Duration.ofMillis(300));
    Eventually.until("it is reported", () -> reason(cluster).contains("timed out"));
    server.hang(false);
    Eventually.until("it is up", () -> up(cluster));
  }

  @Test
  void withoutServiceAccountAndKubeconfigTheReasonSaysWhatToDo() {
    var access = new Access(Optional.empty(), directory, Map.of());
    var cluster =
        new Cluster(Defaults.cluster("node-a"), () -> NOW, System::nanoTime, () -> {}, access);
    started = Optional.of(cluster);
    cluster.start();
    Eventually.until("it is reported", () -> reason(cluster).contains("mount the one or name"));
  }

  @Test
  void aWorkloadIsFollowedUpwardsAndAForbiddenOwnerEndsIt() throws IOException {
    server
        .list(
            PODS,
            PodText.pod("a").ownedBy("apps/v1", "ReplicaSet", "rs").json(),
            PodText.pod("b").ownedBy("serving.example/v1", "Revision", "rev").json())
        .object(
            "/apis/apps/v1/namespaces/ns/replicasets/rs",
            owned("rs", PodText.owner("apps/v1", "Deployment", "web")))
        .object("/apis/apps/v1/namespaces/ns/deployments/web", owned("web", "\"x\":1"))
        .object(
            "/apis/serving.example/v1",
            """
            {"resources":[{"name":"revisions/status","kind":"Revision","namespaced":true},
              {"name":"revisions","kind":"Revision","namespaced":true}]}\
            """)
        .fail("/apis/serving.example/v1/namespaces/ns/revisions/rev", Answer.refusal(403, "no"));
    var cluster = start();
    Eventually.until(
        "it is followed",
        () ->
            find(cluster, "a")
                .workload()
                .map(PodInfo.Workload::kind)
                .equals(Optional.of("Deployment")));
    Eventually.until("the gang is settled", () -> find(cluster, "a").gang() == PodInfo.Gang.ALONE);
    assertThat(find(cluster, "a").workload())
        .contains(
            new PodInfo.Workload("apps", "Deployment", "web", List.of("ReplicaSet", "Deployment")));
    Eventually.until(
        "the forbidden one was tried",
        () -> !server.requests(request -> request.contains("revisions/rev")).isEmpty());
    assertThat(find(cluster, "b"))
        .satisfies(
            b -> {
              assertThat(b.workload())
                  .contains(
                      new PodInfo.Workload(
                          "serving.example", "Revision", "rev", List.of("Revision")));
              assertThat(b.gang()).isEqualTo(PodInfo.Gang.UNKNOWN);
            });
    // Changes of pods do not make the agent ask again for what it was refused.
    for (var change = 0; change < 5; change++) {
      server.event(PODS, "MODIFIED", pod("c" + change));
    }
    Eventually.until("they are seen", () -> names(cluster).contains("c4"));
    assertThat(server.requests(request -> request.contains("revisions/rev"))).hasSize(1);
  }

  @Test
  void anOwnerIsReadFromTheServersCacheAndFromItsStoreOnlyWhenTheCacheIsBehind()
      throws IOException {
    server
        .list(
            PODS,
            PodText.pod("a").ownedBy("apps/v1", "ReplicaSet", "rs").json(),
            PodText.pod("b").ownedBy("apps/v1", "ReplicaSet", "behind").json())
        .object("/apis/apps/v1/namespaces/ns/replicasets/rs", owned("rs", "\"x\":1"))
        .object(
            "/apis/apps/v1/namespaces/ns/replicasets/behind",
            "{\"metadata\":{\"name\":\"behind\",\"uid\":\"uid-older\"}}");
    var cluster = start();
    Eventually.until("it is read", () -> find(cluster, "a").gang() == PodInfo.Gang.ALONE);
    Eventually.until(
        "the other is asked for twice",
        () -> server.requests(request -> request.contains("replicasets/behind")).size() == 2);
    assertThat(server.requests(request -> request.contains("replicasets/")))
        .containsExactlyInAnyOrder(
            "/apis/apps/v1/namespaces/ns/replicasets/rs?resourceVersion=0",
            "/apis/apps/v1/namespaces/ns/replicasets/behind?resourceVersion=0",
            "/apis/apps/v1/namespaces/ns/replicasets/behind");
    assertThat(find(cluster, "b").gang()).isEqualTo(PodInfo.Gang.UNKNOWN);
  }

  @Test
  void completeSlicesGiveUuidsAndFollowTheWatch() throws IOException {
    server
        .object(GROUP, "{\"versions\":[{\"version\":\"v1\"},{\"version\":\"v1beta1\"}]}")
        .list(SLICES, slice("s1", 2, "gpu-0", "GPU-0"));
    var cluster = start();
    Eventually.until("it is watched", () -> server.watches(SLICES) == 1);
    assertThat(cluster.draDevices().uuids()).isEmpty();
    server.event(SLICES, "ADDED", slice("s2", 2, "gpu-1", "GPU-1"));
    Eventually.until("the pool is complete", () -> cluster.draDevices().uuids().size() == 2);
    assertThat(cluster.draDevices().uuids())
        .containsEntry(new DeviceId.Dra("gpu.nvidia.com", "node-a", "gpu-1"), "GPU-1");
    assertThat(cluster.draDevices().state()).isEqualTo(new SourceState.Up(NOW));
    assertThat(server.requests(request -> request.startsWith(SLICES)))
        .allMatch(
            request ->
                request.contains("fieldSelector=spec.nodeName=node-a,spec.driver=gpu.nvidia.com"));
  }

  @Test
  void aClusterWithoutResourceSlicesIsOffAndNoError() throws IOException {
    server.list(PODS, pod("a"));
    var cluster = start();
    Eventually.until("it is found out", () -> cluster.draDevices().equals(DraDevices.off()));
  }

  @Test
  void anOlderClusterIsReadInItsVersion() throws IOException {
    server
        .object(GROUP, "{\"versions\":[{\"version\":\"v1beta1\"},{\"version\":\"v1alpha3\"}]}")
        .list(GROUP + "/v1beta1/resourceslices", slice("s1", 1, "gpu-0", "GPU-0"));
    var cluster = start();
    Eventually.until("it is read", () -> cluster.draDevices().uuids().size() == 1);
  }

  private Cluster start() throws IOException {
    return start(Duration.ofSeconds(10));
  }

  private Cluster start(Duration timeout) throws IOException {
    var config =
        new ClusterConfig(
            true,
            true,
            Optional.empty(),
            "node-a",
            List.of(),
            List.of(),
            Set.of("gpu.nvidia.com"),
            timeout);
    var cluster =
        new Cluster(
            config,
            () -> NOW,
            System::nanoTime,
            changes::incrementAndGet,
            server.access(directory));
    started = Optional.of(cluster);
    cluster.start();
    return cluster;
  }

  private static String pod(String name) {
    return PodText.pod(name).json();
  }

  private static String owned(String name, String fields) {
    return "{\"metadata\":{\"name\":\"%1$s\",\"uid\":\"uid-%1$s\",%2$s}}".formatted(name, fields);
  }

  private static String slice(String name, int count, String device, String uuid) {
    return """
    {"metadata":{"name":"%1$s","uid":"uid-%1$s","resourceVersion":"1"},
     "spec":{"driver":"gpu.nvidia.com","nodeName":"node-a",
       "pool":{"name":"node-a","generation":1,"resourceSliceCount":%2$d},
       "devices":[{"name":"%3$s","attributes":{"uuid":{"string":"%4$s"}}}]}}\
    """
        .formatted(name, count, device, uuid);
  }

  private static List<String> names(Cluster cluster) {
    return cluster.pods().entries().stream().map(PodInfo::name).toList();
  }

  private static PodInfo find(Cluster cluster, String name) {
    Eventually.until(name + " is there", () -> names(cluster).contains(name));
    return cluster.pods().entries().stream()
        .filter(pod -> pod.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean up(Cluster cluster) {
    return cluster.pods().state() instanceof SourceState.Up;
  }

  private static String reason(Cluster cluster) {
    return cluster.pods().state() instanceof SourceState.Down down ? down.reason() : "";
  }
}
