package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.Overviews;
import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.SamplingPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads the GPUs in this process. What is known of the past begins with it. */
public final class OwnReadings implements TopSource {

  /** Holds the newest only: a slow terminal skips pictures, it does not lag behind. */
  private final BlockingQueue<ShownState> newest = new ArrayBlockingQueue<>(1);

  private final Sampler sampler;

  /** Begins to read {@code plan} of the node {@code name}. */
  public OwnReadings(Preview preview, SamplingPlan plan, String name) {
    sampler = new Sampler(preview.sampling(), plan, SamplerClock.system());
    sampler.onPublish(
        snapshot -> {
          if (isStarting(snapshot.driver())) {
            return;
          }
          var node = Overviews.of(preview.state(snapshot), name);
          newest.poll();
          newest.offer(node);
        });
    sampler.start();
  }

  private static boolean isStarting(DriverState driver) {
    return driver instanceof DriverState.Unavailable away && away.problem() == Problem.STARTING;
  }

  @Override
  public Optional<ShownState> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(newest.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    sampler.close();
  }
}
