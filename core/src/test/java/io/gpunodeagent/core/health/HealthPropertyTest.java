// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever happens. */
class HealthPropertyTest {

  private static final int STEPS = 400;
  private static final long ENERGY = 1000;

  /** Fatal, and no driver's word ends it. */
  private static final int NEEDS_RESET = 119;

  /** Mishaps after which a GPU may count as reset: counters, a loss, a driver that was away. */
  private static final Set<Integer> MAY_RESET = Set.of(2, 3, 4, 5, 7, 10, 14);

  private static final List<Integer> XIDS =
      List.of(13, 31, 43, 45, 48, 63, 64, 74, 79, 94, 95, 119, 120, 154, 321);

  private static final List<Problem> PROBLEMS = List.of(Problem.values());

  private final BuiltNode node = new BuiltNode(2);
  private final boolean[] needReset = new boolean[2];
  private boolean driver = true;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void neverHealthyOnTheUnknownNorWithAFaultAndRecoveredInTheEnd(long seed) {
    var random = new Random(seed);
    node.gpus.replaceAll(gpu -> gpu.set(HealthSignals.ENERGY, ENERGY));
    node.next();
    for (int step = 0; step < STEPS; step++) {
      mishap(random, random.nextInt(2));
      var health = node.next();
      for (int gpu = 0; gpu < 2; gpu++) {
        holds(health, gpu, step);
      }
    }
    node.ready();
    node.gpus.set(0, renewed(0));
    node.gpus.set(1, renewed(1));
    node.next(); // An XID reported together with a reset may have come after it.
    node.gpus.forEach(gpu -> gpu.set(HealthSignals.ENERGY, 0));
    node.during(Duration.ofMinutes(61));
    assertThat(node.health().gpus()).hasSize(2);
    assertThat(node.health().gpus().values())
        .allSatisfy(gpu -> assertThat(gpu.findings()).isEmpty())
        .allMatch(gpu -> gpu.state() == GpuState.HEALTHY);
    assertThat(node.health().worst()).isEqualTo(GpuState.HEALTHY);
  }

  private void holds(Health health, int index, int step) {
    var gpu = node.gpus.get(index);
    var judged = health.gpus().get(gpu.id());
    if (judged == null) {
      return; // never seen yet
    }
    if (!gpu.complete() || !driver) {
      assertThat(judged.state()).as("step %d %s", step, judged).isNotEqualTo(GpuState.HEALTHY);
    }
    if (needReset[index] && driver && gpu.shown()) {
      assertThat(judged.state()).as("step %d %s", step, judged).isEqualTo(GpuState.UNHEALTHY);
    }
    if (judged.state() == GpuState.HEALTHY) {
      assertThat(judged.findings()).allMatch(finding -> finding.effect() == GpuState.HEALTHY);
    }
    boolean unhealthy = health.gpus().values().stream().anyMatch(HealthPropertyTest::unhealthy);
    if (unhealthy) {
      assertThat(health.condition().orElseThrow().status()).isEqualTo(NodeCondition.Status.FALSE);
    }
    assertThat(health.condition().orElseThrow().message())
        .hasSizeLessThanOrEqualTo(NodeCondition.LONGEST_MESSAGE)
        .doesNotContain("\n");
  }

  private static boolean unhealthy(GpuHealth gpu) {
    return gpu.state() == GpuState.UNHEALTHY;
  }

  private void mishap(Random random, int index) {
    var gpu = node.gpus.get(index);
    int what = random.nextInt(16);
    if (MAY_RESET.contains(what)) {
      needReset[0] = false;
      needReset[1] = false;
    }
    switch (what) {
      case 0 -> gpu.xid(XIDS.get(random.nextInt(XIDS.size())));
      case 1 -> gpu.set(any(random), Reading.failed("nvmlDeviceGetFieldValues", 999));
      case 2 -> gpu.set(any(random), Reading.unsupported());
      case 3 -> gpu.without(any(random));
      case 4 -> gpu.set(any(random), random.nextLong(4));
      case 5 -> gpu.lost(random.nextBoolean() ? 15 : 16);
      case 6 -> gpu.hung();
      case 7 -> gpu.shown(random.nextBoolean());
      case 8 -> gpu.watched(random.nextBoolean());
      case 9 -> gpu.link(random.nextInt(4), random.nextBoolean());
      case 10 -> {
        driver = random.nextBoolean();
        if (driver) {
          node.ready();
        } else {
          node.problem(PROBLEMS.get(random.nextInt(PROBLEMS.size())));
        }
      }
      case 11 -> gpu.fresh();
      case 12 -> gpu.unreadableLink(random.nextInt(4));
      case 15 -> node.restart();
      case 13 -> {
        gpu.xid(NEEDS_RESET);
        needReset[index] = true;
      }
      default -> node.gpus.set(index, renewed(index));
    }
  }

  /** Everything good again; what the agent counted stays counted. */
  private BuiltGpu renewed(int index) {
    return new BuiltGpu(index).xidsOf(node.gpus.get(index)).set(HealthSignals.ENERGY, ENERGY);
  }

  private static Signal<Long> any(Random random) {
    return HealthSignals.NEEDED.get(random.nextInt(HealthSignals.NEEDED.size()));
  }
}
