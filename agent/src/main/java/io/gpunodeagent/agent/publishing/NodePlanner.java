// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.ConditionText;
import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeEvent;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.NodeTaint;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.loop.Retries;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.health.output.HealthLabels;
import io.gpunodeagent.core.health.output.HealthTaint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Decides what to do next from what is wanted, what is there, and what came of the steps before.
 * What is there is what the server last said, never what was hoped for: so a write that was lost,
 * or undone, is seen and repaired, and a restart writes nothing.
 *
 * <p>No clock and no thread: times are {@link Duration}s since any one moment. For one thread.
 */
final class NodePlanner {

  /**
   * The longest time between two writes of a condition that stays the same, so that a dead agent's
   * shows its age.
   */
  static final Duration HEARTBEAT = Duration.ofHours(1);

  private static final int MOST_EVENTS = 100;

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(30);

  /** After a refusal that only a person ends. */
  private static final Duration REFUSED = Duration.ofMinutes(10);

  /** An Event has one object in the cluster; more than these at once, or later, have to wait. */
  private static final int EVENTS_AT_ONCE = 25;

  private static final Duration BETWEEN_EVENTS = Duration.ofMinutes(5);

  private final PublishingConfig config;
  private final NodeShare share;
  private final Retries retries;
  private final WriteRateLimit pace;
  private final WriteRateLimit conditionPace;
  private final WriteRateLimit taintPace;
  private final MarksPlan marks = new MarksPlan();
  private final Deque<NodeEvent> events = new ArrayDeque<>();
  private final WriteBudget eventBudget = new WriteBudget(EVENTS_AT_ONCE, BETWEEN_EVENTS);
  private final Map<Part, Refusal> refusals = new EnumMap<>(Part.class);
  private final Duration start;
  private Optional<DesiredNode> desired = Optional.empty();
  private Optional<ObservedNode> node = Optional.empty();
  private Duration readDue = Duration.ZERO;
  private Duration refusedUntil = Duration.ZERO;
  private Optional<String> failure = Optional.empty();
  private boolean unseen;

  /** What can be refused by itself. */
  private enum Part {
    LABELS,
    CONDITION,
    TAINT,
    EVENTS
  }

  private record Refusal(String reason, Duration until) {}

  /**
   * Nothing is wanted and nothing known.
   *
   * @param share of this node, so that those of a cluster do not do the same at one time
   */
  NodePlanner(PublishingConfig config, NodeShare share, Duration start) {
    this.config = config;
    this.share = share;
    this.start = start;
    retries = new Retries(new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE, share));
    pace = new WriteRateLimit(config.debounce(), config.minInterval());
    conditionPace = new WriteRateLimit(Duration.ZERO, config.minInterval());
    taintPace = new WriteRateLimit(Duration.ZERO, config.minInterval());
  }

  /** This is wanted from now on. */
  void desired(DesiredNode wanted, Duration now) {
    if (!desired.map(MarksPlan::marks).equals(Optional.of(MarksPlan.marks(wanted)))) {
      pace.changed(now, differs(seen -> health(seen.own().labels()), health(wanted.labels())));
      marks.desiredChanged();
      refusals.remove(Part.LABELS);
    }
    if (!desired.flatMap(DesiredNode::condition).equals(wanted.condition())) {
      conditionPace.changed(
          now,
          differs(
              seen -> seen.condition().map(ConditionText::status),
              wanted.condition().map(one -> one.status().text())));
    }
    if (!desired.map(DesiredNode::taint).equals(Optional.of(wanted.taint()))) {
      taintPace.changed(now);
      refusals.remove(Part.TAINT);
    }
    desired = Optional.of(wanted);
  }

  /** Whether the Node says something else of its health; the first is no change. */
  private boolean differs(Function<ObservedNode, Object> there, Object wanted) {
    return desired.isPresent()
        && node.filter(seen -> !there.apply(seen).equals(wanted)).isPresent();
  }

  private static Map<String, String> health(Map<String, String> labels) {
    var health = new TreeMap<>(labels);
    health.keySet().removeIf(key -> !key.startsWith(HealthLabels.PREFIX));
    return health;
  }

  /**
   * This is to be recorded, in place of what waits to be recorded of the same thing; the oldest is
   * dropped when too many wait.
   */
  void event(NodeEvent event) {
    events.removeIf(waiting -> waiting.key().equals(event.key()));
    if (events.size() == MOST_EVENTS) {
      events.remove();
    }
    events.add(event);
  }

  /** A watch shows the Node as it was at some time, which may be before it was last written. */
  void watched(ObservedNode seen, Duration now) {
    if (node.filter(known -> !seen.isNewerThan(known)).isPresent()) {
      return;
    }
    if (unseen) {
      worked();
    }
    var due = readDue;
    known(seen, now);
    // A look that is due is due because more may have changed than this shows.
    readDue = due.compareTo(now) <= 0 ? due : readDue;
  }

  /** A watch says that the Node is gone. */
  void gone(Duration now) {
    readDue = now;
  }

  /** A watch says that nothing has changed: there is no need to look. */
  void unchanged(Duration now) {
    readDue = readDue.compareTo(now) > 0 ? nextLook(now) : readDue;
  }

  /** The Node as last seen. */
  Optional<ObservedNode> node() {
    return node;
  }

  /** How many Events wait. */
  int waiting() {
    return events.size();
  }

  /** What keeps something from being published, by what it is. */
  SequencedMap<String, String> problems(Duration now) {
    var problems = new TreeMap<String, String>();
    if (desired.isPresent() && node.isPresent()) {
      problems.putAll(marks.problems(desired.get(), node.get(), now));
    }
    refusals.forEach(
        (part, refusal) -> problems.put(part.name().toLowerCase(Locale.ROOT), refusal.reason()));
    failure.ifPresent(reason -> problems.put("API server", reason));
    return problems;
  }

  /** What to do now. */
  NodeStep next(Duration now) {
    if (pausedUntil().compareTo(now) > 0) {
      return new NodeStep.Wait(pausedUntil());
    }
    if (node.isEmpty() || readDue.compareTo(now) <= 0) {
      return new NodeStep.Read();
    }
    var until = readDue;
    for (var due :
        List.of(marks(node.get(), now), condition(node.get()), taint(node.get()), event())) {
      if (due.isPresent()) {
        var at = blocked(due.get());
        if (at.compareTo(now) <= 0) {
          return due.get().step();
        }
        until = at.compareTo(until) < 0 ? at : until;
      }
    }
    return new NodeStep.Wait(until);
  }

  private Duration pausedUntil() {
    return retries.failures() > 0 && retries.until().compareTo(refusedUntil) > 0
        ? retries.until()
        : refusedUntil;
  }

  private record Due(Part part, NodeStep step, Duration at) {}

  private Duration blocked(Due due) {
    var refusal = refusals.get(due.part());
    return refusal != null && refusal.until().compareTo(due.at()) > 0 ? refusal.until() : due.at();
  }

  private Optional<Due> marks(ObservedNode seen, Duration now) {
    return desired
        .flatMap(wanted -> marks.next(wanted, seen, now))
        .map(
            step ->
                new Due(
                    Part.LABELS,
                    step,
                    step instanceof NodeStep.Probe ? Duration.ZERO : pace.due()));
  }

  private Optional<Due> condition(ObservedNode seen) {
    var wanted =
        desired
            .flatMap(DesiredNode::condition)
            .filter(_ -> config.condition())
            .map(NodePlanner::text);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    var there = seen.condition();
    // A restart is no transition.
    var text =
        there
            .filter(one -> one.status().equals(wanted.get().status()))
            .map(one -> since(wanted.get(), one))
            .orElse(wanted.get());
    var step = new NodeStep.Judge(text);
    if (there.filter(text::saysAs).isPresent()) {
      var last = conditionPace.written().orElse(start);
      return Optional.of(new Due(Part.CONDITION, step, last.plus(share.atMost(HEARTBEAT))));
    }
    return Optional.of(new Due(Part.CONDITION, step, conditionPace.due()));
  }

  private static ConditionText text(NodeCondition condition) {
    return new ConditionText(
        NodeCondition.TYPE,
        condition.status().text(),
        condition.reason(),
        condition.message(),
        condition.lastTransition());
  }

  private static ConditionText since(ConditionText wanted, ConditionText there) {
    return new ConditionText(
        wanted.type(), wanted.status(), wanted.reason(), wanted.message(), there.lastTransition());
  }

  private Optional<Due> taint(ObservedNode seen) {
    var there = seen.taintsOf(HealthTaint.KEY);
    var wanted =
        switch (desired.map(DesiredNode::taint).orElseGet(HealthTaint.Decision.Leave::new)) {
          case HealthTaint.Decision.Leave() -> there;
          case HealthTaint.Decision.Lift() -> List.<NodeTaint>of();
          case HealthTaint.Decision.Put(var taint) ->
              List.of(new NodeTaint(taint.key(), taint.value(), taint.effect()));
        };
    return wanted.equals(there)
        ? Optional.empty()
        : Optional.of(
            new Due(Part.TAINT, new NodeStep.Taint(wanted.stream().findFirst()), taintPace.due()));
  }

  private Optional<Due> event() {
    return Optional.ofNullable(events.peek())
        .filter(_ -> config.events())
        .map(event -> new Due(Part.EVENTS, new NodeStep.Event(event), eventBudget.due()));
  }

  /** What came of a step. */
  void took(NodeStep step, NodeAnswer answer, Duration now) {
    if (!(answer instanceof NodeAnswer.TooMany || answer instanceof NodeAnswer.Unavailable)) {
      spend(step, now);
    }
    switch (answer) {
      case NodeAnswer.TooMany(var asked, var reason) -> failed(now, asked, reason);
      case NodeAnswer.Unavailable(var asked, var reason) -> {
        failed(now, asked, reason);
        // It may have been done all the same.
        readDue = step instanceof NodeStep.Event ? readDue : now;
      }
      case NodeAnswer.Seen(var seen) -> seen(step, seen, now);
      case NodeAnswer.Done() -> {
        worked();
        if (step instanceof NodeStep.Event(var event)) {
          events.remove(event);
          refusals.remove(Part.EVENTS);
        }
      }
      case NodeAnswer.Conflict(var holders, var reason) -> {
        readDue = now;
        node = holders.isEmpty() ? Optional.empty() : node;
        // Who holds what is seen at the next look.
        boolean passing =
            step instanceof NodeStep.Write
                || step instanceof NodeStep.Probe
                || step instanceof NodeStep.Taint;
        refused(step, reason, now, !passing);
      }
      case NodeAnswer.Invalid(var causes, var reason) -> invalid(step, causes, reason, now);
      case NodeAnswer.Forbidden(var reason) -> refused(step, reason, now, true);
    }
  }

  /** What the server took or refused counts. After a failure, the pause is the limit. */
  private void spend(NodeStep step, Duration now) {
    switch (step) {
      case NodeStep.Write _ -> pace.spend(now);
      case NodeStep.Judge _ -> conditionPace.spend(now);
      case NodeStep.Taint _ -> taintPace.spend(now);
      case NodeStep.Event _ -> eventBudget.spend(now);
      case NodeStep.Read(), NodeStep.Probe _, NodeStep.Wait _ -> {}
    }
  }

  private void seen(NodeStep step, ObservedNode seen, Duration now) {
    worked();
    switch (step) {
      case NodeStep.Probe _ -> marks.cleared();
      case NodeStep.Read(), NodeStep.Event _, NodeStep.Wait _ -> known(seen, now);
      case NodeStep.Write _ -> {
        known(seen, now);
        marks.written();
        refusals.remove(Part.LABELS);
        pace.wrote(now);
      }
      case NodeStep.Judge _ -> {
        known(seen, now);
        refusals.remove(Part.CONDITION);
        conditionPace.wrote(now);
      }
      case NodeStep.Taint _ -> {
        known(seen, now);
        refusals.remove(Part.TAINT);
        taintPace.wrote(now);
      }
    }
  }

  private void known(ObservedNode seen, Duration now) {
    node = Optional.of(seen);
    readDue = nextLook(now);
  }

  private Duration nextLook(Duration now) {
    return now.plus(share.atMost(config.checkInterval()));
  }

  private void invalid(NodeStep step, List<NodeAnswer.Cause> causes, String reason, Duration now) {
    switch (step) {
      case NodeStep.Write write -> {
        var own = node.map(ObservedNode::own).orElseGet(NodeMarks::none);
        if (!marks.refused(write, own, causes, reason, now)) {
          refused(step, reason, now, true);
        }
      }
      case NodeStep.Probe probe -> marks.refused(probe, reason, now);
      case NodeStep.Read(), NodeStep.Judge _, NodeStep.Taint _, NodeStep.Event _, NodeStep.Wait _ ->
          refused(step, reason, now, true);
    }
  }

  /** Only the part that was refused waits; all do when not even looking is allowed. */
  private void refused(NodeStep step, String reason, Duration now, boolean lasting) {
    if (!lasting) {
      failed(now, Duration.ZERO, reason);
      return;
    }
    var until = now.plus(share.atLeast(REFUSED));
    var refusal = new Refusal(reason, until);
    switch (step) {
      case NodeStep.Read(), NodeStep.Wait _ -> {
        failure = Optional.of(reason);
        unseen = true;
        refusedUntil = until;
      }
      case NodeStep.Write _, NodeStep.Probe _ -> {
        marks.giveUp();
        refusals.put(Part.LABELS, refusal);
      }
      case NodeStep.Judge _ -> refusals.put(Part.CONDITION, refusal);
      case NodeStep.Taint _ -> refusals.put(Part.TAINT, refusal);
      case NodeStep.Event(var event) -> {
        events.remove(event);
        refusals.put(Part.EVENTS, refusal);
      }
    }
  }

  private void failed(Duration now, Duration asked, String reason) {
    failure = Optional.of(reason);
    retries.failed(now, asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED);
  }

  private void worked() {
    failure = Optional.empty();
    unseen = false;
    retries.succeeded();
    refusedUntil = Duration.ZERO;
  }
}
