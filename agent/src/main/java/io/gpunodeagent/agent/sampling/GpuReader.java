// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.CallCounts;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.GpuLostException;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.agent.sampling.calls.ReaderPool;
import io.gpunodeagent.agent.sampling.readers.IdentityReader;
import io.gpunodeagent.agent.sampling.readers.IdentityReader.Identified;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads one GPU, on a thread of the {@link ReaderPool}. A pass that does not end keeps that thread,
 * no other; when its call returns, the GPU is read again.
 */
final class GpuReader implements ReaderPool.Work {

  private final Session session;
  private final int index;
  private final CallLog log;
  private final AtomicBoolean listInstances = new AtomicBoolean();
  private final Queue<DeviceRequest> requests = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Pass pass;
  private volatile GpuOutcome outcome = new GpuOutcome.Pending();
  private volatile @Nullable Identified identified;
  private @Nullable GpuInspector inspector;
  private long lastOrder;

  /**
   * A pass that was ordered and has not ended.
   *
   * @param begun when it began, {@link Session#runningNanos}; empty while it waits for a thread
   */
  private record Pass(ReadOrders orders, OptionalLong begun) {}

  /** A reader of the GPU with this index; counts its calls in {@code calls}. */
  GpuReader(Session session, int index, CallCounts calls) {
    this.session = session;
    this.index = index;
    log = new CallLog(session::runningNanos, calls);
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
   * period; called by one thread. The pass is made in the next {@link #run}.
   *
   * @return whether a pass was ordered
   */
  boolean order(ReadOrders orders) {
    long now = session.nanoTime();
    if (pass != null || (gone() && now - lastOrder < orders.slowPeriod().toNanos())) {
      return false;
    }
    lastOrder = now;
    pass = new Pass(orders, OptionalLong.empty());
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

  /** Whether a pass was ordered and has not ended. */
  boolean unfinished() {
    return pass != null;
  }

  /** Whether a pass has begun and not ended. */
  boolean reading() {
    var unfinished = pass;
    return unfinished != null && unfinished.begun().isPresent();
  }

  /**
   * What is known of the reader when the process has run until {@code now}, for readings of no age.
   */
  ConditionRule.Evidence evidence(long now) {
    // The pass first: it is taken away after its outcome is there.
    var unfinished = pass;
    var ended = outcome;
    var stuck = unfinished == null ? Duration.ofNanos(-1) : stuck(unfinished, now);
    return new ConditionRule.Evidence(ended, stuck, log.current(), Duration.ZERO);
  }

  private Duration stuck(Pass unfinished, long now) {
    if (unfinished.begun().isEmpty()) {
      return Duration.ZERO;
    }
    long begun = unfinished.begun().getAsLong();
    long entered = log.enteredAt();
    return Duration.ofNanos(Math.max(0, now - (entered - begun > 0 ? entered : begun)));
  }

  /** How the latest finished pass ended. */
  GpuOutcome outcome() {
    return outcome;
  }

  /** Has the MIG instances listed in the next pass. */
  void listInstances() {
    listInstances.set(true);
  }

  /** Has something asked of the GPU, which has said who it is, in the next {@link #run}. */
  void request(DeviceRequest request) {
    requests.add(request);
  }

  @Override
  public boolean pending() {
    return pass != null || (!requests.isEmpty() && identity() != null);
  }

  /** Asks what was requested, and makes the pass that was ordered. */
  @Override
  public void run() {
    runRequests();
    var ordered = pass;
    if (ordered != null) {
      carryOut(ordered.orders());
    }
  }

  private void runRequests() {
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
      pass = new Pass(orders, OptionalLong.of(session.runningNanos()));
      outcome = read(orders);
    } finally {
      pass = null;
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
    if (current == null || !current.orders().equals(orders) || current.isOutdated()) {
      current = new GpuInspector(session, gpu, orders, log);
      inspector = current;
    }
    return current;
  }
}
