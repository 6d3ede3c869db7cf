// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.cluster.pods.PodTarget;
import io.gpunodeagent.agent.loop.Retries;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.sources.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Decides what to do next to the pods of this node, from what the rules say, what is written on the
 * pods, and what came of the steps before. What takes back goes before what goes further.
 *
 * <p>No clock and no thread: times are {@link Duration}s since any one moment, and the wall clock
 * is only written, except for a notice that an earlier run gave. For one thread.
 */
final class PodPlanner {

  /** Without a decision for so long, nothing is proven of a pod and what was said is taken back. */
  static final Duration SETTLE = Duration.ofMinutes(2);

  private static final Duration FORGET = Duration.ofMinutes(10);
  private static final Duration REFUSED = Duration.ofMinutes(10);
  private static final Duration STALE = Duration.ofSeconds(5);
  private static final Duration WITHHELD = Duration.ofMinutes(1);
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(30);

  private final boolean writes;
  private final NodeShare share;
  private final Retries retries;
  private final Backoff blocked;
  private final SequencedMap<String, PodLedger> ledgers = new LinkedHashMap<>();
  private final Map<Right, Duration> refused = new EnumMap<>(Right.class);
  private PolicyRules rules;
  private Duration taken = Duration.ZERO;

  /** What the server grants by itself. */
  enum Right {
    ANNOTATE,
    EVENT,
    EVICT;

    static Right of(PodAction action) {
      return switch (action) {
        case ANNOUNCE, MARK, WITHDRAW -> ANNOTATE;
        case EVENT -> EVENT;
        case EVICT -> EVICT;
      };
    }
  }

  /**
   * Nothing is known.
   *
   * @param writes whether anything may be written; otherwise all is a dry run
   * @param share of this node, so that those of a cluster do not come back at one time
   */
  PodPlanner(boolean writes, PolicyRules rules, NodeShare share) {
    this.writes = writes;
    this.share = share;
    retries = new Retries(new Backoff(Duration.ofSeconds(1), LONGEST_PAUSE, share));
    blocked = new Backoff(Duration.ofSeconds(10), LONGEST_PAUSE, share);
    this.rules = rules;
  }

  /** Goes by other rules from the next state on. */
  void follow(PolicyRules others) {
    rules = others;
  }

  /** A new state. */
  void take(List<PodDecision> decisions, List<PodInfo> pods, Duration now, Instant wall) {
    taken = now;
    var known = new HashMap<String, PodInfo>();
    pods.forEach(pod -> known.put(pod.uid(), pod));
    var decided = new LinkedHashMap<String, List<PodDecision>>();
    for (var decision : decisions) {
      decision
          .pod()
          .uid()
          .ifPresent(uid -> decided.computeIfAbsent(uid, _ -> new ArrayList<>()).add(decision));
    }
    decided.forEach((uid, all) -> ledger(uid, all.getFirst(), now));
    leftBehind(pods, now);
    for (var ledger : ledgers.values()) {
      var uid = ledger.pod().uid();
      ledger.observe(Optional.ofNullable(known.get(uid)), now);
      var all = decided.get(uid);
      if (all != null) {
        boolean dry = !writes || all.stream().anyMatch(PodDecision::dryRun);
        ledger.decide(all, dry, this::notice, now, wall);
      } else if (settled(ledger, now)) {
        ledger.forsake();
      }
    }
    ledgers
        .values()
        .removeIf(
            ledger ->
                !decided.containsKey(ledger.pod().uid())
                    && !known.containsKey(ledger.pod().uid())
                    && now.minus(ledger.seen()).compareTo(FORGET) > 0);
  }

  private void ledger(String uid, PodDecision decision, Duration now) {
    ledgers.computeIfAbsent(
        uid,
        _ ->
            new PodLedger(
                new PodTarget(decision.pod().namespace(), decision.pod().name(), uid), now));
  }

  /** What an earlier run wrote onto pods that no rule is for any more. */
  private void leftBehind(List<PodInfo> pods, Duration now) {
    if (!writes || rules.dryRun()) {
      return;
    }
    for (var pod : pods) {
      if (!Marks.of(pod.annotations()).isEmpty()) {
        ledgers.computeIfAbsent(
            pod.uid(), uid -> new PodLedger(new PodTarget(pod.namespace(), pod.name(), uid), now));
      }
    }
  }

  private static boolean settled(PodLedger ledger, Duration now) {
    return now.minus(ledger.seen()).compareTo(SETTLE) >= 0;
  }

  private Duration notice(Kind kind, String rule) {
    return switch (kind) {
      case IDLE ->
          rules.idle().stream()
              .filter(one -> one.name().equals(rule))
              .findFirst()
              .map(one -> one.notice())
              .orElse(Duration.ZERO);
      case TIME_SLICE ->
          rules.timeSlice().stream()
              .filter(one -> one.name().equals(rule))
              .findFirst()
              .map(one -> one.grace())
              .orElse(Duration.ZERO);
    };
  }

  /** What to do now. */
  PodStep next(Duration now, Instant wall) {
    if (now.minus(taken).compareTo(SETTLE) >= 0) {
      ledgers.values().forEach(PodLedger::forsake);
    }
    if (!retries.due(now)) {
      return new PodStep.Wait(retries.until());
    }
    var until = taken.plus(SETTLE).compareTo(now) > 0 ? taken.plus(SETTLE) : now.plus(SETTLE);
    for (var ledger : ledgers.values()) {
      var due = due(ledger, now, wall);
      if (due.step().isPresent() && due.at().compareTo(now) <= 0) {
        return due.step().get();
      }
      until = earlier(until, ledger.noticeEnds(now).orElse(until));
      until = due.step().isPresent() ? earlier(until, due.at()) : until;
    }
    return new PodStep.Wait(until);
  }

  private record Due(Optional<PodStep> step, Duration at) {

    static Due nothing() {
      return new Due(Optional.empty(), Duration.ZERO);
    }
  }

  private Due due(PodLedger ledger, Duration now, Instant wall) {
    if (!ledger.settled()) {
      return Due.nothing();
    }
    var wanted = ledger.wanted(now, wall);
    if (!wanted.equals(ledger.present())) {
      return new Due(
          Optional.of(annotate(ledger, wanted)), at(Right.ANNOTATE, ledger.annotateFrom()));
    }
    if (!ledger.events().isEmpty() && allowed(Right.EVENT, now)) {
      return new Due(
          Optional.of(
              new PodStep.Event(
                  ledger.pod(), ledger.events().getFirst(), ledger.decisions(), ledger.dryRun())),
          Duration.ZERO);
    }
    return evict(ledger, now, wall);
  }

  private static PodStep annotate(PodLedger ledger, Map<String, String> wanted) {
    var present = ledger.present();
    boolean less =
        wanted.isEmpty()
            || (present.containsKey(Marks.RECLAIMABLE) && !wanted.containsKey(Marks.RECLAIMABLE));
    var action =
        less
            ? PodAction.WITHDRAW
            : wanted.containsKey(Marks.RECLAIMABLE) ? PodAction.MARK : PodAction.ANNOUNCE;
    return new PodStep.Annotate(
        ledger.pod(),
        action,
        wanted,
        less ? Optional.empty() : ledger.info(),
        ledger.decisions(),
        ledger.dryRun());
  }

  private Due evict(PodLedger ledger, Duration now, Instant wall) {
    if (ledger.evicted()
        || !ledger.seen().equals(taken)
        || !ledger.present().containsKey(Marks.RECLAIMABLE)) {
      return Due.nothing();
    }
    for (var decision : ledger.decisions()) {
      if (evictable(ledger, decision, now)) {
        var at = at(Right.EVICT, ledger.evictFrom());
        if (at.compareTo(now) <= 0 && ledger.tellEviction(decision, wall)) {
          return due(ledger, now, wall);
        }
        return new Due(
            Optional.of(
                new PodStep.Evict(
                    ledger.pod(), ledger.info().orElseThrow(), decision, ledger.dryRun())),
            at);
      }
    }
    return Due.nothing();
  }

  private static boolean evictable(PodLedger ledger, PodDecision decision, Duration now) {
    return decision.granted() == PolicyAction.EVICT
        && ledger.reached(decision, now) == Stage.DUE
        && decision.verdict() == Verdict.MET
        && ledger.info().filter(pod -> pod.gang() == PodInfo.Gang.ALONE).isPresent();
  }

  private Duration at(Right right, Duration from) {
    var until = refused.getOrDefault(right, Duration.ZERO);
    return until.compareTo(from) > 0 ? until : from;
  }

  private boolean allowed(Right right, Duration now) {
    return refused.getOrDefault(right, Duration.ZERO).compareTo(now) <= 0;
  }

  /** This came of the step. */
  void took(PodStep.ToPod step, Result result, Duration now, Instant wall) {
    var ledger = ledgers.get(step.pod().uid());
    if (ledger == null) {
      return;
    }
    switch (result.outcome()) {
      case REFUSED -> refused.put(Right.of(step.action()), now.plus(share.atLeast(REFUSED)));
      case FAILED -> retries.failed(now, earlier(result.retryAfter(), LONGEST_ASKED));
      case DONE, STALE, WITHHELD, BLOCKED -> {
        retries.succeeded();
        refused.remove(Right.of(step.action()));
      }
    }
    switch (step) {
      case PodStep.Annotate annotate -> annotated(ledger, annotate, result, now, wall);
      case PodStep.Event _ -> {
        if (result.outcome() != Result.Outcome.FAILED || retries.failures() > 2) {
          ledger.events().pollFirst();
        }
      }
      case PodStep.Evict evict -> evicted(ledger, evict, result, now, wall);
    }
  }

  private static void annotated(
      PodLedger ledger, PodStep.Annotate step, Result result, Duration now, Instant wall) {
    if (result.isDone()) {
      ledger.annotated(step, now, wall);
      ledger.annotateNotBefore(step.dryRun() ? Duration.ZERO : now.plus(BETWEEN_WRITES));
    } else {
      ledger.annotateNotBefore(now.plus(STALE));
    }
  }

  private void evicted(
      PodLedger ledger, PodStep.Evict step, Result result, Duration now, Instant wall) {
    switch (result.outcome()) {
      case DONE -> ledger.wasEvicted();
      case BLOCKED -> {
        ledger.blocked(step.decision(), result.reason().orElse(""), wall);
        var asked = earlier(result.retryAfter(), LONGEST_ASKED);
        ledger.evictNotBefore(now.plus(blocked.delay(ledger.blocks(), asked)));
      }
      case WITHHELD -> ledger.evictNotBefore(now.plus(WITHHELD));
      case STALE, REFUSED, FAILED -> ledger.evictNotBefore(now.plus(STALE));
    }
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
