package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.snapshot.GpmSignal;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.snapshot.RateSignal;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Picks the first snapshot in which everything was read that one look can read. */
final class OneSample {

  /** NVML wants GPM samples 100 ms apart; a little more keeps clear of the limit. */
  private static final Duration APART = Duration.ofMillis(120);

  /** Passes in which GPM gets two samples, though its thread starts after the first. */
  private static final int PASSES_FOR_GPM = 4;

  private static final int PASSES_FOR_RATES = 2;
  private static final Duration BEYOND_TIMEOUT = Duration.ofSeconds(2);

  private final SamplingConfig config;
  private final int passes;
  private final CompletableFuture<NodeSnapshot> complete = new CompletableFuture<>();

  OneSample(SamplingPlan plan, SamplingConfig config) {
    this.config = config;
    boolean gpm = config.gpm() && plan.signals().stream().anyMatch(GpmSignal.class::isInstance);
    boolean rates = plan.signals().stream().anyMatch(RateSignal.class::isInstance);
    passes = gpm ? PASSES_FOR_GPM : rates ? PASSES_FOR_RATES : 1;
  }

  /** The configuration that has passes follow each other quickly. */
  SamplingConfig hurried() {
    return new SamplingConfig(
        config.library(),
        config.environment(),
        config.simulated(),
        APART,
        config.slowPeriod(),
        config.callTimeout(),
        config.eventWindow(),
        config.gpm(),
        config.kernelLog());
  }

  /** Looks at a snapshot. */
  void offer(NodeSnapshot snapshot) {
    boolean done =
        switch (snapshot.driver()) {
          case DriverState.Unavailable down -> down.problem() != DriverState.Problem.STARTING;
          case DriverState.Ready _ -> snapshot.statistics().passes() >= passes;
        };
    if (done) {
      complete.complete(snapshot);
    }
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
