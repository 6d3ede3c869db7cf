// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.loop.Retries;
import io.gpunodeagent.agent.sampling.calls.Metronome;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.Threads;
import io.gpunodeagent.agent.sampling.events.EventJournal;
import io.gpunodeagent.agent.sampling.events.KernelLog;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.sources.ContainerCgroup;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The thread that keeps the clock: it has every reader pass over its GPU, waits for those that
 * answer in time, judges the others and publishes. It makes no NVML call itself, so nothing that
 * hangs can keep it.
 */
final class Coordinator {

  private static final System.Logger LOG = System.getLogger(Coordinator.class.getName());

  private static final String EVENTS = "events";

  /** One pass is lost, the next is tried soon. */
  private static final Backoff RESTART = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

  private final SamplerClock clock;
  private final Publication publication;
  private final EventJournal journal;
  private final KernelLog kernelLog;
  private final LibraryKeeper keeper;
  private final Fleet fleet;
  private final ContainerLookup containers;
  private final TopologyAssembly topology = new TopologyAssembly();
  private final Bookkeeping books = new Bookkeeping();
  private final SnapshotAssembly snapshots;
  private final Metronome time;
  private final OngoingProblems problems = new OngoingProblems();
  private final Loop loop;
  private volatile SamplingConfig config;
  private volatile SamplingPlan plan;
  private volatile ReadOrders orders;
  private volatile boolean reconfigured;
  private Retries renewals;
  private long paused;
  private LibraryState seen;

  Coordinator(
      SamplingConfig config,
      SamplingPlan plan,
      SamplerClock clock,
      Supplier<List<ContainerCgroup>> containers,
      Publication publication) {
    this.config = config;
    this.plan = plan;
    this.clock = clock;
    this.containers = new ContainerLookup(containers);
    this.publication = publication;
    orders = ReadOrders.of(plan, config);
    journal = new EventJournal(clock, config.eventWindow());
    kernelLog = new KernelLog(journal::seenByKernel, clock);
    fleet = new Fleet(clock, journal);
    snapshots =
        new SnapshotAssembly(
            clock, config.simulated(), books, () -> journal.driverMessages(kernelLog.state()));
    time = new Metronome(config.period(), clock.nanoTime());
    renewals = Renewal.retries(config);
    loop = Threads.loop().restart(RESTART).loop("sampler", this::turn);
    keeper = new LibraryKeeper(config, clock, this::open, loop::wake);
    seen = keeper.state();
  }

  void start() {
    kernelLog.follow(config.source().kernelLog());
    keeper.start();
    loop.start();
  }

  void replan(SamplingPlan other) {
    plan = other;
    orders = ReadOrders.of(other, config);
  }

  void reconfigure(SamplingConfig other) {
    config = other;
    orders = ReadOrders.of(plan, other);
    journal.window(other.eventWindow());
    kernelLog.follow(other.source().kernelLog());
    keeper.reconfigure(other);
    reconfigured = true;
    loop.wake();
  }

  /**
   * Has {@code request} done by the reader of that GPU; returns whether there is such a GPU now.
   */
  boolean send(String gpuUuid, DeviceRequest request) {
    if (keeper.state() instanceof LibraryState.Up(var session)) {
      for (var reader : session.readers()) {
        var known = reader.identity();
        if (known != null && known.identity().uuid().equals(gpuUuid)) {
          reader.request(request);
          session.readerPool().add(List.of(reader));
          loop.wake();
          return true;
        }
      }
    }
    return false;
  }

  /** Stops all threads and closes NVML; waits at most {@code patience} for a call that hangs. */
  void close(Duration patience) {
    loop.stop();
    kernelLog.close();
    keeper.close(patience);
  }

  private Session open(Session.Opened opened) {
    var session = new Session(opened, config.gpm(), clock, journal, loop::wake);
    session.start();
    return session;
  }

  private void turn() {
    long now = clock.nanoTime();
    var state = keeper.state();
    // What becomes of the library is published at once, not on the next beat.
    if (time.untilNext(now) <= 0 || !state.equals(seen)) {
      seen = state;
      time.advance(now);
      tick(state);
    } else {
      applyConfiguration(now);
      pause(Math.min(time.untilNext(clock.nanoTime()), attend(state)));
    }
  }

  /** Sees that what was asked of GPUs between passes does not wait for one that hangs. */
  private static long attend(LibraryState state) {
    return switch (state) {
      case LibraryState.Up(var session) -> session.readerPool().attend();
      case LibraryState.Renewing _, LibraryState.Down _ -> Long.MAX_VALUE;
    };
  }

  private void applyConfiguration(long now) {
    if (reconfigured) {
      reconfigured = false;
      time.change(config.period(), now);
      renewals = Renewal.retries(config);
    }
  }

  private void tick(LibraryState state) {
    switch (state) {
      case LibraryState.Up(var session) -> pass(session);
      case LibraryState.Renewing(var session, var since) -> hold(session, since);
      case LibraryState.Down(var why) -> publication.publish(snapshots.without(why));
    }
  }

  private void pass(Session session) {
    long started = clock.nanoTime();
    boolean resumed = resumed();
    boolean first = books.session(session) || resumed;
    containers.update(session, started, config.slowPeriod().toNanos());
    var ordered = order(session);
    boolean all = await(session, ordered, started + patience(first));
    fleet.update(session, ConditionRule.Limits.of(config));
    followGpm(session);
    session.pairSampler().follow(config.slowPeriod(), config.callTimeout());
    renewIfNeeded(session);
    boolean late = !all || session.readers().stream().anyMatch(GpuReader::unfinished);
    books.pass(Duration.ofNanos(clock.nanoTime() - started), late);
    publishRead(session);
  }

  private List<GpuReader> order(Session session) {
    var ordered = new ArrayList<GpuReader>();
    for (var reader : session.readers()) {
      if (reader.order(orders)) {
        ordered.add(reader);
      }
    }
    session.readerPool().add(ordered);
    return ordered;
  }

  /** Waits, and notes when the process was paused meanwhile. */
  private void pause(long nanos) {
    long most = Math.max(0, nanos);
    clock.running().mark(clock.nanoTime(), most);
    loop.pause(Duration.ofNanos(most));
    clock.running().mark(clock.nanoTime(), 0);
  }

  /** Whether the process was paused since the last pass. */
  private boolean resumed() {
    long before = paused;
    paused = clock.running().paused();
    return paused != before;
  }

  /** The others do not wait longer than a period for one, but for readings of before a pause. */
  private long patience(boolean first) {
    var period = config.period();
    var timeout = config.callTimeout();
    return (first || period.compareTo(timeout) > 0 ? timeout : period).toNanos();
  }

  private boolean await(Session session, List<GpuReader> ordered, long deadline) {
    while (!loop.stopping()) {
      if (ordered.stream().noneMatch(GpuReader::unfinished)) {
        return true;
      }
      long left = deadline - clock.nanoTime();
      if (left <= 0) {
        return false;
      }
      pause(Math.min(left, session.readerPool().attend()));
    }
    return false;
  }

  private void followGpm(Session session) {
    session
        .gpmSampler()
        .follow(fleet.gpmOrders(session, orders.plan(), config.period()), config.callTimeout());
  }

  private void renewIfNeeded(Session session) {
    for (var reader : session.readers()) {
      if (reader.outcome() instanceof GpuOutcome.LibraryLost(var function, var code)) {
        keeper.renew(new Renewal.Replace(LibraryProblem.of(function, code)));
        return;
      }
    }
    if (!fleet.seeks(session)) {
      renewals.succeeded();
    } else if (!fleet.any(GpuView::hung) && renewals.due(now())) {
      renewals.failed(now());
      keeper.renew(new Renewal.Enumerate("a GPU is lost"));
    }
  }

  private Duration now() {
    return Duration.ofNanos(clock.nanoTime());
  }

  /** While the GPUs are enumerated again, the last readings hold as long as a call may take. */
  private void hold(Session session, long since) {
    if (clock.runningNanos() - since < config.callTimeout().toNanos()) {
      publishRead(session);
    } else {
      var trouble = LibraryProblem.openingHangs(DriverState.Problem.STARTING);
      publication.publish(
          snapshots.without(
              new DriverState.Unavailable(
                  trouble.problem(),
                  trouble.detail(),
                  trouble.remedy(),
                  clock.now().minusNanos(clock.runningNanos() - since))));
    }
  }

  private void publishRead(Session session) {
    sayWhetherEventsHang(session);
    var patience = config.callTimeout();
    var byKernel = kernelLog.watch(patience);
    var gpus = fleet.samples(uuid -> session.events().watch(uuid, patience).or(byKernel));
    publication.publish(snapshots.of(session.driver(), gpus, fleet.absent(), topology.of(session)));
  }

  private void sayWhetherEventsHang(Session session) {
    var watch = session.events();
    var function = watch.log().current();
    if (watch.hangs(config.callTimeout())) {
      if (problems.begins(EVENTS)) {
        LOG.log(Level.WARNING, "{0} has not returned: NVML reports no XIDs meanwhile", function);
      }
    } else if (problems.ends(EVENTS)) {
      LOG.log(Level.INFO, "NVML reports XIDs again: {0} returns", function);
    }
  }
}
