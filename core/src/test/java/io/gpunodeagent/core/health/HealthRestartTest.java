// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static io.gpunodeagent.core.health.cause.GpuState.DEGRADED;
import static io.gpunodeagent.core.health.cause.GpuState.HEALTHY;
import static io.gpunodeagent.core.health.cause.GpuState.UNHEALTHY;
import static io.gpunodeagent.core.health.cause.GpuState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.snapshot.DriverMessage;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents.Watch;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was wrong with a GPU is wrong after a restart of the agent, and ends by what ends it. */
class HealthRestartTest {

  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final Duration RECOVERY_TOLD = Duration.ofMinutes(5);

  /** Fatal, and lasts until a reset. */
  private static final int NEEDS_RESET = 119;

  private final BuiltNode node = new BuiltNode(1);

  /**
   * A fault that no later reading shows.
   *
   * @param happens what makes it known
   * @param state of the GPU from then on
   * @param ends what ends it in the run of the agent that saw it, and in the next
   */
  record Case(String name, Consumer<BuiltNode> happens, GpuState state, Consumer<BuiltNode> ends) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("XID 119, GPU reset", xid(NEEDS_RESET), UNHEALTHY, HealthRestartTest::reset),
        new Case("XID 119, driver reload", xid(NEEDS_RESET), UNHEALTHY, HealthRestartTest::reload),
        new Case("XID 79, GPU reset", xid(79), UNHEALTHY, HealthRestartTest::reset),
        new Case("XID 95, the driver's word", xid(95), UNHEALTHY, during(RECOVERY_TOLD)),
        new Case("an XID nobody documents, quiet", xid(9999), UNKNOWN, during(Duration.ofHours(1))),
        new Case(
            "off the bus, GPU reset",
            each -> each.message(new DriverMessage.OffBus("00000000:01:00.0")),
            UNHEALTHY,
            HealthRestartTest::reset),
        new Case(
            "SXid, GPU reset",
            each -> each.message(new DriverMessage.SwitchError(BuiltGpu.SWITCH, 20034, true)),
            UNHEALTHY,
            HealthRestartTest::reset));
  }

  private static Consumer<BuiltNode> xid(int code) {
    return node -> node.gpu().xid(code);
  }

  private static Consumer<BuiltNode> during(Duration time) {
    return node -> node.during(time);
  }

  /** Counters that only a reset starts over do so. */
  private static void reset(BuiltNode node) {
    node.gpu().set(HealthSignals.ENERGY, 10);
    node.during(SETTLE.plus(BuiltNode.PERIOD));
  }

  private static void reload(BuiltNode node) {
    node.problem(Problem.DRIVER_NOT_LOADED);
    node.next();
    node.ready();
    node.during(SETTLE.plus(BuiltNode.PERIOD));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRestartKeepsTheFaultAndWhatEndsItStillDoes(Case each) {
    node.gpu().set(HealthSignals.ENERGY, 1000);
    node.next();
    each.happens().accept(node);
    node.next();
    assertThat(node.state()).isEqualTo(each.state());
    var cause = node.of(0).findings().getFirst().cause();

    for (int restart = 0; restart < 3; restart++) {
      node.restart();
      assertThat(node.state()).isNotIn(HEALTHY, DEGRADED);
      node.next();
      assertThat(node.state()).isEqualTo(each.state());
      assertThat(node.of(0).findings()).extracting(HealthFinding::cause).contains(cause);
    }
    each.ends().accept(node);
    assertThat(node.of(0).findings()).isEmpty();
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aResetWhileTheAgentWasAwayIsSeenWithTheFirstReading() {
    node.gpu().set(HealthSignals.ENERGY, 1000).xid(NEEDS_RESET);
    node.next();
    node.restart().gpu().set(HealthSignals.ENERGY, 10);

    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void theTimeTheAgentWasAwayIsNoGoodTime() {
    node.gpu().set(HealthSignals.REMAP_PENDING, 1);
    node.next();
    node.gpu().set(HealthSignals.REMAP_PENDING, 0);
    for (int restart = 0; restart < 30; restart++) {
      node.restart().next();
      assertThat(node.state()).as("restart %s", restart).isEqualTo(DEGRADED);
    }
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void nothingIsConcludedFromARestoredGpuBeforeItIsReadAndWatched() {
    node.gpu().xid(31);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);

    node.restart();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    assertThat(node.health().judged()).isFalse();
    node.gpu().watch(Watch.PENDING);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    assertThat(node.health().judged()).isFalse();
    node.gpu().watch(Watch.ON);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.health().judged()).isTrue();
  }

  @Test
  void whatWasReportedIsNotReportedAgainAndItsEndIs() {
    node.gpu().set(HealthSignals.ENERGY, 1000).xid(NEEDS_RESET);
    node.next();
    assertThat(node.reported).hasSize(1);
    var since = node.of(0).since();

    node.restart().next();
    node.during(SETTLE);
    assertThat(node.reported).hasSize(1);
    assertThat(node.of(0).since()).isEqualTo(since);

    node.gpu().xid(NEEDS_RESET);
    node.next();
    assertThat(node.reported).hasSize(2);
    assertThat(node.reported.getLast().count()).isEqualTo(2);
    reset(node);
    assertThat(node.reported.getLast().reason()).isEqualTo("GpuHealthy");
  }

  @Test
  void aFaultIsKeptWhileNvmlDoesNotAnswer() {
    node.gpu().xid(NEEDS_RESET);
    node.next();

    node.restart().problem(Problem.STARTING).next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.restart().problem(Problem.LIBRARY_NOT_FOUND).next();
    node.restart().ready().next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
  }

  @Test
  void aGpuThatIsStillBeingIdentifiedIsNotMissingAndCountsOnce() {
    node.gpu().xid(NEEDS_RESET);
    node.next();
    node.restart().gpu().shown(false);

    node.unreadable(new UnreadableGpu(0, new GpuCondition.Unread("", Instant.EPOCH))).next();
    assertThat(node.health().gpus()).containsOnlyKeys("GPU-0");
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.unreadable(new UnreadableGpu(1, new GpuCondition.Unread("", Instant.EPOCH))).next();
    assertThat(node.health().gpus()).containsOnlyKeys("GPU-0", "index-1");

    node.unreadable().gpu().shown(true);
    node.during(Duration.ofMinutes(2));
    assertThat(node.state()).as("nothing of that was a reset").isEqualTo(UNHEALTHY);
  }

  @Test
  void aFaultyGpuThatNvmlDoesNotShowAnyMoreIsMissedForAnHour() {
    var pair = new BuiltNode(2);
    pair.next();
    pair.gpu().xid(79);
    pair.next();

    pair.gpu().shown(false);
    pair.restart().next();
    assertThat(pair.state()).isEqualTo(UNHEALTHY);
    pair.during(Duration.ofMinutes(30));
    pair.restart().during(Duration.ofMinutes(29));
    assertThat(pair.health().worst()).isEqualTo(UNHEALTHY);

    pair.during(Duration.ofMinutes(2));
    assertThat(pair.health().gpus()).containsOnlyKeys("GPU-1");
  }

  @Test
  void onlyWhatCannotBeReadAnewIsKeptAndNotMoreThanFits() {
    assertThat(node.next().memory()).isEqualTo(HealthMemory.none());
    node.problem(Problem.LIBRARY_NOT_FOUND).next();
    assertThat(node.health().memory()).isEqualTo(HealthMemory.none());

    node.ready();
    for (int code = 1; code <= 500; code++) {
      node.gpu().xid(code);
    }
    var memory = node.next().memory();
    assertThat(memory.gpus()).singleElement().satisfies(gpu -> bounded(gpu.findings()));
  }

  private static void bounded(List<HealthFinding> findings) {
    assertThat(findings).hasSize(HealthMemory.MOST_FINDINGS);
    assertThat(findings).extracting(HealthFinding::effect).containsOnly(UNHEALTHY, UNKNOWN);
  }
}
