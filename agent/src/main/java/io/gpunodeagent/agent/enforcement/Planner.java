package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.cluster.PodTarget;
import io.gpunodeagent.agent.loop.Retries;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.policy.Action;
import io.gpunodeagent.core.policy.PodDecision;
import io.gpunodeagent.core.policy.PodDecision.Kind;
import io.gpunodeagent.core.policy.PolicyRules;
import io.gpunodeagent.core.policy.Stage;
import io.gpunodeagent.core.policy.Verdict;
import io.gpunodeagent.core.snapshot.PodInfo;
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
 * Decides what to do next to the pods of this node, from what the rules say, what the pods bear,
 * and what came of the steps before. What takes back goes before what goes further.
 *
 * <p>No clock and no thread: times are {@link Duration}s since any one moment, and the wall clock
 * is only written, except for a notice that an earlier run gave. For one thread.
 */
final class Planner {

  /** Without a decision for so long, nothing is proven of a pod and what was said is taken back. */
  static final Duration SETTLE = Duration.ofMinutes(2);

  private static final Duration FORGET = Duration.ofMinutes(10);
  private static final Duration REFUSED = Duration.ofMinutes(10);
  private static final Duration STALE = Duration.ofSeconds(5);
  private static final Duration WITHHELD = Duration.ofMinutes(1);
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Backoff FAILED = new Backoff(Duration.ofSeconds(1), LONGEST_PAUSE);
  private static final Backoff BLOCKED = new Backoff(Duration.ofSeconds(10), LONGEST_PAUSE);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(30);

  private final boolean writes;
  private final SequencedMap<String, Track> tracks = new LinkedHashMap<>();
  private final Map<Right, Duration> refused = new EnumMap<>(Right.class);
  private PolicyRules rules;
  private Duration taken = Duration.ZERO;
  private final Retries retries = new Retries(FAILED);

  /** What the server grants by itself. */
  enum Right {
    ANNOTATE,
    TELL,
    EVICT;

    static Right of(Deed deed) {
      return switch (deed) {
        case ANNOUNCE, MARK, WITHDRAW -> ANNOTATE;
        case TELL -> TELL;
        case EVICT -> EVICT;
      };
    }
  }

  /**
   * Nothing is known.
   *
   * @param writes whether anything may be written; otherwise all is a dry run
   */
  Planner(boolean writes, PolicyRules rules) {
    this.writes = writes;
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
    decided.forEach((uid, all) -> track(uid, all.getFirst(), now));
    leftBehind(pods, now);
    for (var track : tracks.values()) {
      var uid = track.pod().uid();
      track.observe(Optional.ofNullable(known.get(uid)), now);
      var all = decided.get(uid);
      if (all != null) {
        boolean dry = !writes || all.stream().anyMatch(PodDecision::dryRun);
        track.decide(all, dry, this::notice, now, wall);
      } else if (settled(track, now)) {
        track.forsake();
      }
    }
    tracks
        .values()
        .removeIf(
            track ->
                !decided.containsKey(track.pod().uid())
                    && !known.containsKey(track.pod().uid())
                    && now.minus(track.seen()).compareTo(FORGET) > 0);
  }

  private void track(String uid, PodDecision decision, Duration now) {
    tracks.computeIfAbsent(
        uid,
        _ -> new Track(new PodTarget(decision.pod().namespace(), decision.pod().name(), uid), now));
  }

  /** What an earlier run wrote onto pods that no rule is for any more. */
  private void leftBehind(List<PodInfo> pods, Duration now) {
    if (!writes || rules.dryRun()) {
      return;
    }
    for (var pod : pods) {
      if (!Marks.of(pod.annotations()).isEmpty()) {
        tracks.computeIfAbsent(
            pod.uid(), uid -> new Track(new PodTarget(pod.namespace(), pod.name(), uid), now));
      }
    }
  }

  private static boolean settled(Track track, Duration now) {
    return now.minus(track.seen()).compareTo(SETTLE) >= 0;
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
  Step next(Duration now, Instant wall) {
    if (now.minus(taken).compareTo(SETTLE) >= 0) {
      tracks.values().forEach(Track::forsake);
    }
    if (!retries.due(now)) {
      return new Step.Wait(retries.until());
    }
    var until = taken.plus(SETTLE).compareTo(now) > 0 ? taken.plus(SETTLE) : now.plus(SETTLE);
    for (var track : tracks.values()) {
      var due = due(track, now, wall);
      if (due.step().isPresent() && due.at().compareTo(now) <= 0) {
        return due.step().get();
      }
      until = earlier(until, track.noticeEnds(now).orElse(until));
      until = due.step().isPresent() ? earlier(until, due.at()) : until;
    }
    return new Step.Wait(until);
  }

  private record Due(Optional<Step> step, Duration at) {

    static Due nothing() {
      return new Due(Optional.empty(), Duration.ZERO);
    }
  }

  private Due due(Track track, Duration now, Instant wall) {
    if (!track.settled()) {
      return Due.nothing();
    }
    var wanted = track.wanted(now, wall);
    if (!wanted.equals(track.present())) {
      return new Due(
          Optional.of(annotate(track, wanted)), at(Right.ANNOTATE, track.annotateFrom()));
    }
    if (!track.events().isEmpty() && allowed(Right.TELL, now)) {
      return new Due(
          Optional.of(
              new Step.Tell(
                  track.pod(), track.events().getFirst(), track.decisions(), track.dryRun())),
          Duration.ZERO);
    }
    return evict(track, now, wall);
  }

  private static Step annotate(Track track, Map<String, String> wanted) {
    var present = track.present();
    boolean less =
        wanted.isEmpty()
            || (present.containsKey(Marks.RECLAIMABLE) && !wanted.containsKey(Marks.RECLAIMABLE));
    var deed =
        less ? Deed.WITHDRAW : wanted.containsKey(Marks.RECLAIMABLE) ? Deed.MARK : Deed.ANNOUNCE;
    return new Step.Annotate(
        track.pod(),
        deed,
        wanted,
        less ? Optional.empty() : track.info(),
        track.decisions(),
        track.dryRun());
  }

  private Due evict(Track track, Duration now, Instant wall) {
    if (track.evicted()
        || !track.seen().equals(taken)
        || !track.present().containsKey(Marks.RECLAIMABLE)) {
      return Due.nothing();
    }
    for (var decision : track.decisions()) {
      if (evictable(track, decision, now)) {
        var at = at(Right.EVICT, track.evictFrom());
        if (at.compareTo(now) <= 0 && track.tellEviction(decision, wall)) {
          return due(track, now, wall);
        }
        return new Due(
            Optional.of(
                new Step.Evict(track.pod(), track.info().orElseThrow(), decision, track.dryRun())),
            at);
      }
    }
    return Due.nothing();
  }

  private static boolean evictable(Track track, PodDecision decision, Duration now) {
    return decision.granted() == Action.EVICT
        && track.reached(decision, now) == Stage.DUE
        && decision.verdict() == Verdict.MET
        && track.info().filter(pod -> pod.gang() == PodInfo.Gang.ALONE).isPresent();
  }

  private Duration at(Right right, Duration from) {
    var until = refused.getOrDefault(right, Duration.ZERO);
    return until.compareTo(from) > 0 ? until : from;
  }

  private boolean allowed(Right right, Duration now) {
    return refused.getOrDefault(right, Duration.ZERO).compareTo(now) <= 0;
  }

  /** This came of the step. */
  void took(Step.ToPod step, Result result, Duration now, Instant wall) {
    var track = tracks.get(step.pod().uid());
    if (track == null) {
      return;
    }
    switch (result.outcome()) {
      case REFUSED -> refused.put(Right.of(step.deed()), now.plus(REFUSED));
      case FAILED -> retries.failed(now, earlier(result.retryAfter(), LONGEST_ASKED));
      case DONE, STALE, WITHHELD, BLOCKED -> {
        retries.succeeded();
        refused.remove(Right.of(step.deed()));
      }
    }
    switch (step) {
      case Step.Annotate annotate -> annotated(track, annotate, result, now, wall);
      case Step.Tell _ -> {
        if (result.outcome() != Result.Outcome.FAILED || retries.failures() > 2) {
          track.events().pollFirst();
        }
      }
      case Step.Evict evict -> evicted(track, evict, result, now, wall);
    }
  }

  private static void annotated(
      Track track, Step.Annotate step, Result result, Duration now, Instant wall) {
    if (result.isDone()) {
      track.annotated(step, now, wall);
      track.annotateNotBefore(step.dryRun() ? Duration.ZERO : now.plus(BETWEEN_WRITES));
    } else {
      track.annotateNotBefore(now.plus(STALE));
    }
  }

  private static void evicted(
      Track track, Step.Evict step, Result result, Duration now, Instant wall) {
    switch (result.outcome()) {
      case DONE -> track.wasEvicted();
      case BLOCKED -> {
        track.blocked(step.decision(), result.reason().orElse(""), wall);
        var asked = earlier(result.retryAfter(), LONGEST_ASKED);
        track.evictNotBefore(now.plus(BLOCKED.delay(track.blocks(), asked)));
      }
      case WITHHELD -> track.evictNotBefore(now.plus(WITHHELD));
      case STALE, REFUSED, FAILED -> track.evictNotBefore(now.plus(STALE));
    }
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
