// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.Retries;
import io.gpunodeagent.agent.sampling.LibraryState.Down;
import io.gpunodeagent.agent.sampling.LibraryState.Renewing;
import io.gpunodeagent.agent.sampling.LibraryState.Up;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.Threads;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.DriverState.Unavailable;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlLibraryIdentity;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The thread that opens and closes NVML: repeatedly while it is not available, and again when the
 * library, the driver or the set of GPUs changed. Between two sessions the old one is closed, as
 * NVML is one to a process.
 */
final class LibraryKeeper {

  private static final System.Logger LOG = System.getLogger(LibraryKeeper.class.getName());
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private final SamplerClock clock;
  private final Function<Session.Opened, Session> sessions;
  private final Runnable onChange;
  private final Retries retries = new Retries(new Backoff(FIRST_RETRY, LAST_RETRY));
  private final StateLog log = new StateLog();
  private Retries arrivals;
  private Duration nextLook = Duration.ZERO;
  private final AtomicReference<@Nullable Renewal> wanted = new AtomicReference<>();
  private final Loop loop;
  private volatile SamplingConfig config;
  private volatile LibraryState state;
  private volatile long openingSince;
  private volatile boolean opening;
  private @Nullable Session closing;

  /**
   * A keeper.
   *
   * @param sessions makes a session of what was opened, and starts it
   * @param onChange called when the state changed
   */
  LibraryKeeper(
      SamplingConfig config,
      SamplerClock clock,
      Function<Session.Opened, Session> sessions,
      Runnable onChange) {
    this.config = config;
    this.clock = clock;
    this.sessions = sessions;
    this.onChange = onChange;
    arrivals = Renewal.retries(config);
    state = new Down(unavailable(LibraryProblem.starting()));
    log.driver(state);
    loop =
        Threads.loop()
            .onFailure(this::fell)
            .atEnd(this::closeForGood)
            .loop("nvml-library", this::turn);
  }

  void start() {
    loop.start();
  }

  /** The state now; an opening that takes longer than a call may is said to hang. */
  LibraryState state() {
    var now = state;
    if (now instanceof Down(var why)
        && opening
        && clock.runningNanos() - openingSince > config.callTimeout().toNanos()
        && why.problem() == Problem.STARTING) {
      var trouble = LibraryProblem.openingHangs(why.problem());
      return new Down(
          new Unavailable(trouble.problem(), trouble.detail(), trouble.remedy(), why.since()));
    }
    return now;
  }

  /** Has NVML opened again, if a session is open. */
  void renew(Renewal renewal) {
    if (state instanceof Up) {
      wanted.compareAndSet(null, renewal);
      loop.wake();
    }
  }

  /** Follows another configuration; another library or environment opens NVML again. */
  void reconfigure(SamplingConfig other) {
    var before = config;
    config = other;
    if (!before.source().library().equals(other.source().library())
        || !before.source().environment().equals(other.source().environment())
        || before.gpm() != other.gpm()) {
      wanted.set(new Renewal.Replace(LibraryProblem.starting()));
      loop.wake();
    }
  }

  private void turn() {
    switch (state) {
      case Down _, Renewing _ -> tryOpen();
      case Up(var session) -> look(session);
    }
    loop.pause(LOOK_EVERY);
  }

  /** A session that is up goes on: its GPUs are read by others. */
  private void fell(String reason) {
    opening = false;
    if (!(state instanceof Up)) {
      become(new Down(unavailable(LibraryProblem.keeperFailed(reason))));
    }
  }

  private void tryOpen() {
    boolean reconfigured = wanted.getAndSet(null) != null;
    if (!(reconfigured || retries.due(now())) || !closed()) {
      return;
    }
    openingSince = clock.runningNanos();
    opening = true;
    var attempt = LibraryOpener.open(config, clock);
    opening = false;
    switch (attempt) {
      case LibraryOpener.Attempt.Opened(var opened) -> {
        become(new Up(session(opened)));
        retries.succeeded();
        arrivals = Renewal.retries(config);
      }
      case LibraryOpener.Attempt.Refused(var trouble) -> {
        retries.failed(now());
        become(new Down(unavailable(trouble)));
      }
    }
  }

  /** NVML is one to a process: what no session was made of is closed again. */
  private Session session(Session.Opened opened) {
    Session session = null;
    try {
      session = sessions.apply(opened);
      return session;
    } finally {
      if (session == null) {
        opened.nvml().closeWithin(CLOSE_PATIENCE);
      }
    }
  }

  private Duration now() {
    return Duration.ofNanos(clock.nanoTime());
  }

  private void look(Session session) {
    var renewal = wanted.getAndSet(null);
    if (renewal == null && replaced(session.nvml())) {
      renewal = new Renewal.Replace(LibraryProblem.starting());
      LOG.log(Level.INFO, "The library {0} was replaced", session.nvml().libraryPath());
    }
    if (renewal == null) {
      renewal = arrived(session);
    }
    switch (renewal) {
      case null -> {}
      case Renewal.Replace(var trouble) -> replace(session, trouble);
      case Renewal.Enumerate(var why) -> enumerate(session, why);
    }
  }

  /** NVML lists the GPUs there were when it was opened: another needs NVML to be opened again. */
  private @Nullable Renewal arrived(Session session) {
    if (now().compareTo(nextLook) < 0) {
      return null;
    }
    nextLook = now().plus(config.slowPeriod());
    var arrived = session.bus().look();
    if (arrived.isEmpty() || !arrivals.due(now())) {
      return null;
    }
    arrivals.failed(now());
    return new Renewal.Enumerate("the driver has more GPUs on the PCI bus: " + arrived);
  }

  private static boolean replaced(Nvml nvml) {
    var now = NvmlLibraryIdentity.of(nvml.libraryPath());
    return now.isPresent() && !now.equals(nvml.libraryIdentity());
  }

  private void enumerate(Session session, String why) {
    become(new Renewing(session, clock.runningNanos()));
    if (!session.awaitIdle(config.callTimeout())) {
      become(new Up(session)); // A call hangs: the GPUs that answer are worth more.
      return;
    }
    LOG.log(Level.INFO, "NVML is opened again to find GPUs: {0}", why);
    closing = session;
    session.stop();
    tryOpen();
  }

  private void replace(Session session, LibraryProblem trouble) {
    become(new Down(unavailable(trouble)));
    closing = session;
    session.stop();
    tryOpen();
  }

  /** Whether the last session's library is unloaded. */
  private boolean closed() {
    var last = closing;
    if (last == null || last.nvml().closeWithin(CLOSE_PATIENCE)) {
      closing = null;
      return true;
    }
    become(new Down(unavailable(LibraryProblem.reloadBlocked(last.unfinished()))));
    return false;
  }

  private void become(LibraryState next) {
    state = next;
    log.driver(next);
    onChange.run();
  }

  /** Keeps the time since when NVML is unavailable in the same way. */
  private Unavailable unavailable(LibraryProblem trouble) {
    boolean same = state instanceof Down(var why) && why.problem() == trouble.problem();
    var since = same ? ((Down) state).why().since() : clock.now();
    return new Unavailable(trouble.problem(), trouble.detail(), trouble.remedy(), since);
  }

  /** Stops the thread and closes NVML; waits at most {@code patience}. */
  void close(Duration patience) {
    loop.close(patience);
  }

  private void closeForGood() {
    if (state instanceof Up(var session)) {
      session.stop();
      closing = session;
    }
    if (closing != null && !closing.nvml().closeWithin(CLOSE_PATIENCE)) {
      LOG.log(Level.WARNING, "NVML stays open: a call has not returned");
    }
  }
}
