package io.gpunodeagent.agent.sampling;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** Stopped and not ended: until then no other may be in a call. */
  private final List<GpmWorker> leaving = new CopyOnWriteArrayList<>();

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
    leaving.removeIf(GpmWorker::ended);
    replaceIfHung(callTimeout);
    var free =
        wanted.targets().stream()
            .filter(target -> !quarantine.containsKey(target.key().uuid()))
            .toList();
    orders = new GpmWorker.Orders(free, wanted.signals(), wanted.period());
    boolean needed = !free.isEmpty() && !wanted.signals().isEmpty();
    var current = worker;
    if (needed && current == null && leaving.isEmpty()) {
      worker = startWorker();
    } else if (!needed && current != null) {
      current.stop();
      leaving.add(current);
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
    if (current != null && (current.ended() || isHung(current, callTimeout))) {
      worker = null;
    }
    leaving.removeIf(stopped -> isHung(stopped, callTimeout));
  }

  /** Puts a worker that hangs into quarantine; returns whether it does. */
  private boolean isHung(GpmWorker some, Duration callTimeout) {
    var busy = some.busy();
    if (busy == null || clock.nanoTime() - busy.since() <= callTimeout.toNanos()) {
      return false;
    }
    LOG.log(
        Level.WARNING,
        "{0} has not returned on {1}; its profiling metrics stop, the others go on",
        some.log().current(),
        busy.uuid());
    quarantine.put(busy.uuid(), some);
    some.stop();
    return true;
  }

  /** Whether no GPM call is under way. */
  boolean idle() {
    var current = worker;
    return quarantine.values().stream().allMatch(GpmWorker::ended)
        && leaving.stream().allMatch(GpmWorker::ended)
        && (current == null || current.busy() == null);
  }

  /** Ends all threads; those that hang end when their call returns. */
  void stop() {
    quarantine.values().forEach(GpmWorker::stop);
    leaving.forEach(GpmWorker::stop);
    var current = worker;
    if (current != null) {
      current.stop();
    }
  }
}
