// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.LogLines;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.agent.loop.Silence;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.Grant;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.kubelet.v1.AllocatableResourcesResponse;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.simulation.SimulatedKubelet;
import io.gpunodeagent.simulation.SimulatedKubelet.Behaviour;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real gRPC server that comes and goes. */
class KubeletAllocationsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Class<Grant.Unknown> UNKNOWN = Grant.Unknown.class;
  private static final Duration SELDOM = Duration.ofHours(1);

  @TempDir private Path directory;
  private Optional<KubeletAllocations> asking = Optional.empty();
  private volatile ListPodResourcesResponse answer =
      Answers.of(Answers.pod("a", "nvidia.com/gpu", Answers.uuid(1)));

  private volatile AllocatableResourcesResponse allocatable =
      allocatable(Answers.uuid(1) + "::0", Answers.uuid(1) + "::1");

  @AfterEach
  void stopAsking() {
    asking.ifPresent(KubeletAllocations::close);
  }

  @Test
  void aKubeletThatIsNotToBeAskedIsOff() {
    var defaults = Defaults.kubelet();
    try (var off =
        new KubeletAllocations(
            new KubeletConfig(
                false,
                defaults.socket(),
                defaults.period(),
                defaults.timeout(),
                List.of(),
                Set.of()),
            () -> NOW)) {
      off.start();
      assertThat(off.latest()).isEqualTo(Allocations.off());
    }
  }

  @Test
  void aKubeletThatAppearsLateIsFound() throws IOException {
    var allocations = ask(OFTEN, Duration.ofSeconds(5));
    Eventually.until("absence is seen", () -> reason(allocations).contains("No such file"));
    assertThat(allocations.latest().state())
        .isInstanceOfSatisfying(
            SourceState.Down.class,
            down -> {
              assertThat(down.since()).isEqualTo(NOW);
              assertThat(down.lastGood()).isEmpty();
            });
    try (var kubelet = kubelet()) {
      Eventually.until("it answers", () -> up(allocations));
      assertThat(allocations.latest().state()).isEqualTo(new SourceState.Up(NOW));
      assertThat(pods(allocations)).containsExactly("a");
      assertThat(kubelet.calls()).isPositive();
    }
  }

  @Test
  void aKilledKubeletLeavesItsLastAnswerAndARestartedOneIsFound() throws IOException {
    var allocations = ask(OFTEN, Duration.ofSeconds(5));
    try (var first = kubelet()) {
      Eventually.until("it answers", () -> up(allocations));
      assertThat(first.calls()).isPositive();
    }
    Eventually.until("the kill is seen", () -> !up(allocations));
    assertThat(pods(allocations)).containsExactly("a");
    assertThat(allocations.latest().state())
        .isInstanceOfSatisfying(
            SourceState.Down.class, down -> assertThat(down.lastGood()).contains(NOW));
    answer = Answers.of(Answers.pod("b", "nvidia.com/gpu", Answers.uuid(1)));
    try (var second = kubelet()) {
      Eventually.until("the new socket is used", () -> up(allocations));
      assertThat(pods(allocations)).containsExactly("b");
      assertThat(second.calls()).isPositive();
    }
  }

  @Test
  void aRefusedAnswerLeavesTheLastGoodOne() throws IOException {
    var allocations = ask(OFTEN, Duration.ofSeconds(20));
    try (var kubelet = kubelet()) {
      Eventually.until("it answers", () -> up(allocations));
      answer =
          Answers.of(
              Answers.pod("b", "nvidia.com/gpu", Answers.uuid(1)),
              Answers.pod("x".repeat(600), "nvidia.com/gpu", Answers.uuid(2)));
      Eventually.until("it is refused", () -> reason(allocations).endsWith("600 characters"));
      assertThat(pods(allocations)).containsExactly("a");
      assertThat(kubelet.calls()).isPositive();
    }
  }

  @Test
  void aStalledKubeletDelaysNobodyAndIsLeftInTime() throws IOException {
    var allocations = ask(OFTEN, Duration.ofMillis(200));
    try (var kubelet = kubelet()) {
      Eventually.until("it answers", () -> up(allocations));
      kubelet.behave(Behaviour.STALL);
      var before = kubelet.calls();
      Eventually.until("a call hangs", () -> kubelet.calls() > before);
      var start = System.nanoTime();
      for (var read = 0; read < 1000; read++) {
        assertThat(pods(allocations)).containsExactly("a");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      Eventually.until("it is reported", () -> reason(allocations).contains("within 200 ms"));
      kubelet.behave(Behaviour.ANSWER);
      Eventually.until("it answers again", () -> up(allocations));
    }
  }

  @Test
  void aFaultOfOurOwnIsCountedAndTheAnswerUnknownUntilTheNext() throws IOException {
    var before = LoopFailures.counts().getOrDefault("kubelet", 0L);
    var faulty = new AtomicBoolean();
    try (var kubelet = kubelet()) {
      var allocations =
          ask(
              OFTEN,
              Duration.ofSeconds(5),
              () -> {
                if (faulty.getAndSet(false)) {
                  throw new IllegalStateException("a bug");
                }
                return NOW;
              },
              System::nanoTime);
      Eventually.until("it answers", () -> up(allocations));
      faulty.set(true);
      Eventually.until(
          "it is reported",
          () -> reason(allocations).endsWith("its loop failed: IllegalStateException: a bug"));
      assertThat(pods(allocations)).containsExactly("a");
      assertThat(LoopFailures.counts()).containsEntry("kubelet", before + 1);
      Eventually.until("it answers again", () -> up(allocations));
      assertThat(kubelet.calls()).isPositive();
    }
  }

  @Test
  void anAnswerThatIsTooOldIsNoneWhichIsLoggedOnceAndWhenItIsOver() throws IOException {
    var skipped = new AtomicLong();
    try (var kubelet = kubelet();
        var log = new LogLines(Silence.class)) {
      var allocations =
          ask(SELDOM, Duration.ofSeconds(5), () -> NOW, () -> System.nanoTime() + skipped.get());
      Eventually.until("it answers", () -> up(allocations));
      skipped.set(Duration.ofHours(4).toNanos());
      assertThat(reason(allocations)).endsWith("nothing was heard for more than 10815 s");
      assertThat(pods(allocations)).containsExactly("a");
      assertThat(kubelet.calls()).isEqualTo(1);
      assertThat(log.take())
          .singleElement()
          .asString()
          .startsWith("WARNING ")
          .contains(socket().toString(), "nothing was heard for more than 10815 s");
      allocations.refreshSoon();
      Eventually.until("it answers again", () -> up(allocations));
      assertThat(log.await()).singleElement().asString().startsWith("INFO ").contains("again");
    }
  }

  @Test
  void theRateLimitOfTheKubeletIsRespected() throws IOException {
    try (var kubelet = kubelet()) {
      kubelet.behave(Behaviour.EXHAUSTED);
      var allocations = ask(Duration.ofMillis(50), Duration.ofSeconds(5));
      Eventually.until("it refuses thrice", () -> kubelet.calls() >= 3);
      assertThat(reason(allocations)).endsWith("grpc status 8: rejected by rate limit");
      kubelet.behave(Behaviour.ANSWER);
      Eventually.until("it answers", () -> up(allocations));
    }
  }

  @Test
  void aPodEventHastensTheNextQuestionAndManyAreOne() throws IOException {
    try (var kubelet = kubelet()) {
      var allocations = ask(SELDOM, Duration.ofSeconds(5));
      Eventually.until("it answers", () -> up(allocations));
      answer = Answers.of(Answers.pod("b", "nvidia.com/gpu", Answers.uuid(1)));
      for (var event = 0; event < 1000; event++) {
        allocations.refreshSoon();
      }
      Eventually.until("the new pod is seen", () -> pods(allocations).equals(List.of("b")));
      assertThat(kubelet.calls()).isEqualTo(2);
    }
  }

  @Test
  void aPodEventDoesNotHastenARefusedQuestion() throws IOException {
    try (var kubelet = kubelet()) {
      kubelet.behave(Behaviour.EXHAUSTED);
      var allocations = ask(SELDOM, Duration.ofSeconds(5));
      Eventually.until("it refuses", () -> reason(allocations).contains("rate limit"));
      var pace = System.nanoTime() + 2 * PollTimer.GATHERING.toNanos();
      Eventually.until(
          "twice the gathering time",
          () -> {
            allocations.refreshSoon();
            return System.nanoTime() > pace;
          });
      assertThat(kubelet.calls()).isEqualTo(1);
    }
  }

  @Test
  void aClosedOneAsksNoMore() throws IOException {
    try (var kubelet = kubelet()) {
      kubelet.behave(Behaviour.STALL);
      var allocations = ask(OFTEN, Duration.ofMinutes(1));
      Eventually.until("a call hangs", () -> kubelet.calls() == 1);
      allocations.close();
      Eventually.until(
          "its threads end",
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().startsWith("kubelet")));
    }
  }

  @Test
  void aGrantIsConfirmedByTheKubeletAsItIsNow() throws Exception {
    try (var kubelet = kubelet()) {
      var allocations = ask(SELDOM, Duration.ofSeconds(5));
      Eventually.until("it answers", () -> up(allocations));
      for (var answering : List.of(Behaviour.ANSWER, Behaviour.LIST_ONLY)) {
        kubelet.behave(answering);
        answer = Answers.of(Answers.pod("a", "nvidia.com/gpu", Answers.uuid(1)));
        assertThat(allocations.confirm("team", "a")).isEqualTo(new Grant.Stands());
        answer = Answers.of(Answers.pod("a", "nvidia.com/gpu", Answers.uuid(2)));
        assertThat(allocations.confirm("team", "a"))
            .isEqualTo(new Grant.Ended("the kubelet does not give it the same GPUs any more"));
        answer = Answers.of(Answers.pod("b", "nvidia.com/gpu", Answers.uuid(1)));
        assertThat(allocations.confirm("team", "a"))
            .isEqualTo(new Grant.Ended("the kubelet does not know it any more"));
      }
      assertThat(pods(allocations)).as("what is known comes from the list").containsExactly("a");
    }
  }

  @Test
  void aPodOfWhichTheKubeletListsNoGpuHasNoGrant() throws Exception {
    try (var kubelet = kubelet()) {
      var allocations = ask(SELDOM, Duration.ofSeconds(5));
      Eventually.until("it answers", () -> up(allocations));
      assertThat(allocations.confirm("other", "a"))
          .isEqualTo(new Grant.Ended("the kubelet lists no GPU of it"));
      assertThat(kubelet.calls()).as("only the list was asked for").isEqualTo(1);
    }
  }

  @Test
  void aPodThatTheLatestListNoLongerHasHasLostItsGrant() throws Exception {
    try (var kubelet = kubelet()) {
      var allocations = ask(SELDOM, Duration.ofSeconds(5));
      Eventually.until("it answers", () -> up(allocations));
      assertThat(allocations.confirm("team", "a")).isEqualTo(new Grant.Stands());
      answer = Answers.of(Answers.pod("b", "nvidia.com/gpu", Answers.uuid(2)));
      allocations.refreshSoon();
      Eventually.until("the new list is read", () -> pods(allocations).contains("b"));
      assertThat(allocations.confirm("team", "a")).isInstanceOf(Grant.Ended.class);
      assertThat(kubelet.calls()).isPositive();
    }
  }

  @Test
  void whatThereIsToGiveOutIsAskedForEachTime() throws Exception {
    try (var kubelet =
        SimulatedKubelet.start(socket(), () -> answer, Optional.of(() -> allocatable))) {
      var allocations = ask(OFTEN, Duration.ofSeconds(5));
      Eventually.until("it is reported", () -> allocatable(allocations).contains(Set.of(0, 1)));
      allocatable = allocatable(Answers.uuid(1) + "::0");
      Eventually.until(
          "the plugin's restart shows", () -> allocatable(allocations).contains(Set.of(0)));
      kubelet.behave(Behaviour.CORRUPT);
      Eventually.until("the answer is refused", () -> !up(allocations));
      assertThat(allocatable(allocations)).contains(Set.of(0));
    }
  }

  @Test
  void aKubeletThatDoesNotSayWhatItHasStillSaysWhoHoldsWhat() throws Exception {
    try (var kubelet = kubelet()) {
      var allocations = ask(SELDOM, Duration.ofSeconds(5));
      Eventually.until(
          "it is asked",
          () ->
              allocations.latest().allocatable() instanceof Allocatable.Unknown(var reason)
                  && reason.startsWith("grpc status 12"));
      assertThat(allocations.latest().state()).isEqualTo(new SourceState.Up(NOW));
      assertThat(pods(allocations)).containsExactly("a");
      assertThat(kubelet.calls()).isPositive();
    }
  }

  private static Set<Set<Integer>> allocatable(KubeletAllocations allocations) {
    return switch (allocations.latest().allocatable()) {
      case Allocatable.Unknown _ -> Set.of();
      case Allocatable.Known(var entries) ->
          entries.stream().map(Allocatable.Entry::replicas).collect(Collectors.toSet());
    };
  }

  /** One entry for each id, as a kubelet makes them, and one of no GPU. */
  private static AllocatableResourcesResponse allocatable(String... ids) {
    var answer = AllocatableResourcesResponse.newBuilder();
    for (var id : ids) {
      answer.addDevices(
          ContainerDevices.newBuilder().setResourceName("nvidia.com/gpu").addDeviceIds(id));
    }
    return answer
        .addDevices(ContainerDevices.newBuilder().setResourceName("a/nic").addDeviceIds("eth0"))
        .build();
  }

  @Test
  void withoutAUsableAnswerAGrantIsUnknown() throws Exception {
    var allocations = ask(SELDOM, Duration.ofMillis(500));
    try (var kubelet = kubelet()) {
      allocations.refreshSoon();
      Eventually.until("it answers", () -> up(allocations));
      for (var fault :
          List.of(
              Behaviour.EXHAUSTED, Behaviour.STALL, Behaviour.CORRUPT, Behaviour.UNIMPLEMENTED)) {
        kubelet.behave(fault);
        assertThat(allocations.confirm("team", "a")).as("%s", fault).isInstanceOf(UNKNOWN);
      }
    }
    assertThat(allocations.confirm("team", "a")).isInstanceOf(UNKNOWN);
  }

  private KubeletAllocations ask(Duration period, Duration timeout) {
    return ask(period, timeout, () -> NOW, System::nanoTime);
  }

  private KubeletAllocations ask(
      Duration period, Duration timeout, InstantSource clock, LongSupplier nanoTime) {
    var defaults = Defaults.kubelet();
    var config =
        new KubeletConfig(
            true, socket(), period, timeout, defaults.resources(), defaults.draDrivers());
    var allocations = new KubeletAllocations(config, clock, nanoTime);
    asking = Optional.of(allocations);
    allocations.start();
    return allocations;
  }

  private SimulatedKubelet kubelet() throws IOException {
    return SimulatedKubelet.start(socket(), () -> answer);
  }

  private Path socket() {
    return directory.resolve("kubelet.sock");
  }

  private static boolean up(KubeletAllocations allocations) {
    return allocations.latest().state() instanceof SourceState.Up;
  }

  private static String reason(KubeletAllocations allocations) {
    return allocations.latest().state() instanceof SourceState.Down(var _, var _, var reason)
        ? reason
        : "";
  }

  private static List<String> pods(KubeletAllocations allocations) {
    return allocations.latest().entries().stream().map(entry -> entry.holder().pod()).toList();
  }
}
