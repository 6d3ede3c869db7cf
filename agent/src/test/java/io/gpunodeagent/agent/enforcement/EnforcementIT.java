// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import io.gpunodeagent.agent.cluster.Cluster;
import io.gpunodeagent.agent.cluster.Fault;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.cluster.PodText;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.pods.ObservedPod;
import io.gpunodeagent.agent.cluster.pods.PodAnswer;
import io.gpunodeagent.agent.cluster.pods.PodApi;
import io.gpunodeagent.agent.cluster.pods.PodEvent;
import io.gpunodeagent.agent.cluster.pods.PodTarget;
import io.gpunodeagent.agent.cluster.pods.PodWriter;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.overview.EvictionAttempt;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.sources.Grant;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Decisions carried out on a real API server, which the agent watches, in time driven by hand. */
@Timeout(180)
@ExtendWith(ApiServerExtension.class)
class EnforcementIT {

  private static final Duration NOTICE = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofSeconds(30);

  private final AtomicReference<Instant> wall =
      new AtomicReference<>(Instant.parse("2026-05-01T10:00:00Z"));
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<EvictionAttempt> attempts = new CopyOnWriteArrayList<>();
  private final ApiServer server;
  private Optional<Enforcer> enforcer = Optional.empty();
  private Optional<Cluster> cluster = Optional.empty();
  private String node = "";
  private String namespace = "";
  private volatile Grant grant = new Grant.Stands();

  EnforcementIT(ApiServer server) {
    this.server = server;
  }

  @AfterEach
  void close() {
    enforcer.ifPresent(Enforcer::close);
    cluster.ifPresent(Cluster::close);
  }

  /** Namespace and node of one test. */
  private void in(String name) {
    namespace = name;
    node = "node-" + name;
    server.admin().namespace(namespace);
    server.admin().seed("{apiVersion: v1, kind: Node, metadata: {name: " + node + "}}");
    var watched =
        new Cluster(
            config(),
            InstantSource.system(),
            System::nanoTime,
            () -> {},
            access(server.adminToken()));
    watched.start();
    cluster = Optional.of(watched);
  }

  private ClusterConfig config() {
    return Defaults.cluster(node);
  }

  private Access access(String token) {
    return access(server.url(), token);
  }

  private Access access(URI address, String token) {
    return new Access(Optional.of(server.kubeconfig(address, token)), Path.of("/"), Map.of());
  }

  private void enforce(EvictionMemory memory, int perHour, Access access) {
    enforcer.ifPresent(Enforcer::close);
    var started =
        new Enforcer(
            new EnforcementConfig(true, node, Duration.ofSeconds(10)),
            Optional.of(new Recorder(new PodWriter(config(), access))),
            (_, _) -> grant,
            Judged.rules(NOTICE, perHour),
            memory,
            () -> true,
            (InstantSource) wall::get,
            nanos::get);
    started.onEviction(attempts::add);
    started.start();
    enforcer = Optional.of(started);
  }

  private void enforce() {
    enforce(EvictionMemory.none(), 2, access(server.adminToken()));
  }

  private Enforcer running() {
    return enforcer.orElseThrow();
  }

  /** Makes a pod that runs and waits until the watch reports it. */
  private PodInfo run(String pod) {
    server
        .admin()
        .seed(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s, namespace: %2$s, labels: {app: %1$s}}
            spec:
              nodeName: %3$s
              containers: [{name: main, image: "i:1"}]
            status:
              phase: Running
              conditions: [{type: Ready, status: "True"}]
              containerStatuses:
                - name: main
                  image: "i:1"
                  imageID: "i"
                  ready: true
                  restartCount: 0
                  containerID: containerd://%4$s
                  state: {running: {startedAt: "2026-05-01T09:00:00Z"}}
            """
                .formatted(pod, namespace, node, PodText.id(pod)));
    return watched(pod, server.admin().get(path(pod)).text("metadata", "uid"));
  }

  private PodInfo watched(String pod, String uid) {
    Eventually.until(
        pod + " is watched",
        () -> find(pod).filter(found -> found.uid().equals(uid)).filter(this::alone).isPresent());
    return find(pod).orElseThrow();
  }

  private boolean alone(PodInfo pod) {
    return pod.gang() == PodInfo.Gang.ALONE && pod.containers().size() == 1;
  }

  private Optional<PodInfo> find(String pod) {
    return cluster.orElseThrow().pods().entries().stream()
        .filter(one -> one.name().equals(pod) && one.namespace().equals(namespace))
        .findFirst();
  }

  private String path(String pod) {
    return "/api/v1/namespaces/" + namespace + "/pods/" + pod;
  }

  private void state(PodDecision... decisions) {
    state(cluster.orElseThrow().pods(), decisions);
  }

  private void state(Pods pods, PodDecision... decisions) {
    var blank = NodeState.starting(wall.get(), false);
    running()
        .offer(
            new NodeState(
                blank.attributed(),
                pods,
                blank.draDevices(),
                blank.usage(),
                blank.health(),
                new Policies(List.of(decisions), Policies.none().history())));
  }

  /** Time in which the rules say this all along: without states all would be taken back. */
  private void pass(Duration time, PodDecision... decisions) {
    for (var left = time; left.isPositive(); left = left.minus(SHORT)) {
      nanos.addAndGet(SHORT.toNanos());
      wall.updateAndGet(now -> now.plus(SHORT));
      state(decisions);
      settle();
    }
  }

  /** Offers states until {@code call} was made and the enforcer knows: time may go on then. */
  private void until(String call, Stream<PodDecision> decisions) {
    var all = decisions.toArray(PodDecision[]::new);
    Eventually.until(
        call + " after " + calls,
        () -> {
          state(all);
          return calls.contains(call);
        });
    settle();
  }

  /** Waits until the enforcer has done what its latest state calls for at this time. */
  private void settle() {
    Eventually.until("the enforcer is idle", running()::idle);
  }

  private Map<String, Object> annotations(String pod) {
    return Map.copyOf(
        Json.map(
            Json.map(server.admin().get(path(pod)).json().get("metadata"))
                .getOrDefault("annotations", Map.of())));
  }

  private boolean going(String pod) {
    var answer = server.admin().get(path(pod));
    return answer.status() == 404 || answer.body().contains("\"deletionTimestamp\"");
  }

  /** The ladder up to the end of the notice. */
  private PodInfo announced(String pod) {
    var info = run(pod);
    until("GpuIdle", Stream.of(Judged.decision(info, Stage.ANNOUNCED)));
    return info;
  }

  @Test
  void anIdleNotebookIsAnnouncedMarkedAndEvictedInThisOrderWithEventsOnThePod() {
    in("ladder");
    enforce();
    var nb = announced("nb");
    assertThat(annotations("nb"))
        .containsEntry("gpu-node-agent.io/idle-since", "2026-05-01T09:00:00Z")
        .containsEntry("gpu-node-agent.io/reclaim-at", "2026-05-01T10:10:00Z");
    pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
    until("evict", Stream.of(Judged.decision(nb, Stage.DUE)));

    assertThat(calls)
        .containsExactly("announce", "GpuIdle", "mark", "GpuReclaimable", "GpuEviction", "evict");
    assertThat(going("nb")).isTrue();
    assertThat(annotations("nb")).containsEntry("gpu-node-agent.io/reclaimable", "idle/notebooks");
    assertThat(server.admin().get(path("nb")).body()).contains("DisruptionTarget");
    var events =
        server
            .admin()
            .get("/api/v1/namespaces/ladder/events?fieldSelector=involvedObject.uid%3D" + nb.uid())
            .json();
    assertThat(Json.listAt(events, "items"))
        .extracting(event -> event.get("reason"))
        .containsExactlyInAnyOrder("GpuIdle", "GpuReclaimable", "GpuEviction");
    assertThat(attempts)
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.carriedOut()).isTrue();
              assertThat(attempt.event().at()).isEqualTo(wall.get());
              assertThat(attempt.event().severity()).isEqualTo(Severity.WARNING);
              assertThat(attempt.event().pod()).contains("ladder/nb");
              assertThat(attempt.event().text())
                  .startsWith("ladder/nb was evicted (rule notebooks: ");
            });
  }

  @Test
  void aDisruptionBudgetBlocksUntilItAllowsOne() {
    in("budget");
    budget("pdb", 0);
    enforce();
    var nb = announced("nb");
    pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
    until("GpuEvictionBlocked", Stream.of(Judged.decision(nb, Stage.DUE)));
    assertThat(going("nb")).isFalse();
    assertThat(attempts).extracting(EvictionAttempt::carriedOut).containsExactly(false);
    assertThat(running().memory()).as("it costs nothing").isEqualTo(EvictionMemory.none());

    var path = "/apis/policy/v1/namespaces/budget/poddisruptionbudgets/pdb/status";
    server.admin().mergePatch(path, "{\"status\":{\"disruptionsAllowed\":1}}").expect(200);
    calls.clear();
    pass(Duration.ofMinutes(5), Judged.decision(nb, Stage.DUE));
    until("evict", Stream.of(Judged.decision(nb, Stage.DUE)));
    assertThat(going("nb")).isTrue();
  }

  @Test
  void twoDisruptionBudgetsOfOnePodBlockItUntilOneOfThemIsGone() {
    in("budgets");
    budget("one", 1);
    budget("two", 1);
    enforce();
    var nb = announced("nb");
    pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
    until("GpuEvictionBlocked", Stream.of(Judged.decision(nb, Stage.DUE)));
    assertThat(counted("evict", "blocked")).isPositive();
    assertThat(counted("evict", "failed")).isZero();
    assertThat(going("nb")).isFalse();

    var path = "/apis/policy/v1/namespaces/budgets/poddisruptionbudgets/two";
    server.admin().delete(path).expect(200);
    pass(Duration.ofMinutes(5), Judged.decision(nb, Stage.DUE));
    until("evict", Stream.of(Judged.decision(nb, Stage.DUE)));
    assertThat(going("nb")).isTrue();
  }

  /** A disruption budget for the pod {@code nb}. */
  private void budget(String name, int allowed) {
    server
        .admin()
        .seed(
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: %s, namespace: %s}
            spec: {minAvailable: 1, selector: {matchLabels: {app: nb}}}
            status: {observedGeneration: 1, disruptionsAllowed: %d, currentHealthy: 1,
              desiredHealthy: 1, expectedPods: 1}
            """
                .formatted(name, namespace, allowed));
  }

  @Test
  void aPodThatHasOtherGpusNowIsNotEvicted() {
    in("regranted");
    enforce();
    var nb = announced("nb");
    grant = new Grant.Ended("the kubelet does not give it the same GPUs any more");
    pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
    untilCounted("stale", nb);
    assertThat(going("nb")).isFalse();
    assertThat(calls).doesNotContain("evict");
    assertThat(running().memory()).as("it costs nothing").isEqualTo(EvictionMemory.none());
  }

  @Test
  void aKubeletThatDoesNotAnswerPutsAnEvictionOff() {
    in("silent");
    enforce();
    var nb = announced("nb");
    grant = new Grant.Unknown("the kubelet was asked again: no answer");
    pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
    untilCounted("failed", nb);
    assertThat(going("nb")).isFalse();
    assertThat(running().status().problems())
        .containsValue("the kubelet was asked again: no answer");
    assertThat(running().memory()).as("it costs nothing").isEqualTo(EvictionMemory.none());

    grant = new Grant.Stands();
    pass(Duration.ofMinutes(5), Judged.decision(nb, Stage.DUE));
    until("evict", Stream.of(Judged.decision(nb, Stage.DUE)));
    assertThat(going("nb")).isTrue();
    assertThat(running().status().problems()).isEmpty();
  }

  /** Offers states of a pod that is due, until an eviction has this outcome. */
  private void untilCounted(String outcome, PodInfo due) {
    untilCounted(outcome, cluster.orElseThrow()::pods, due);
  }

  private void untilCounted(String outcome, Supplier<Pods> pods, PodInfo due) {
    Eventually.until(
        "the eviction is " + outcome,
        () -> {
          state(pods.get(), Judged.decision(due, Stage.DUE));
          return counted("evict", outcome) > 0;
        });
  }

  @Test
  void anExemptionThatWasNotSeenYetStopsTheEvictionAndOneThatIsOverDoesNot() {
    in("exempt");
    enforce();
    var nb = announced("nb");
    pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
    until("mark", Stream.of(Judged.decision(nb, Stage.MARKED)));
    var exempt =
        "{\"metadata\":{\"annotations\":{\"gpu-node-agent.io/exempt-until\":\"2026-05-02\"}}}";
    server.admin().mergePatch(path("nb"), exempt).expect(200);
    Eventually.until(
        "watched",
        () -> find("nb").filter(pod -> pod.annotations().containsValue("2026-05-02")).isPresent());
    // The watch that the rules go by has not reported it yet.
    untilStale(
        PodBuilder.like(find("nb").orElseThrow())
            .without("gpu-node-agent.io/exempt-until")
            .build());
    assertThat(going("nb")).isFalse();

    pass(SHORT, Judged.decision(nb, Stage.DUE));
    until("evict", Stream.of(Judged.decision(nb, Stage.DUE)));
    assertThat(going("nb")).isTrue();
  }

  /** Offers states of which the decision to evict is out of date, until that is found out. */
  private void untilStale(PodInfo judged) {
    var pods = new Pods(new SourceState.Up(wall.get()), List.of(judged));
    untilCounted("stale", () -> pods, judged);
  }

  private long counted(String action, String outcome) {
    return running().status().actions().entrySet().stream()
        .filter(
            one -> one.getKey().action().equals(action) && one.getKey().outcome().equals(outcome))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void aPodRecreatedUnderTheSameNameIsNotTouchedForItsPredecessor() {
    in("recreated");
    enforce();
    var nb = announced("nb");
    pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
    until("mark", Stream.of(Judged.decision(nb, Stage.MARKED)));
    Eventually.until(
        "watched", () -> find("nb").filter(pod -> pod.annotations().size() == 3).isPresent());
    var old = find("nb").orElseThrow();
    server.admin().delete(path("nb")).expect(200);
    var next = run("nb");
    assertThat(next.uid()).isNotEqualTo(nb.uid());

    untilStale(old);
    assertThat(going("nb")).isFalse();
    assertThat(annotations("nb")).isEmpty();
  }

  @Test
  void anEnforcerThatRestartsInTheMiddleAnnouncesNothingTwiceAndGoesOn() {
    in("restart");
    enforce();
    var nb = announced("nb");
    pass(NOTICE.dividedBy(2), Judged.decision(nb, Stage.ANNOUNCED));
    enforce();
    Eventually.until(
        "watched", () -> find("nb").filter(pod -> !pod.annotations().isEmpty()).isPresent());
    pass(NOTICE.dividedBy(2), Judged.decision(nb, Stage.DUE));
    until("evict", Stream.of(Judged.decision(nb, Stage.DUE)));

    assertThat(calls)
        .containsExactly("announce", "GpuIdle", "mark", "GpuReclaimable", "GpuEviction", "evict");
  }

  @Test
  void theBudgetOfTheHourSurvivesARestart() {
    in("hour");
    enforce(EvictionMemory.none(), 1, access(server.adminToken()));
    var one = announced("one");
    calls.clear();
    var two = announced("two");
    pass(NOTICE, Judged.decision(one, Stage.ANNOUNCED), Judged.decision(two, Stage.ANNOUNCED));
    var both = List.of(Judged.decision(one, Stage.DUE), Judged.decision(two, Stage.DUE));
    until("evict", both.stream());
    Eventually.until(
        "the other waits",
        () -> {
          state(both.toArray(PodDecision[]::new));
          return counted("evict", "withheld") == 1;
        });
    var memory = running().memory();
    assertThat(memory.evictions()).hasSize(1);

    enforce(memory, 1, access(server.adminToken()));
    Eventually.until(
        "it still waits",
        () -> {
          state(both.toArray(PodDecision[]::new));
          return counted("evict", "withheld") == 1;
        });
    assertThat(Stream.of("one", "two").filter(this::going)).hasSize(1);
    calls.clear();
    pass(Duration.ofHours(1), both.toArray(PodDecision[]::new));
    until("evict", both.stream());
    assertThat(going("one") && going("two")).isTrue();
  }

  @Test
  void aClockThatStepsNeitherHastensNorHindersTheNotice() {
    in("clock");
    enforce();
    var nb = announced("nb");
    wall.updateAndGet(now -> now.plus(Duration.ofDays(30)));
    pass(NOTICE.minus(SHORT), Judged.decision(nb, Stage.DUE));
    assertThat(calls).doesNotContain("mark");
    pass(SHORT, Judged.decision(nb, Stage.DUE));
    until("mark", Stream.of(Judged.decision(nb, Stage.DUE)));

    wall.updateAndGet(now -> now.minus(Duration.ofDays(60)));
    until("evict", Stream.of(Judged.decision(nb, Stage.DUE)));
    assertThat(going("nb")).isTrue();
  }

  @Test
  void whatWasSaidIsTakenBackWhenThePodIsActiveAgain() {
    in("active");
    enforce();
    var nb = announced("nb");
    pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
    until("mark", Stream.of(Judged.decision(nb, Stage.MARKED)));
    pass(SHORT, Judged.decision(nb, Stage.WATCHED));
    until("GpuReclaimWithdrawn", Stream.of(Judged.decision(nb, Stage.WATCHED)));

    assertThat(annotations("nb")).isEmpty();
  }

  @Test
  void aDryRunWritesNothing() {
    in("dry");
    enforce();
    var nb = run("nb");
    var before = server.admin().get(path("nb")).body();
    Eventually.until(
        "reported",
        () -> {
          pass(SHORT, Judged.decision(nb, Stage.DUE, PolicyAction.EVICT, true));
          return counted("evict", "done") > 0;
        });

    assertThat(server.admin().get(path("nb")).body()).isEqualTo(before);
    assertThat(calls).isEmpty();
    assertThat(running().status().actions().keySet()).allMatch(EnforcementStatus.Action::dryRun);
    assertThat(attempts)
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.carriedOut()).isFalse();
              assertThat(attempt.event().severity()).isEqualTo(Severity.NOTE);
              assertThat(attempt.event().text()).contains("nothing was done");
            });
  }

  @Test
  void withoutRightsNothingIsDoneAndItGoesOnWhenTheyAreGranted() {
    in("rights");
    enforce(EvictionMemory.none(), 2, access(server.tokenFor("rights", "agent")));
    var nb = run("nb");
    Eventually.until(
        "refused",
        () -> {
          state(Judged.decision(nb, Stage.ANNOUNCED));
          return running().status().problems().containsKey("annotate");
        });
    assertThat(running().status().problems().get("annotate")).contains("forbidden");
    server
        .admin()
        .seed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: enforcement-it}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, name: agent, namespace: rights}]
            """);
    calls.clear();
    Eventually.until(
        "announced",
        () -> {
          pass(SHORT, Judged.decision(nb, Stage.ANNOUNCED));
          return calls.contains("GpuIdle");
        });
    Eventually.until("no problem is left", () -> running().status().problems().isEmpty());
  }

  @Test
  void anEvictionWhoseAnswerIsLostCountsAndIsNotDoneTwice() throws Exception {
    in("lost");
    try (var proxy = new FaultyProxy(server)) {
      enforce(EvictionMemory.none(), 2, access(proxy.url(), server.adminToken()));
      var nb = announced("nb");
      pass(NOTICE, Judged.decision(nb, Stage.ANNOUNCED));
      proxy.next(1, "POST", ".*eviction", new Fault.HangUp());
      Eventually.until(
          "no answer",
          () -> {
            state(Judged.decision(nb, Stage.DUE));
            return counted("evict", "failed") == 1;
          });
      assertThat(running().memory().evictions()).hasSize(1);
      assertThat(attempts).extracting(EvictionAttempt::carriedOut).containsExactly(false);
      Eventually.until(
          "evicted in the end",
          () -> {
            pass(SHORT, Judged.decision(nb, Stage.DUE));
            return going("nb");
          });
      assertThat(running().memory().evictions()).hasSize(1);
    }
  }

  /** Notes good requests that change something. */
  private final class Recorder implements PodApi {

    private final PodApi to;

    Recorder(PodApi to) {
      this.to = to;
    }

    @Override
    public PodAnswer read(PodTarget pod) throws InterruptedException {
      return to.read(pod);
    }

    @Override
    public PodAnswer annotate(ObservedPod pod, Map<String, Optional<String>> changes)
        throws InterruptedException {
      var mark = changes.getOrDefault("gpu-node-agent.io/reclaimable", Optional.empty());
      boolean away = changes.values().stream().allMatch(Optional::isEmpty);
      return noted(
          away ? "withdraw" : mark.isPresent() ? "mark" : "announce", to.annotate(pod, changes));
    }

    @Override
    public PodAnswer evict(ObservedPod pod) throws InterruptedException {
      return noted("evict", to.evict(pod));
    }

    @Override
    public PodAnswer record(PodTarget pod, PodEvent event) throws InterruptedException {
      return noted(event.reason(), to.record(pod, event));
    }

    private PodAnswer noted(String call, PodAnswer answer) {
      if (answer instanceof PodAnswer.Seen || answer instanceof PodAnswer.Done) {
        calls.add(call);
      }
      return answer;
    }
  }
}
