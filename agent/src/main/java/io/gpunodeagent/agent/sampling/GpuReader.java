// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.GpuLostException;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.agent.sampling.calls.Threads;
import io.gpunodeagent.agent.sampling.readers.IdentityReader;
import io.gpunodeagent.agent.sampling.readers.IdentityReader.Identified;
import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The thread that reads one GPU. A pass that does not end keeps this thread, no other; when its
 * call returns, the reader goes on by itself.
 */
final class GpuReader {

  /** What is read next is decided by who orders it. */
  private static final Backoff AT_ONCE = new Backoff(Duration.ZERO, Duration.ZERO);

  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  private final Session session;
  private final int index;
  private final Runnable onDone;
  private final CallLog log;
  private final AtomicBoolean listInstances = new AtomicBoolean();
  private final Queue<DeviceRequest> requests = new ConcurrentLinkedQueue<>();
  private final Loop loop;
  private volatile @Nullable Pass pass;
  private volatile GpuOutcome outcome = new GpuOutcome.Pending();
  private volatile @Nullable Identified identified;
  private @Nullable GpuInspector inspector;
  private long lastOrder;

  /** A pass that was ordered and has not ended. */
  record Pass(ReadOrders orders, long since) {}

  /** A reader of the GPU with this index; {@code onDone} is called on its thread after a pass. */
  GpuReader(Session session, int index, Runnable onDone) {
    this.session = session;
    this.index = index;
    this.onDone = onDone;
    log = new CallLog(session::runningNanos);
    loop = Threads.loop().restart(AT_ONCE).loop("nvml-gpu-" + index, this::turn);
  }

  void start() {
    loop.start();
  }

  int index() {
    return index;
  }

  CallLog log() {
    return log;
  }

  /** Who the GPU is, once it has said so. */
  Identified.@Nullable Known identity() {
    return identified instanceof Identified.Known known ? known : null;
  }

  /**
   * Orders a pass, unless one has not ended, or the GPU is gone and was asked within the slow
   * period; called by one thread.
   *
   * @return whether a pass was ordered
   */
  boolean order(ReadOrders orders) {
    boolean accepted = accept(orders);
    if (accepted) {
      loop.wake();
    }
    return accepted;
  }

  /** The same on the caller's thread, which waits for its end: for a reader that is not started. */
  void readNow(ReadOrders orders) {
    if (accept(orders)) {
      carryOut(orders);
    }
  }

  private boolean accept(ReadOrders orders) {
    long now = session.nanoTime();
    if (pass != null || (gone() && now - lastOrder < orders.slowPeriod().toNanos())) {
      return false;
    }
    lastOrder = now;
    pass = new Pass(orders, session.runningNanos());
    return true;
  }

  private boolean gone() {
    return switch (outcome) {
      case GpuOutcome.Lost _, GpuOutcome.Unidentified _ -> true;
      case GpuOutcome.Read _, GpuOutcome.Pending _, GpuOutcome.LibraryLost _ -> false;
    };
  }

  /** Whether the GPU is gone, or a call on it has taken longer than that. */
  boolean isSick(Duration longest) {
    return gone() || log.inCallFor().compareTo(longest) > 0;
  }

  /** The pass that has not ended, if any. */
  @Nullable Pass unfinished() {
    return pass;
  }

  /**
   * What is known of the reader when the process has run until {@code now}, for readings of no age.
   */
  ConditionRule.Evidence evidence(long now) {
    // The pass first: it is taken away after its outcome is there.
    var unfinished = pass;
    var ended = outcome;
    var stuck =
        unfinished == null
            ? Duration.ofNanos(-1)
            : Duration.ofNanos(Math.max(0, now - stuckSince(unfinished)));
    return new ConditionRule.Evidence(ended, stuck, log.current(), Duration.ZERO);
  }

  /** Since when the pass that has not ended is in one call, nanoseconds. */
  private long stuckSince(Pass unfinished) {
    long entered = log.enteredAt();
    return entered - unfinished.since() > 0 ? entered : unfinished.since();
  }

  /** How the latest finished pass ended. */
  GpuOutcome outcome() {
    return outcome;
  }

  /** Has the MIG instances listed in the next pass. */
  void listInstances() {
    listInstances.set(true);
  }

  /** Has something asked of the GPU, which has said who it is, before its next pass. */
  void send(DeviceRequest request) {
    requests.add(request);
    loop.wake();
  }

  /** Ends the thread after the call it is in. */
  void stop() {
    loop.stop();
  }

  private void turn() {
    runErrands();
    var ordered = pass;
    if (ordered == null) {
      loop.pause(UNTIL_WOKEN);
    } else {
      carryOut(ordered.orders());
    }
  }

  private void runErrands() {
    var known = identity();
    if (known == null) {
      return;
    }
    for (var next = requests.poll(); next != null; next = requests.poll()) {
      // Nobody waits any more for what was cancelled: it must not be done later.
      if (!next.answer().isCancelled()) {
        next.run(known.device(), log);
      }
    }
  }

  /** A pass that fails counts as none: the GPU's readings grow old and are hidden. */
  private void carryOut(ReadOrders orders) {
    try {
      outcome = read(orders);
    } finally {
      pass = null;
      onDone.run();
    }
  }

  private GpuOutcome read(ReadOrders orders) {
    boolean returns = identity() != null && outcome instanceof GpuOutcome.Lost;
    try {
      return switch (returns ? identifyAgain() : identify()) {
        case Identified.Refused(var function, var code) ->
            returns
                ? new GpuOutcome.Lost(function, code)
                : new GpuOutcome.Unidentified(function, code);
        case Identified.Known known -> {
          var result = inspector(known, orders).read(listInstances.getAndSet(false));
          if (returns) {
            session.identified(known);
          }
          yield new GpuOutcome.Read(result);
        }
      };
    } catch (GpuLostException lost) {
      return new GpuOutcome.Lost(lost.function(), lost.code().value());
    } catch (LibraryLostException lost) {
      return new GpuOutcome.LibraryLost(lost.function(), lost.code().value());
    }
  }

  private Identified identify() {
    var known = identified;
    if (known instanceof Identified.Known) {
      return known;
    }
    var found = IdentityReader.read(session.nvml(), index, log);
    identified = found;
    if (found instanceof Identified.Known gpu) {
      session.identified(gpu);
    }
    return found;
  }

  /** A GPU that was lost and comes back may have another handle. */
  private Identified identifyAgain() {
    var found = IdentityReader.read(session.nvml(), index, log);
    if (found instanceof Identified.Known) {
      identified = found;
      inspector = null;
    }
    return found;
  }

  private GpuInspector inspector(Identified.Known gpu, ReadOrders orders) {
    var current = inspector;
    if (current == null || !current.orders().equals(orders)) {
      current = new GpuInspector(session, gpu, orders, log);
      inspector = current;
    }
    return current;
  }
}
