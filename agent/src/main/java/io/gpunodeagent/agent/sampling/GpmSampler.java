package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.WorkerRelay;
import java.time.Duration;
import java.util.List;

/**
 * Samples GPM for one session on a clock of its own. A GPU whose GPM call hangs is left out until
 * the call returns. Steered by the coordinator.
 */
final class GpmSampler {

  private final Session session;
  private final GpmStore store;
  private final SamplerClock clock;
  private final WorkerRelay<String> relay;
  private volatile GpmWorker.Orders orders =
      new GpmWorker.Orders(List.of(), List.of(), Duration.ofSeconds(1));

  GpmSampler(Session session, GpmStore store, SamplerClock clock) {
    this.session = session;
    this.store = store;
    this.clock = clock;
    relay = new WorkerRelay<>(this::worker, "its profiling metrics stop", clock);
  }

  private GpmWorker worker() {
    var worker = new GpmWorker(session, store, () -> orders, clock);
    session.account(worker.log());
    return worker;
  }

  /** Follows what there is to sample now; starts the thread once there is anything. */
  void follow(GpmWorker.Orders wanted, Duration callTimeout) {
    relay.setAside(callTimeout);
    var free =
        wanted.targets().stream()
            .filter(
                target ->
                    relay.hung().stream().noneMatch(gpus -> gpus.contains(target.key().uuid())))
            .toList();
    orders = new GpmWorker.Orders(free, wanted.signals(), wanted.period());
    relay.run(!free.isEmpty() && !wanted.signals().isEmpty());
  }

  /** Whether no GPM call is under way. */
  boolean idle() {
    return relay.idle();
  }

  /** Ends all threads; those that hang end when their call returns. */
  void stop() {
    relay.stop();
  }
}
