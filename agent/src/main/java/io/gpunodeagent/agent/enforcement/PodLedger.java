// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.cluster.pods.PodEvent;
import io.gpunodeagent.agent.cluster.pods.PodTarget;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.sources.PodInfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is decided for one pod, what was announced, and what is left to do. For one thread. */
final class PodLedger {

  /** For so long after a write the watch may still show what was before. */
  private static final Duration WATCH_LAG = Duration.ofSeconds(30);

  /** A later end of the notice is worth a write from here on. */
  private static final Duration WORTH_REPORTING = Duration.ofSeconds(30);

  private static final int MOST_EVENTS = 8;

  private final PodTarget pod;
  private final Map<Kind, Episode> episodes = new EnumMap<>(Kind.class);
  private final Deque<PodEvent> events = new ArrayDeque<>();
  private List<PodDecision> decisions = List.of();
  private Optional<PodInfo> info = Optional.empty();
  private Map<String, String> present = Map.of();
  private Optional<Duration> wrote = Optional.empty();
  private Duration seen;
  private boolean dryRun;
  private boolean judged;

  /** When the next write of annotations, the next eviction may be tried. */
  private Duration annotateFrom = Duration.ZERO;

  private Duration evictFrom = Duration.ZERO;
  private int blocks;
  private boolean evicted;

  PodLedger(PodTarget pod, Duration now) {
    this.pod = pod;
    seen = now;
  }

  PodTarget pod() {
    return pod;
  }

  List<PodDecision> decisions() {
    return decisions;
  }

  Optional<PodInfo> info() {
    return info;
  }

  boolean dryRun() {
    return dryRun;
  }

  /** When a decision, or the pod's first sight without any, was last seen. */
  Duration seen() {
    return seen;
  }

  Deque<PodEvent> events() {
    return events;
  }

  boolean evicted() {
    return evicted;
  }

  Duration annotateFrom() {
    return annotateFrom;
  }

  Duration evictFrom() {
    return evictFrom;
  }

  /** What the API server tells of the pod now. */
  void observe(Optional<PodInfo> known, Duration now) {
    info = known;
    boolean lags = wrote.filter(at -> now.minus(at).compareTo(WATCH_LAG) < 0).isPresent();
    if (!lags && !dryRun && known.isPresent()) {
      present = Marks.of(known.get().annotations());
    }
  }

  /** Whether it is known what is decided for the pod, and that there is such a pod. */
  boolean settled() {
    return judged && info.isPresent();
  }

  /** What the rules say now. */
  void decide(
      List<PodDecision> now, boolean dry, Notices notices, Duration monotonic, Instant wall) {
    if (dry != dryRun) {
      // A dry run announced nothing on the pod; what was announced may no longer hold.
      episodes.clear();
      events.clear();
      present = dry ? Map.of() : info.map(one -> Marks.of(one.annotations())).orElse(Map.of());
      wrote = Optional.empty();
      evicted = false;
      dryRun = dry;
    }
    judged = true;
    decisions = List.copyOf(now);
    seen = monotonic;
    for (var kind : Kind.values()) {
      var decision = decision(kind).filter(one -> one.stage() != Stage.WATCHED);
      var episode = Optional.ofNullable(episodes.get(kind));
      if (decision.isEmpty()
          || episode.filter(one -> !one.rule().equals(decision.get().rule())).isPresent()) {
        episodes.remove(kind);
      }
      if (decision.isPresent() && !episodes.containsKey(kind)) {
        var notice = notices.of(kind, decision.get().rule());
        episodes.put(kind, begin(decision.get(), notice, monotonic, wall));
      }
    }
    if (episodes.isEmpty()) {
      evicted = false;
      blocks = 0;
    }
  }

  /** Nothing is decided any more. */
  void forsake() {
    judged = true;
    decisions = List.of();
    episodes.clear();
  }

  private Episode begin(PodDecision decision, Duration notice, Duration now, Instant wall) {
    var earlier = Optional.ofNullable(present.get(Marks.RECLAIM_AT)).flatMap(PodLedger::instant);
    if (earlier.isEmpty()) {
      return Episode.begin(decision.rule(), notice);
    }
    var left = Duration.between(wall, earlier.get());
    var clamped = left.isNegative() ? Duration.ZERO : left;
    return Episode.goOn(
        decision.rule(),
        now,
        clamped.compareTo(notice) > 0 ? notice : clamped,
        earlier.get(),
        present.containsKey(Marks.RECLAIMABLE));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private Optional<PodDecision> decision(Kind kind) {
    return decisions.stream().filter(one -> one.kind() == kind).findFirst();
  }

  /** How far the pod may be taken now: never further than was announced in time. */
  Stage reached(PodDecision decision, Duration now) {
    var episode = episodes.get(decision.kind());
    if (episode == null || decision.stage() == Stage.WATCHED) {
      return Stage.WATCHED;
    }
    return episode.over(now) ? decision.stage() : Stage.ANNOUNCED;
  }

  /** The earliest time at which a notice is over that still runs. */
  Optional<Duration> noticeEnds(Duration now) {
    return episodes.values().stream()
        .filter(one -> one.announced().isPresent() && !one.over(now))
        .map(one -> one.announced().orElseThrow().plus(one.notice()))
        .min(Duration::compareTo);
  }

  /** The annotations that the pod is to have. */
  Map<String, String> wanted(Duration now, Instant wall) {
    var wanted = new TreeMap<String, String>();
    var rules = new TreeSet<String>();
    Optional<Instant> until = Optional.empty();
    for (var decision : decisions) {
      var reached = reached(decision, now);
      if (reached == Stage.WATCHED) {
        continue;
      }
      decision.idleSince().ifPresent(since -> wanted.put(Marks.IDLE_SINCE, Marks.text(since)));
      var end = reclaimAt(decision, wall);
      until = until.filter(one -> !end.isBefore(one)).or(() -> Optional.of(end));
      if (reached.compareTo(Stage.MARKED) >= 0) {
        rules.add(decision.kind().label() + "/" + decision.rule());
      }
    }
    until.ifPresent(end -> wanted.put(Marks.RECLAIM_AT, Marks.text(end)));
    if (!rules.isEmpty()) {
      wanted.put(Marks.RECLAIMABLE, String.join(",", rules));
    }
    return wanted;
  }

  private Instant reclaimAt(PodDecision decision, Instant wall) {
    var episode = episodes.get(decision.kind());
    var decided = decision.reclaimAt().orElse(wall);
    if (episode == null || episode.announced().isEmpty()) {
      var noticed = wall.plus(episode == null ? Duration.ZERO : episode.notice());
      return decided.isAfter(noticed) ? decided : noticed;
    }
    return decided.isAfter(episode.reclaimAt().plus(WORTH_REPORTING))
        ? decided
        : episode.reclaimAt();
  }

  Map<String, String> present() {
    return present;
  }

  /** The annotations were written; reports what is new in them. */
  void annotated(PodStep.Annotate step, Duration now, Instant wall) {
    var before = present;
    present = step.wanted();
    wrote = Optional.of(now);
    if (step.action() == PodAction.WITHDRAW) {
      // What was not reported yet no longer holds.
      events.clear();
    }
    if (before.containsKey(Marks.RECLAIM_AT) && !present.containsKey(Marks.RECLAIM_AT)) {
      record(Messages.withdrawn(why(), wall));
    }
    var until = Optional.ofNullable(present.get(Marks.RECLAIM_AT)).flatMap(PodLedger::instant);
    for (var decision : step.decisions()) {
      var episode = episodes.get(decision.kind());
      if (episode == null || until.isEmpty()) {
        continue;
      }
      if (episode.announced().isEmpty()) {
        record(Messages.announced(decision, until.get(), wall));
      }
      episode = episode.announced(now, until.get());
      if (present.containsKey(Marks.RECLAIMABLE)
          && !episode.markReported()
          && reached(decision, now).compareTo(Stage.MARKED) >= 0) {
        record(Messages.marked(decision, wall));
        episode = episode.withMarkReported();
      }
      episodes.put(decision.kind(), episode);
    }
  }

  private String why() {
    return decisions.isEmpty()
        ? "no rule is for it any more"
        : decisions.getFirst().evidence().text();
  }

  void record(PodEvent event) {
    if (events.size() == MOST_EVENTS) {
      events.removeFirst();
    }
    events.add(event);
  }

  /** Tells of the eviction that is about to be asked for, once. */
  boolean tellEviction(PodDecision decision, Instant wall) {
    var episode = episodes.get(decision.kind());
    if (episode == null || episode.evictionReported()) {
      return false;
    }
    record(Messages.evicting(decision, wall));
    episodes.put(decision.kind(), episode.withEvictionReported());
    return true;
  }

  /** The eviction was admitted. */
  void wasEvicted() {
    evicted = true;
  }

  /** A disruption budget forbade the eviction. */
  void blocked(PodDecision decision, String reason, Instant wall) {
    var episode = episodes.get(decision.kind());
    blocks++;
    if (episode != null && !episode.blockReported()) {
      record(Messages.blocked(decision, reason, wall));
      episodes.put(decision.kind(), episode.withBlockReported());
    }
  }

  /** How often in a row. */
  int blocks() {
    return blocks;
  }

  void annotateNotBefore(Duration then) {
    annotateFrom = then;
  }

  void evictNotBefore(Duration then) {
    evictFrom = then;
  }

  /** How much notice a rule gives. */
  interface Notices {
    Duration of(Kind kind, String rule);
  }
}
