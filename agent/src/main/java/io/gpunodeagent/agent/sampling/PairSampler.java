package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.WorkerRelay;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Has the pairs of a session's GPUs asked about. While a question hangs, NVLink to and from its two
 * GPUs is unknown, or to and from the one of them that is sick; all other pairs are asked about.
 * Steered by the coordinator.
 */
final class PairSampler {

  private final Session session;
  private final PairStore store;
  private final SamplerClock clock;
  private final WorkerRelay<Integer> relay;
  private volatile PairWorker.Orders orders = new PairWorker.Orders(Map.of(), Duration.ZERO);
  private @Nullable PairWorker latest;

  PairSampler(Session session, PairStore store, SamplerClock clock) {
    this.session = session;
    this.store = store;
    this.clock = clock;
    relay = new WorkerRelay<>(this::worker, "NVLink to and from it is unknown", clock);
  }

  private PairWorker worker() {
    var worker = new PairWorker(store, () -> orders, clock);
    session.account(worker.log());
    latest = worker;
    return worker;
  }

  /** Follows which GPUs there are to ask about now. */
  void follow(Duration slowPeriod, Duration callTimeout) {
    relay.setAside(callTimeout);
    var gpus = new TreeMap<>(session.soundDevices());
    var hung = new HashSet<Integer>();
    relay.hung().forEach(pair -> hung.addAll(blamed(pair, gpus.keySet())));
    store.hung(hung);
    gpus.keySet().removeAll(hung);
    orders = new PairWorker.Orders(gpus, slowPeriod);
    relay.run(!gpus.isEmpty());
    var worker = latest;
    if (worker != null) {
      worker.wake();
    }
  }

  /** The sick one of two GPUs; both where neither is known to be sick. */
  private static Set<Integer> blamed(Set<Integer> pair, Set<Integer> sound) {
    var sick = new HashSet<>(pair);
    sick.removeAll(sound);
    return sick.isEmpty() ? pair : sick;
  }

  /** Whether no question is under way. */
  boolean idle() {
    return relay.idle();
  }

  /** Ends all threads; those that hang end when their call returns. */
  void stop() {
    relay.stop();
  }
}
