// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.core.signal.DeviceSignal.POWER_USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiling counters of GPUs and GPU instances. */
class GpmTest {

  private static final GpmSignal SM_UTILIZATION = new GpmSignal(2);
  private static final GpmSignal UNHEARD_OF = new GpmSignal(331);

  @TempDir Path directory;

  @Test
  void aGpuWithGpmHasMetricsAfterItsFirstInterval() {
    var node =
        new SimulatedNode(
            directory, "devices: [{model: H100-SXM5-80GB, load: {sm: {constant: 80}}}]");
    try (var sampling = node.sample(SM_UTILIZATION)) {
      var first = sampling.await("the first pass", now -> now.statistics().passes() == 1);
      assertThat(first.gpus().getFirst().readings().get(SM_UTILIZATION))
          .isEqualTo(Reading.failed("nvmlGpmMetricsGet", 21));
      var later = sampling.await("a metric", now -> hasMetric(now, 0));
      assertThat(metric(later, 0)).isCloseTo(80.0, Offset.offset(2.0));
    }
  }

  @Test
  void aGpuWithoutGpmHasNone() {
    var node = new SimulatedNode(directory, "devices: [{model: T4}]");
    try (var sampling = node.sample(SM_UTILIZATION)) {
      sampling.awaitFresh(1);
      var later = sampling.await("five passes", now -> now.statistics().passes() >= 5);
      assertThat(later.gpus().getFirst().readings().get(SM_UTILIZATION))
          .isEqualTo(Reading.unsupported());
      assertThat(later.statistics().calls()).doesNotContainKey("nvmlGpmSampleGet");
    }
  }

  @Test
  void aMetricTheDriverDoesNotKnowCostsNoOther() {
    var node = new SimulatedNode(directory, SimulatedNode.h100(1));
    try (var sampling = node.sample(SM_UTILIZATION, UNHEARD_OF)) {
      var later = sampling.await("a metric", now -> hasMetric(now, 0));
      assertThat(later.gpus().getFirst().readings().get(UNHEARD_OF))
          .isNotInstanceOf(Reading.Value.class);
    }
  }

  @Test
  void eachInstanceHasItsOwn() {
    var node =
        new SimulatedNode(
            directory,
            "devices: [{model: H100-SXM5-80GB, mig: {mode: enabled, instances: [{profile:"
                + " 3g.40gb, id: 1, start: 0, load: {sm: {constant: 60}}}, {profile: 3g.40gb, id:"
                + " 2, start: 4, load: {sm: {constant: 10}}}]}}]");
    try (var sampling = node.sample(SM_UTILIZATION)) {
      var later =
          sampling.await(
              "metrics of both",
              now ->
                  now.gpus().size() == 1
                      && now.gpus().getFirst().migInstances().stream()
                              .filter(
                                  instance ->
                                      instance.readings().get(SM_UTILIZATION)
                                          instanceof Reading.Value<Double>)
                              .count()
                          == 2);
      var instances = later.gpus().getFirst().migInstances();
      assertThat(instances.get(0).readings().get(SM_UTILIZATION).toOptional().orElseThrow())
          .isCloseTo(60.0, Offset.offset(2.0));
      assertThat(instances.get(1).readings().get(SM_UTILIZATION).toOptional().orElseThrow())
          .isCloseTo(10.0, Offset.offset(2.0));
    }
  }

  @Test
  void aGpuWhoseGpmHangsCostsNeitherItsOtherReadingsNorOtherGpus() {
    var node =
        new SimulatedNode(directory, SimulatedNode.h100(3)).callTimeout(Duration.ofSeconds(1));
    try (var sampling = node.sample(SM_UTILIZATION, POWER_USAGE)) {
      sampling.await("metrics", now -> hasMetric(now, 0) && hasMetric(now, 1));
      node.rewrite(
          SimulatedNode.h100(3), faults("{function: nvmlGpmSampleGet, device: 1, hang: true}"));
      sampling.await("no metrics of the hung GPU", now -> !hasMetric(now, 1) && !hasMetric(now, 0));
      var without =
          sampling.await("metrics of the others", now -> hasMetric(now, 0) && hasMetric(now, 2));
      assertThat(hasMetric(without, 1)).isFalse();
      assertThat(without.gpus()).allMatch(GpuSample::fresh);
      node.rewrite(SimulatedNode.h100(3));
      sampling.await("metrics of all", now -> hasMetric(now, 0) && hasMetric(now, 1));
    }
  }

  /** Drivers have crashed when two threads made GPM calls. */
  @Test
  void noSecondThreadStartsWhileTheFirstIsInACall() {
    var node =
        new SimulatedNode(
                directory,
                SimulatedNode.h100(1),
                faults("{function: nvmlGpmSampleGet, delay: 1500ms}"))
            .callTimeout(Duration.ofSeconds(5));
    var with = new SamplingPlan(Set.of(SM_UTILIZATION, POWER_USAGE), false);
    var without = new SamplingPlan(Set.of(POWER_USAGE), false);
    try (var sampling = new Sampling(node.config(), with)) {
      sampling.await("a GPM call", _ -> gpmThreads() == 1);
      for (int i = 0; i < 3; i++) {
        sampling.sampler().replan(without);
        var off = sampling.await("a pass", GpmTest::isFresh);
        sampling.sampler().replan(with);
        long next = off.statistics().passes() + 2;
        sampling.await(
            "two passes",
            now -> {
              assertThat(gpmThreads()).isLessThanOrEqualTo(1);
              return now.statistics().passes() >= next;
            });
      }
    }
  }

  private static boolean isFresh(NodeSnapshot snapshot) {
    return snapshot.gpus().stream().allMatch(GpuSample::fresh);
  }

  private static long gpmThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("nvml-gpm"))
        .count();
  }

  @Test
  void onceWaitsForTheFirstInterval() {
    var node = new SimulatedNode(directory, SimulatedNode.h100(2));
    var plan = new SamplingPlan(Set.of(SM_UTILIZATION), false);
    try (var sampler = new Sampler(node.config(), plan, SamplerClock.system())) {
      var snapshot = sampler.sampleOnce();
      assertThat(hasMetric(snapshot, 0)).isTrue();
      assertThat(hasMetric(snapshot, 1)).isTrue();
    }
  }

  private static boolean hasMetric(NodeSnapshot snapshot, int gpu) {
    return snapshot.gpus().size() > gpu
        && snapshot.gpus().get(gpu).readings().get(SM_UTILIZATION) instanceof Reading.Value<Double>;
  }

  private static double metric(NodeSnapshot snapshot, int gpu) {
    return snapshot.gpus().get(gpu).readings().get(SM_UTILIZATION).toOptional().orElseThrow();
  }
}
