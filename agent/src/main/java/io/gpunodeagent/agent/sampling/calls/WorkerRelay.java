// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker at a time for calls about several GPUs. A worker whose call hangs is set aside until
 * the call returns, and with it the GPUs that the call is about: another worker goes on without
 * them. Steered by the coordinator.
 *
 * @param <K> names a GPU
 */
public final class WorkerRelay<K> {

  private static final System.Logger LOG = System.getLogger(WorkerRelay.class.getName());

  private final Supplier<? extends Worker<K>> workers;
  private final String loss;
  private final SamplerClock clock;
  private final Map<Worker<K>, Set<K>> aside = new ConcurrentHashMap<>();

  /** Stopped and not ended: until then no other may be in a call. */
  private final List<Worker<K>> leaving = new CopyOnWriteArrayList<>();

  private volatile @Nullable Worker<K> current;

  /** Makes its calls on a thread of its own. */
  public interface Worker<K> {

    void start();

    /** Asks the thread to end after the call it is in. */
    void stop();

    boolean ended();

    /** The call it is in, if any. */
    @Nullable Busy<K> busy();

    CallLog log();
  }

  /**
   * A call that may not return.
   *
   * @param gpus that it is about
   * @param since {@link SamplerClock#runningNanos}
   */
  public record Busy<K>(Set<K> gpus, long since) {}

  /**
   * No worker yet.
   *
   * @param workers makes one that is not started
   * @param loss what a GPU loses while a call about it hangs, for the log
   */
  public WorkerRelay(Supplier<? extends Worker<K>> workers, String loss, SamplerClock clock) {
    this.workers = workers;
    this.loss = loss;
    this.clock = clock;
  }

  /** Sets aside who hangs, and takes back what has returned. */
  public void setAside(Duration callTimeout) {
    leaving.removeIf(Worker::ended);
    aside.forEach(this::forgetIfReturned);
    var worker = current;
    if (worker != null && (worker.ended() || isHung(worker, callTimeout))) {
      current = null;
    }
    leaving.removeIf(stopped -> isHung(stopped, callTimeout));
  }

  private void forgetIfReturned(Worker<K> worker, Set<K> gpus) {
    if (worker.ended()) {
      aside.remove(worker);
      LOG.log(Level.INFO, "{0} has returned on GPU {1}", worker.log().current(), text(gpus));
    }
  }

  private boolean isHung(Worker<K> worker, Duration callTimeout) {
    var busy = worker.busy();
    if (busy == null || clock.runningNanos() - busy.since() <= callTimeout.toNanos()) {
      return false;
    }
    LOG.log(
        Level.WARNING,
        "{0} has not returned on GPU {1}: {2}, the others go on",
        worker.log().current(),
        text(busy.gpus()),
        loss);
    aside.put(worker, busy.gpus());
    worker.stop();
    return true;
  }

  private static String text(Set<?> gpus) {
    return String.join(" and ", gpus.stream().map(Object::toString).sorted().toList());
  }

  /** The GPUs of each call that hangs. */
  public Collection<Set<K>> hung() {
    return aside.values();
  }

  /** Keeps a worker running while there is {@code work}, and stops it otherwise. */
  public void run(boolean work) {
    var worker = current;
    if (work && worker == null && leaving.isEmpty()) {
      var next = workers.get();
      current = next;
      next.start();
    } else if (!work && worker != null) {
      worker.stop();
      leaving.add(worker);
      current = null;
    }
  }

  /** Whether no call is under way. */
  public boolean idle() {
    var worker = current;
    return aside.keySet().stream().allMatch(Worker::ended)
        && leaving.stream().allMatch(Worker::ended)
        && (worker == null || worker.busy() == null);
  }

  /** Ends all threads; those that hang end when their call returns. */
  public void stop() {
    aside.keySet().forEach(Worker::stop);
    leaving.forEach(Worker::stop);
    var worker = current;
    if (worker != null) {
      worker.stop();
    }
  }
}
