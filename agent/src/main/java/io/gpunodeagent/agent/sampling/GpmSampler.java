package io.gpunodeagent.agent.sampling;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Samples GPM for one session on a clock of its own. A GPU whose GPM call hangs is put in
 * quarantine: another thread goes on without it until the call returns. Steered by the coordinator.
 */
final class GpmSampler {

  private static final System.Logger LOG = System.getLogger(GpmSampler.class.getName());

  private final Session session;
  private final GpmStore store;
  private final SamplerClock clock;
  private final Map<String, GpmWorker> quarantine = new ConcurrentHashMap<>();
  private volatile @Nullable GpmWorker worker;
  private volatile GpmWorker.Orders orders =
      new GpmWorker.Orders(List.of(), List.of(), Duration.ofSeconds(1));

  GpmSampler(Session session, GpmStore store, SamplerClock clock) {
    this.session = session;
    this.store = store;
    this.clock = clock;
  }

  /** Follows what there is to sample now; starts the thread once there is anything. */
  void follow(GpmWorker.Orders wanted, Duration callTimeout) {
    quarantine.values().removeIf(GpmWorker::ended);
    replaceIfHung(callTimeout);
    var free =
        wanted.targets().stream()
            .filter(target -> !quarantine.containsKey(target.key().uuid()))
            .toList();
    orders = new GpmWorker.Orders(free, wanted.signals(), wanted.period());
    boolean needed = !free.isEmpty() && !wanted.signals().isEmpty();
    var current = worker;
    if (needed && current == null) {
      worker = startWorker();
    } else if (!needed && current != null) {
      current.stop();
      worker = null;
    }
  }

  private GpmWorker startWorker() {
    var started = new GpmWorker(session, store, () -> orders, clock);
    session.account(started.log());
    started.start();
    return started;
  }

  private void replaceIfHung(Duration callTimeout) {
    var current = worker;
    var busy = current == null ? null : current.busy();
    if (current != null && current.ended()) {
      worker = null;
    } else if (current != null
        && busy != null
        && clock.nanoTime() - busy.since() > callTimeout.toNanos()) {
      LOG.log(
          Level.WARNING,
          "{0} has not returned on {1}; its profiling metrics stop, the others go on",
          current.log().current(),
          busy.uuid());
      quarantine.put(busy.uuid(), current);
      current.stop();
      worker = null;
    }
  }

  /** Whether no GPM call is under way. */
  boolean idle() {
    var current = worker;
    return quarantine.values().stream().allMatch(GpmWorker::ended)
        && (current == null || current.busy() == null);
  }

  /** Ends all threads; those that hang end when their call returns. */
  void stop() {
    quarantine.values().forEach(GpmWorker::stop);
    var current = worker;
    if (current != null) {
      current.stop();
    }
  }
}
