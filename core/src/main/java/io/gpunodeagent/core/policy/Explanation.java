// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which rule each pod falls under at one moment, and why.
 *
 * @param pods for each kind that has rules, every pod that holds a device
 * @param unused rules that no pod falls under
 */
public record Explanation(List<Line> pods, List<RuleName> unused) {

  public Explanation {
    pods = List.copyOf(pods);
    unused = List.copyOf(unused);
  }

  /** A rule. */
  public record RuleName(Kind kind, String name) {}

  /**
   * What a pod falls under.
   *
   * @param rule empty when none matches
   * @param wanted how far the rule goes
   * @param granted how far it goes for this pod
   * @param exclusions why that is less
   * @param passed rules before it that do not match, and why not
   */
  public record Line(
      PodRef pod,
      Kind kind,
      Optional<String> rule,
      PolicyAction wanted,
      PolicyAction granted,
      Set<Exclusion> exclusions,
      List<Passed> passed) {

    public Line {
      passed = List.copyOf(passed);
    }
  }

  /**
   * A rule that does not match.
   *
   * @param unmet the part of its match that is not met
   * @param exclusion the pattern that excludes the pod, such as {@code !prod}; empty when none does
   */
  public record Passed(String rule, UnmetCondition unmet, Optional<String> exclusion) {}

  /** The explanation of what {@code rules} say of the pods of a snapshot. */
  public static Explanation of(
      PolicyRules rules, AttributedSnapshot attributed, Pods pods, Usage usage) {
    var lines = new ArrayList<Line>();
    var unused = new ArrayList<RuleName>();
    var now = attributed.node().takenAt();
    var held = List.copyOf(HeldPod.all(usage, attributed, pods));
    var idle =
        new Kindred<>(Kind.IDLE, rules.idle(), IdleRule::name, IdleRule::match, IdleRule::action);
    var shares =
        new Kindred<>(
            Kind.TIME_SLICE,
            rules.timeSlice(),
            TimeSliceRule::name,
            TimeSliceRule::match,
            TimeSliceRule::action);
    for (var kindred : List.of(idle, shares)) {
      kindred.explain(held, rules.ownNamespace(), now, lines, unused);
    }
    return new Explanation(lines, unused);
  }

  /** The rules of one kind. */
  private record Kindred<R>(
      Kind kind,
      List<R> rules,
      Function<R, String> name,
      Function<R, Match> match,
      Function<R, PolicyAction> action) {

    void explain(
        List<HeldPod> pods,
        Optional<String> ownNamespace,
        Instant now,
        List<Line> lines,
        List<RuleName> unused) {
      if (rules.isEmpty()) {
        return;
      }
      var matching = new Matching<>(rules, match, now);
      var used = new ArrayList<R>();
      for (var pod : pods) {
        var choice = matching.choose(pod);
        choice.ifPresent(chosen -> used.add(chosen.rule()));
        lines.add(line(pod, choice, matching, Exclusions.of(pod, ownNamespace, now)));
      }
      for (var rule : rules) {
        if (!used.contains(rule)) {
          unused.add(new RuleName(kind, name.apply(rule)));
        }
      }
    }

    private Line line(
        HeldPod pod,
        Optional<Matching.Choice<R>> choice,
        Matching<R> matching,
        Set<Exclusion> exclusions) {
      var passed = new ArrayList<Passed>();
      for (int i = 0; i < rules.size(); i++) {
        if (choice.isPresent() && rules.get(i).equals(choice.get().rule())) {
          break;
        }
        var rule = rules.get(i);
        matching
            .unmet(i, pod)
            .map(why -> new Passed(name.apply(rule), why, why.exclusion(match.apply(rule), pod)))
            .ifPresent(passed::add);
      }
      var all = EnumSet.noneOf(Exclusion.class);
      all.addAll(exclusions);
      if (choice.filter(Matching.Choice::abovePriority).isPresent()) {
        all.add(Exclusion.ABOVE_MAX_PRIORITY);
      }
      var wanted = choice.map(each -> action.apply(each.rule())).orElse(PolicyAction.OBSERVE);
      return new Line(
          pod.ref(),
          kind,
          choice.map(each -> name.apply(each.rule())),
          wanted,
          RuleGrant.of(wanted, all).granted(),
          choice.isEmpty() ? Set.of() : all,
          passed);
    }
  }
}
