// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.Retries;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.events.EventJournal;
import io.gpunodeagent.agent.sampling.gpm.GpmWorker;
import io.gpunodeagent.agent.sampling.pairs.PairWorker;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.DriverMessages;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the GPUs of a simulation whose clock is stepped: a pass whenever it is asked for one, all
 * of it on the caller's thread, so that the same steps give the same snapshots. Events, GPM and
 * lost GPUs are treated as the {@link Sampler} does, by the stepped clock.
 *
 * <p>A call that hangs keeps the caller. NVML is process-wide: one sampler at a time. Confined to
 * one thread.
 */
public final class SteppedSampler implements AutoCloseable {

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final SamplingConfig config;
  private final SamplerClock clock;
  private final ReadOrders orders;
  private final EventJournal journal;
  private final Fleet fleet;
  private final TopologyAssembly topology = new TopologyAssembly();
  private final Bookkeeping books = new Bookkeeping();
  private final SnapshotAssembly snapshots;
  private final Retries openings = new Retries(new Backoff(FIRST_RETRY, LAST_RETRY));
  private final Retries renewals;
  private @Nullable Open open;
  private DriverState.Unavailable away;

  /** NVML as it is open, what samples its GPM, and what asks about pairs of its GPUs. */
  private record Open(Session session, GpmWorker gpm, PairWorker pairs) {}

  /**
   * A sampler that opens NVML with its first pass.
   *
   * @param config whose period is the length of a step
   * @param clock that the simulation follows
   */
  public SteppedSampler(SamplingConfig config, SamplingPlan plan, SamplerClock clock) {
    this.config = config;
    this.clock = clock;
    orders = ReadOrders.of(plan, config);
    journal = new EventJournal(clock, config.eventWindow());
    fleet = new Fleet(clock, journal);
    snapshots = new SnapshotAssembly(clock, config.simulated(), books, DriverMessages::off);
    renewals = Renewal.retries(config);
    away = unavailable(LibraryProblem.starting());
  }

  /** What there is at the clock's time. */
  public NodeSnapshot pass() {
    if (open == null && openings.due(now())) {
      open();
    }
    var now = open;
    return now == null ? snapshots.without(away) : pass(now);
  }

  private void open() {
    switch (LibraryOpener.open(config, clock)) {
      case LibraryOpener.Attempt.Opened(var opened) -> {
        openings.succeeded();
        var session = new Session(opened, config.gpm(), clock, journal, () -> {});
        var worker =
            new GpmWorker(
                session.nvml(),
                session.gpm(),
                () -> fleet.gpmOrders(session, orders.plan(), config.period()),
                clock);
        var pairs =
            new PairWorker(
                session.pairs(),
                () -> new PairWorker.Orders(session.soundDevices(), config.slowPeriod()),
                clock);
        session.account(worker.log());
        session.account(pairs.log());
        open = new Open(session, worker, pairs);
      }
      case LibraryOpener.Attempt.Refused(var trouble) -> {
        openings.failed(now());
        away = unavailable(trouble);
      }
    }
  }

  private NodeSnapshot pass(Open now) {
    var session = now.session();
    books.session(session);
    try {
      session.events().look();
      now.gpm().sampleNow();
      for (var reader : session.readers()) {
        reader.order(orders);
        reader.run();
      }
      now.pairs().readNow();
      // Who has just been found is watched from now on, and not from the next pass.
      session.events().look();
    } catch (LibraryLostException lost) {
      return lose(now, LibraryProblem.of(lost.function(), lost.code().value()));
    }
    for (var reader : session.readers()) {
      if (reader.outcome() instanceof GpuOutcome.LibraryLost(var function, var code)) {
        return lose(now, LibraryProblem.of(function, code));
      }
    }
    fleet.update(session, ConditionRule.Limits.of(config));
    books.pass(Duration.ZERO, false);
    var gpus = fleet.samples(uuid -> session.events().watch(uuid, Duration.ZERO));
    var taken = snapshots.of(session.driver(), gpus, fleet.absent(), topology.of(session));
    renewIfNeeded(now);
    return taken;
  }

  private NodeSnapshot lose(Open now, LibraryProblem trouble) {
    close(now);
    openings.failed(now());
    away = unavailable(trouble);
    return snapshots.without(away);
  }

  private void renewIfNeeded(Open now) {
    if (!fleet.seeks(now.session())) {
      renewals.succeeded();
    } else if (renewals.due(now())) {
      renewals.failed(now());
      close(now);
    }
  }

  private void close(Open now) {
    now.session().stop();
    now.gpm().release();
    now.session().nvml().closeWithin(CLOSE_PATIENCE);
    open = null;
  }

  private Duration now() {
    return Duration.ofNanos(clock.nanoTime());
  }

  private DriverState.Unavailable unavailable(LibraryProblem trouble) {
    return new DriverState.Unavailable(
        trouble.problem(), trouble.detail(), trouble.remedy(), clock.now());
  }

  /** Closes NVML. */
  @Override
  public void close() {
    var last = open;
    if (last != null) {
      close(last);
    }
  }
}
