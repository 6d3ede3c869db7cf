// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import static io.gpunodeagent.core.usage.World.SECOND;
import static io.gpunodeagent.core.usage.World.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An allocation whose rest shows and is not enough yet says why. */
class NotYetJudgedTest {

  private static final Duration WARM_UP = Duration.ofMinutes(10);

  /**
   * What happened on a node.
   *
   * @param reason why its pod is not judged then
   */
  record Case(String name, Doubt reason, UnaryOperator<World> episode) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "the agent just started",
            Doubt.WARMING_UP,
            world -> world.holds("a", 0).sample(resting())),
        new Case(
            "the agent has almost run for a window",
            Doubt.WARMING_UP,
            world -> world.holds("a", 0).samples(WINDOW, () -> resting())),
        new Case(
            "the agent restarted and remembers",
            Doubt.WARMING_UP,
            world -> idle(world).restart("boot", "boot").sample(resting())),
        new Case(
            "the container is in its warm-up",
            Doubt.WARMING_UP,
            world ->
                running(world).warmUp(WARM_UP).holds("a", 0).samples(WARM_UP, () -> resting())),
        new Case(
            "the container restarted and has a warm-up",
            Doubt.WARMING_UP,
            world -> restarted(idle(world).warmUp(WARM_UP))),
        new Case(
            "the warm-up is just over",
            Doubt.SHORT_HISTORY,
            world ->
                running(world)
                    .warmUp(WARM_UP)
                    .holds("a", 0)
                    .samples(WARM_UP.plus(WINDOW), () -> resting())),
        new Case(
            "the pod is new",
            Doubt.SHORT_HISTORY,
            world -> running(world).holds("a", 0).sample(resting())),
        new Case("the container restarted", Doubt.SHORT_HISTORY, world -> restarted(idle(world))),
        new Case(
            "samples were missed",
            Doubt.SHORT_HISTORY,
            world -> idle(world).pass(WINDOW).sample(resting())),
        new Case(
            "too many samples proved nothing",
            Doubt.SHORT_HISTORY,
            world -> {
              idle(world);
              for (int i = 0; i < 10; i++) {
                world.sample(unread()).samples(SECOND.multipliedBy(5), () -> resting());
              }
              return world;
            }),
        new Case(
            "the latest sample has a doubt of its own",
            Doubt.SOURCE_FAILED,
            world -> world.holds("a", 0).sample(unread())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void unknownNamesItsReason(Case each) {
    var world = each.episode().apply(new World());

    assertThat(world.activity("a")).isEqualTo(Activity.UNKNOWN);
    assertThat(world.account("a").doubt()).contains(each.reason());
    assertThat(world.account("a").evidence().verdict())
        .isEqualTo(each.reason() == Doubt.SOURCE_FAILED ? Verdict.UNKNOWN : Verdict.INACTIVE);
  }

  @Test
  void aWholeWindowOfRestEndsBoth() {
    var early = new World().holds("a", 0).sample(resting());
    var late = running(new World()).holds("a", 0).sample(resting());

    early.samples(WINDOW, () -> resting());
    late.samples(WINDOW, () -> resting());

    for (var world : new World[] {early, late}) {
      assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
      assertThat(world.account("a").doubt()).isEmpty();
    }
  }

  /** An agent that has run for a window. */
  private static World running(World world) {
    return world.samples(WINDOW.plus(SECOND), () -> resting());
  }

  private static World idle(World world) {
    world.holds("a", 0).samples(WINDOW.plus(SECOND), () -> resting());
    assertThat(world.activity("a")).isEqualTo(Activity.IDLE);
    return world;
  }

  private static World restarted(World world) {
    return world.pod("a", "uid-a", Optional.of("a/2")).sample(resting());
  }

  private static GpuBuilder resting() {
    return new GpuBuilder(0).busy(0, 1);
  }

  private static GpuBuilder unread() {
    return resting()
        .with(DeviceSignal.GPU_UTILIZATION, Reading.failed("nvmlDeviceGetUtilizationRates", 999));
  }
}
