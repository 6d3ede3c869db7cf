// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.gpm.GpmStore;
import io.gpunodeagent.agent.sampling.readers.CounterRate;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Picks the first snapshot in which everything was read that one look can read. */
final class OneSample {

  /** NVML wants GPM samples 100 ms apart; a little more keeps clear of the limit. */
  private static final Duration APART = Duration.ofMillis(120);

  /**
   * GPM and pairs of GPUs have threads of their own that start after the first pass, and the driver
   * samples processes at its own pace; both may also have nothing.
   */
  private static final int MOST_PASSES_FOR_SAMPLES = 16;

  private static final int PASSES_FOR_TWO_READINGS = 2;
  private static final Duration BEYOND_TIMEOUT = Duration.ofSeconds(2);

  private final SamplingConfig config;
  private final List<GpmSignal> gpmSignals;
  private final boolean gpm;
  private final boolean utilization;
  private final int passes;
  private final CompletableFuture<NodeSnapshot> complete = new CompletableFuture<>();

  OneSample(SamplingPlan plan, SamplingConfig config) {
    this.config = config;
    gpmSignals = GpmStore.signals(plan);
    gpm = config.gpm() && !gpmSignals.isEmpty();
    boolean rates = plan.signals().stream().anyMatch(RateSignal.class::isInstance);
    utilization = plan.processes() == SamplingPlan.Processes.UTILIZATION;
    passes = gpm || rates ? PASSES_FOR_TWO_READINGS : 1;
  }

  /** The configuration that has passes follow each other quickly. */
  SamplingConfig hurried() {
    return config.withPeriod(APART);
  }

  /** Looks at a snapshot. */
  void offer(NodeSnapshot snapshot) {
    boolean done =
        switch (snapshot.driver()) {
          case DriverState.Unavailable down -> down.problem() != DriverState.Problem.STARTING;
          case DriverState.Ready _ -> complete(snapshot);
        };
    if (done) {
      complete.complete(snapshot);
    }
  }

  private boolean complete(NodeSnapshot snapshot) {
    long done = snapshot.statistics().passes();
    return !slow(snapshot)
        && done >= passes
        && snapshot.gpus().stream().noneMatch(OneSample::awaitsWatch)
        && (done >= MOST_PASSES_FOR_SAMPLES
            || (pairsRead(snapshot) && snapshot.gpus().stream().allMatch(this::sampled)));
  }

  /** What health makes of a GPU depends on whether its XIDs are watched. */
  private static boolean awaitsWatch(GpuSample gpu) {
    return gpu.fresh() && gpu.events().watch() == GpuEvents.Watch.PENDING;
  }

  /** A GPU that has not answered yet is waited for; one that hangs or is lost, in vain. */
  private static boolean slow(NodeSnapshot snapshot) {
    return Stream.concat(
            snapshot.gpus().stream().map(GpuSample::condition),
            snapshot.absent().unreadable().stream().map(UnreadableGpu::condition))
        .anyMatch(GpuCondition.Unread.class::isInstance);
  }

  private static boolean pairsRead(NodeSnapshot snapshot) {
    return snapshot
        .topology()
        .knowsEveryPairOf(
            snapshot.gpus().stream()
                .filter(GpuSample::fresh)
                .map(gpu -> gpu.identity().index())
                .toList());
  }

  private boolean sampled(GpuSample gpu) {
    return !gpu.fresh()
        || (!awaitsData(gpu.readings().get(DeviceSignal.P2P_NVLINK_PEERS))
            && (!utilization || utilizationRead(gpu.processes()))
            && (!gpm || gpmRead(gpu)));
  }

  private static boolean utilizationRead(Reading<List<GpuProcess>> processes) {
    return !(processes instanceof Reading.Value<List<GpuProcess>>(var listed))
        || listed.stream().noneMatch(process -> awaitsData(process.smUtilization()));
  }

  private boolean gpmRead(GpuSample gpu) {
    return gpmRead(gpu.readings())
        && gpu.migInstances().stream().allMatch(instance -> gpmRead(instance.readings()));
  }

  private boolean gpmRead(Readings readings) {
    return gpmSignals.stream().noneMatch(signal -> awaitsData(readings.get(signal)));
  }

  private static boolean awaitsData(Reading<?> reading) {
    return reading instanceof Reading.Failed<?>(_, var code) && code == CounterRate.NO_DATA;
  }

  /** Waits for it; what there is when time is up is in {@code latest}. */
  NodeSnapshot await(Supplier<NodeSnapshot> latest) {
    var patience = config.callTimeout().plus(BEYOND_TIMEOUT);
    try {
      return complete.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      return latest.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return latest.get();
    }
  }
}
