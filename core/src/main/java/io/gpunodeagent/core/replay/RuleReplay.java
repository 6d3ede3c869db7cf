// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.replay.ReplayedEpisode.Change;
import io.gpunodeagent.core.replay.ReplayedEpisode.End;
import io.gpunodeagent.core.replay.ReplayedEpisode.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows one pod under one rule from where it is met. Confined to one thread. */
final class RuleReplay {

  private static final int MOST_CHANGES = 100;

  private final String node;
  private final Instant met;
  private final Optional<Instant> idleSince;
  private final List<Change> changes = new ArrayList<>();
  private int left;
  private Optional<Instant> announced = Optional.empty();
  private Optional<Instant> marked = Optional.empty();
  private Duration given = Duration.ZERO;
  private Held held;
  private PodDecision latest;
  private String evidence;
  private Instant seen;

  /** A pod of which {@code decision} says for the first time that its rule is met. */
  RuleReplay(String node, Instant at, PodDecision decision, Held held) {
    this.node = node;
    this.held = held;
    met = at;
    seen = at;
    idleSince =
        decision.kind() == Kind.IDLE
            ? Optional.of(decision.idleSince().orElse(at))
            : Optional.empty();
    latest = decision;
    evidence = decision.evidence().text();
    note(at, decision);
    count(decision, at);
  }

  String rule() {
    return latest.rule();
  }

  /** Whether the pod is still where it began: announced, or idle for long enough. */
  static boolean lasts(PodDecision decision) {
    return decision.verdict() == Verdict.MET || decision.stage() != Stage.WATCHED;
  }

  /**
   * What is said at {@code at}.
   *
   * @param gap whether there were no samples before it: that time is not counted
   */
  void go(Instant at, PodDecision decision, boolean gap, Held now) {
    if (latest.marked() && decision.marked() && !gap) {
      given = given.plus(Duration.between(seen, at));
    }
    if (decision.stage() != latest.stage() || decision.verdict() != latest.verdict()) {
      note(at, decision);
    }
    latest = decision;
    seen = at;
    held = now;
    count(decision, at);
  }

  private void count(PodDecision decision, Instant at) {
    if (decision.stage() != Stage.WATCHED && announced.isEmpty()) {
      announced = Optional.of(at);
      evidence = decision.evidence().text();
    }
    if (decision.marked() && marked.isEmpty()) {
      marked = Optional.of(at);
      evidence = decision.evidence().text();
    }
  }

  private void note(Instant at, PodDecision decision) {
    if (changes.size() == MOST_CHANGES) {
      left++;
      return;
    }
    changes.add(
        new Change(
            at, decision.stage().label(), decision.verdict().label(), decision.evidence().text()));
  }

  /** The last that is said, of a pod that is no longer there. */
  ReplayedEpisode gone() {
    return episode(End.POD_GONE);
  }

  /** What is said when it no longer lasts. */
  ReplayedEpisode over(Instant at, PodDecision decision) {
    note(at, decision);
    return episode(End.NO_LONGER_MET);
  }

  /** At the end of the range. */
  ReplayedEpisode open() {
    return episode(End.RANGE_END);
  }

  private ReplayedEpisode episode(End end) {
    return new ReplayedEpisode(
        node,
        latest.pod(),
        new ReplayedEpisode.Rule(latest.kind(), latest.rule()),
        held,
        new ReplayedEpisode.Times(idleSince, met, announced, marked),
        given,
        end,
        exclusions(),
        evidence,
        changes,
        left);
  }

  /** A rule that does nothing is not kept from anything. */
  private List<String> exclusions() {
    return latest.wanted() == PolicyAction.OBSERVE || latest.granted() == latest.wanted()
        ? List.of()
        : latest.exclusions().stream().map(Exclusion::text).toList();
  }
}
