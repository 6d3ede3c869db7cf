// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pass calls, and when. */
class PassTest {

  private static final FieldSignal ENERGY = FieldSignal.everyPass(83);

  @TempDir Path directory;

  @Test
  void aPassMakesEachCallOnce() {
    var node = new SimulatedNode(directory, h100(2)).slowPeriod(Duration.ofHours(1));
    Signal<?>[] signals = {
      DeviceSignal.GPU_UTILIZATION,
      DeviceSignal.MEMORY_UTILIZATION,
      DeviceSignal.MEMORY_TOTAL,
      DeviceSignal.MEMORY_USED,
      DeviceSignal.MEMORY_FREE,
      DeviceSignal.SM_CLOCK,
      DeviceSignal.MEMORY_CLOCK,
      DeviceSignal.POWER_LIMIT,
      DeviceSignal.POWER_LIMIT_MIN,
      DeviceSignal.POWER_LIMIT_MAX,
      ENERGY,
      new RateSignal(ENERGY),
      FieldSignal.everyPass(82)
    };
    try (var sampling = node.sample(signals)) {
      var first = sampling.await("the first pass", now -> now.statistics().passes() == 1);
      var fifth = sampling.await("the fifth pass", now -> now.statistics().passes() == 5);

      assertThat(callsBetween(first, fifth))
          .containsEntry("nvmlDeviceGetUtilizationRates", 8L)
          .containsEntry("nvmlDeviceGetMemoryInfo_v2", 8L)
          .containsEntry("nvmlDeviceGetClockInfo", 16L)
          .containsEntry("nvmlDeviceGetFieldValues", 8L)
          .doesNotContainKeys(
              "nvmlDeviceGetPowerManagementLimit",
              "nvmlDeviceGetPowerManagementLimitConstraints",
              "nvmlDeviceGetUUID",
              "nvmlDeviceGetName");
    }
  }

  @Test
  void slowSignalsAreReadAtOnceThenSeldomAndCarriedInBetween() {
    var node = new SimulatedNode(directory, h100(1)).slowPeriod(Duration.ofSeconds(1));
    try (var sampling =
        node.sample(DeviceSignal.PCIE_TX_THROUGHPUT, DeviceSignal.POWER_LIMIT_ENFORCED)) {
      var first = sampling.awaitFresh(1);
      var snapshots = sampling.during(Duration.ofSeconds(3));
      assertThat(snapshots)
          .allMatch(
              now ->
                  now.gpus().getFirst().readings().get(DeviceSignal.PCIE_TX_THROUGHPUT)
                      instanceof Reading.Value<Long>);
      assertThat(callsBetween(first, snapshots.getLast()).get("nvmlDeviceGetPcieThroughput"))
          .isBetween(2L, 5L);
    }
  }

  @Test
  void ratesComeFromTwoPasses() {
    var node = new SimulatedNode(directory, h100(1), "topology: {nvlink: none}");
    var rate = new RateSignal(ENERGY);
    try (var sampling = node.sample(rate, DeviceSignal.POWER_USAGE)) {
      var first = sampling.await("the first pass", now -> now.statistics().passes() == 1);
      assertThat(first.gpus().getFirst().readings().get(rate))
          .isEqualTo(Reading.failed("nvmlDeviceGetFieldValues", 21));
      assertThat(first.gpus().getFirst().readings().holds(ENERGY)).isFalse();
      var later = sampling.await("the tenth pass", now -> now.statistics().passes() == 10);
      // Energy counts millijoules: its rate is the power in milliwatts.
      var power = valueOf(later, DeviceSignal.POWER_USAGE);
      assertThat(valueOf(later, rate)).isBetween(power * 0.5, power * 1.5);
    }
  }

  @Test
  void aNewPlanIsFollowedWithAllItsSignals() {
    var node = new SimulatedNode(directory, h100(1)).slowPeriod(Duration.ofHours(1));
    try (var sampling = node.sample(DeviceSignal.POWER_USAGE)) {
      sampling.awaitFresh(1);
      sampling.sampler().replan(new SamplingPlan(Set.of(DeviceSignal.POWER_LIMIT), false));
      var replanned =
          sampling.await(
              "the other plan",
              now -> now.gpus().getFirst().readings().holds(DeviceSignal.POWER_LIMIT));
      assertThat(valueOf(replanned, DeviceSignal.POWER_LIMIT)).isPositive();
      assertThat(replanned.gpus().getFirst().readings().holds(DeviceSignal.POWER_USAGE)).isFalse();
    }
  }

  @Test
  void anotherPeriodIsFollowedAtOnce() {
    var node = new SimulatedNode(directory, h100(1)).period(Duration.ofMinutes(1));
    try (var sampling = node.sample(DeviceSignal.POWER_USAGE)) {
      sampling.awaitFresh(1);
      sampling.sampler().reconfigure(node.period(Duration.ofMillis(100)).config());
      sampling.await("ten passes", now -> now.statistics().passes() >= 10);
    }
  }

  @Test
  void onceReadsWhatNeedsTwoPasses() {
    var node = new SimulatedNode(directory, h100(2)).period(Duration.ofMinutes(1));
    var rate = new RateSignal(ENERGY);
    var plan = new SamplingPlan(Set.of(rate, DeviceSignal.POWER_LIMIT), false);
    try (var sampler = new Sampler(node.config(), plan, SamplerClock.system())) {
      var snapshot = sampler.sampleOnce();
      assertThat(snapshot.gpus()).hasSize(2).allMatch(gpu -> gpu.fresh());
      assertThat(valueOf(snapshot, rate)).isPositive();
    }
  }

  @Test
  void onceWaitsForASlowGpu() {
    var node =
        new SimulatedNode(
                directory, h100(2), SimulatedNode.faults("{function: '*', device: 1, delay: 10ms}"))
            .callTimeout(Duration.ofMillis(500));
    var plan = new SamplingPlan(Set.of(DeviceSignal.POWER_USAGE), false);
    try (var sampler = new Sampler(node.config(), plan, SamplerClock.system())) {
      assertThat(sampler.sampleOnce().gpus()).hasSize(2).allMatch(gpu -> gpu.fresh());
    }
  }

  @Test
  void onceTellsWhyThereIsNothingToRead() {
    var node = new SimulatedNode(directory).rewriteWithDriver("init: NO_PERMISSION", h100(1));
    var plan = new SamplingPlan(Set.of(DeviceSignal.POWER_USAGE), false);
    try (var sampler = new Sampler(node.config(), plan, SamplerClock.system())) {
      assertThat(sampler.sampleOnce().driver()).isInstanceOf(DriverState.Unavailable.class);
    }
  }

  @Test
  void aListenerThatFailsStopsNothing() {
    var node = new SimulatedNode(directory, h100(1));
    try (var sampling = node.sample(DeviceSignal.POWER_USAGE)) {
      sampling
          .sampler()
          .onPublish(
              _ -> {
                throw new IllegalStateException("a listener's fault, thrown by the test");
              });
      sampling.await("five passes", now -> now.statistics().passes() >= 5);
    }
  }

  @Test
  void aFieldOfAnotherScopeIsAnotherReading() {
    var node = new SimulatedNode(directory, h100(1));
    var average = new FieldSignal(83, 0, Cadence.PASS);
    try (var sampling = node.sample(average, average.withScope(1))) {
      var readings = sampling.awaitFresh(1).gpus().getFirst().readings();
      assertThat(readings.signals()).containsExactlyInAnyOrder(average, average.withScope(1));
    }
  }

  private static <T> T valueOf(NodeSnapshot snapshot, Signal<T> signal) {
    return snapshot.gpus().getFirst().readings().get(signal).toOptional().orElseThrow();
  }

  private static Map<String, Long> callsBetween(NodeSnapshot earlier, NodeSnapshot later) {
    var grown = new HashMap<String, Long>();
    later
        .statistics()
        .calls()
        .forEach(
            (function, count) -> {
              long more = count - earlier.statistics().calls().getOrDefault(function, 0L);
              if (more > 0) {
                grown.put(function, more);
              }
            });
    return grown;
  }
}
