// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.audit.AuditLine;
import io.gpunodeagent.agent.cluster.pods.PodApi;
import io.gpunodeagent.agent.enforcement.Result.Outcome;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.overview.EvictionAttempt;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.state.NodeState;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Carries decisions out on a thread of its own: announces them on the pod, marks it, evicts it, and
 * takes back what does not hold any more. A dry run only counts and reports.
 */
public final class Enforcer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Enforcer.class.getName());
  private static final System.Logger AUDIT = System.getLogger(AuditLine.LOGGER);

  /** A problem that is none of a right's. */
  private static final String LOOP = "loop";

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Backoff RESTART = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(5));

  private final EnforcementConfig config;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final long origin;
  private final BooleanSupplier recorded;
  private final Evictions evictions;
  private final Evictions pretended;
  private final Optional<PodApi> api;
  private final Audit audit = new Audit(line -> AUDIT.log(Level.INFO, line));
  private final Object lock = new Object();
  private final OngoingProblems known = new OngoingProblems();
  private final PodPlanner planner;
  private final PodActor actor;
  private final Loop loop;
  private volatile EnforcementStatus status = EnforcementStatus.starting();
  private volatile Consumer<EvictionAttempt> attempts = _ -> {};
  private Optional<Offer> latest = Optional.empty();
  private boolean fresh;
  private boolean waiting;
  private PolicyRules rules;

  private record Offer(NodeState state, Duration at) {}

  /**
   * An enforcer that runs from {@link #start} on.
   *
   * @param api where to; empty makes everything a dry run
   * @param grants asked right before an eviction
   * @param rules whose notices and budget hold
   * @param memory of the evictions before a restart
   * @param recorded brings {@link #memory} into safety before an eviction; false when it cannot
   * @param nanoTime a monotonic clock, ns
   */
  public Enforcer(
      EnforcementConfig config,
      Optional<PodApi> api,
      Grants grants,
      PolicyRules rules,
      EvictionMemory memory,
      BooleanSupplier recorded,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.config = config;
    this.api = api.filter(_ -> config.writes());
    this.rules = rules;
    this.recorded = recorded;
    this.clock = clock;
    this.nanoTime = nanoTime;
    origin = nanoTime.getAsLong();
    evictions = Evictions.of(memory, now(), clock.instant());
    pretended = Evictions.of(EvictionMemory.none(), now(), clock.instant());
    planner = new PodPlanner(this.api.isPresent(), rules, NodeShare.of(config.nodeName()));
    actor = new PodActor(this.api, config.nodeName(), grants, new StatePermits());
    loop =
        Loop.Settings.standard()
            .restart(RESTART)
            .patience(PATIENCE)
            .onFailure(this::fell)
            .loop("enforcement", this::turn);
  }

  /**
   * Has {@code listener} called with what comes of each eviction, in the thread of this enforcer;
   * it must not wait. An attempt that comes to nothing again and again, for the same reason, is
   * one.
   */
  public void onEviction(Consumer<EvictionAttempt> listener) {
    attempts = listener;
  }

  /** Starts carrying out. */
  public void start() {
    loop.start();
  }

  /** This is the state now. Never blocks for long. */
  public void offer(NodeState state) {
    synchronized (lock) {
      latest = Optional.of(new Offer(state, now()));
      fresh = true;
      lock.notifyAll();
    }
  }

  /** Goes by other rules from the next state on. */
  public void follow(PolicyRules others) {
    synchronized (lock) {
      rules = others;
    }
  }

  /** Whether it has taken what it was last offered, and waits for more or for a time to come. */
  boolean idle() {
    synchronized (lock) {
      return waiting && !fresh;
    }
  }

  /** How it stands. Never blocks. */
  public EnforcementStatus status() {
    return status;
  }

  /** What is to survive a restart. */
  public EvictionMemory memory() {
    return evictions.memory();
  }

  /** Ends it; what was written on pods stays there. */
  @Override
  public void close() {
    loop.close();
  }

  private Duration now() {
    return Duration.ofNanos(nanoTime.getAsLong() - origin);
  }

  /** One step. A fault of ours ends the step, not the taking back of what was said. */
  private void turn() throws InterruptedException {
    var step = nextStep();
    var result = actor.take(step);
    var taken = clock.instant();
    planner.took(step, result, now(), taken);
    note(step, result, taken);
  }

  private void fell(String reason) {
    var problems = new TreeMap<>(status.problems());
    problems.put(LOOP, reason);
    status = status.with(problems);
  }

  private PolicyRules currentRules() {
    synchronized (lock) {
      return rules;
    }
  }

  private PodStep.ToPod nextStep() throws InterruptedException {
    while (true) {
      // Not under the lock that the sampler takes: this logs.
      fresh().ifPresent(this::take);
      switch (planner.next(now(), clock.instant())) {
        case PodStep.ToPod step -> {
          return step;
        }
        case PodStep.Wait(var until) -> {
          runs();
          await(until);
        }
      }
    }
  }

  private void runs() {
    if (status.problems().containsKey(LOOP)) {
      var problems = new TreeMap<>(status.problems());
      problems.remove(LOOP);
      status = status.with(problems);
    }
  }

  private Optional<Offer> fresh() {
    synchronized (lock) {
      var offer = fresh ? latest : Optional.<Offer>empty();
      fresh = false;
      return offer;
    }
  }

  @SuppressWarnings("WaitNotInLoop") // What is to be done is looked for again after each return.
  private void await(Duration until) throws InterruptedException {
    synchronized (lock) {
      if (!fresh) {
        waiting = true;
        try {
          lock.wait(Math.max(1, until.minus(now()).toMillis() + 1));
        } finally {
          waiting = false;
        }
      }
    }
  }

  private void take(Offer offer) {
    var decisions = offer.state().policies().decisions();
    planner.follow(currentRules());
    planner.take(decisions, offer.state().pods().entries(), offer.at(), clock.instant());
    audit.decisions(decisions);
  }

  private void note(PodStep.ToPod step, Result result, Instant taken) {
    if (audit.action(step, result) && step instanceof PodStep.Evict evict) {
      attempts.accept(EvictionEvent.of(evict, result, taken));
    }
    var counted =
        new EnforcementStatus.Action(
            step.action().label(), result.outcome().label(), step.dryRun());
    var before = status;
    var problems = new TreeMap<>(before.problems());
    var what = PodPlanner.Right.of(step.action()).name().toLowerCase(Locale.ROOT);
    switch (result.outcome()) {
      case REFUSED, FAILED -> problems.put(what, result.reason().orElse(""));
      case DONE, BLOCKED, WITHHELD -> problems.remove(what);
      case STALE -> {}
    }
    problems.remove(LOOP);
    status = before.with(counted, problems);
    known.become(
        problems.keySet(),
        begun -> LOG.log(Level.WARNING, trouble(result), begun, problems.get(begun)),
        over -> LOG.log(Level.INFO, "Policies are carried out again: {0}", over));
  }

  private static String trouble(Result result) {
    return result.outcome() == Outcome.REFUSED
        ? "Policies are not carried out, the API server refuses the step {0}: {1}"
        : "Policies are not carried out for now, the step {0} has no good answer: {1}";
  }

  /** Permits by the latest state and the budget. */
  private final class StatePermits implements PodActor.Permits {

    @Override
    public Optional<String> outdated(PodStep.Evict step) {
      synchronized (lock) {
        if (latest.isEmpty() || now().minus(latest.get().at()).compareTo(config.freshness()) > 0) {
          return Optional.of("there is no fresh sample");
        }
        boolean still =
            latest.get().state().policies().decisions().stream()
                .anyMatch(current -> current.stillCallsFor(step.decision()));
        return still ? Optional.empty() : Optional.of("the rules do not call for it any more");
      }
    }

    @Override
    public Optional<String> take(PodStep.Evict step) {
      int perHour = currentRules().budget().evictionsPerHour();
      var counted = step.dryRun() ? pretended : evictions;
      if (!counted.take(step.pod().uid(), perHour, now(), clock.instant())) {
        return Optional.of("the budget of " + perHour + " evictions an hour is used up");
      }
      if (!step.dryRun() && !recorded.getAsBoolean()) {
        counted.giveBack(step.pod().uid());
        return Optional.of("the eviction cannot be recorded in the state file");
      }
      return Optional.empty();
    }

    @Override
    public void giveBack(PodStep.Evict step) {
      evictions.giveBack(step.pod().uid());
    }
  }
}
