// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.policy.Policies.Judged;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.clock.SamplePeriod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Takes one snapshot into what was decided before. Used once. */
final class PolicyStep {

  private final PolicyHistory before;
  private final AttributedSnapshot attributed;
  private final Judged judged;
  private final PolicyRules rules;
  private final SnapshotTime time;
  private final Collection<HeldPod> pods;

  /** Whether it is known who holds what now: neither kubelet nor API server is silent. */
  private final boolean heard;

  private final Map<String, GpuSample> gpus = new HashMap<>();
  private final Map<String, IdleWatch> idleBefore;
  private final Map<String, ShareWatch> sharesBefore;
  private final Map<String, IdleWatch> idle = new HashMap<>();
  private final Map<String, ShareWatch> shares = new HashMap<>();
  private final Map<ActivityCriteria, Usage> usages = new HashMap<>();
  private final List<PodDecision> decisions = new ArrayList<>();
  private final Map<PodRef, Set<Exclusion>> untouchable = new HashMap<>();

  PolicyStep(
      PolicyHistory before,
      AttributedSnapshot attributed,
      Pods pods,
      Judged judged,
      PolicyRules rules) {
    this.before = before;
    this.attributed = attributed;
    this.judged = judged;
    this.rules = rules;
    var node = attributed.node();
    time =
        new SnapshotTime(
            node.monotonic().toNanos(), node.takenAt(), SamplePeriod.of(judged.by().period()));
    this.pods = HeldPod.all(judged.usage(), attributed, pods);
    heard =
        attributed.allocations() instanceof SourceState.Up
            && !(pods.state() instanceof SourceState.Down);
    idleBefore = before.idle(time);
    sharesBefore = before.shares(time);
    node.gpus().forEach(gpu -> gpus.put(gpu.identity().uuid(), gpu));
    var own = ActivityCriteria.of(judged.by());
    for (var rule : rules.idle()) {
      measure(rule.activity(), own, pods);
    }
    for (var rule : rules.timeSlice()) {
      rule.compute().ifPresent(limit -> measure(limit.activity(), own, pods));
    }
  }

  /** Keeps the clocks of criteria that are not the node's own. */
  private void measure(ActivityCriteria criteria, ActivityCriteria own, Pods pods) {
    if (criteria.equals(own)) {
      return;
    }
    var by = criteria.over(judged.by());
    if (!by.equals(judged.by())) {
      usages.computeIfAbsent(
          criteria,
          _ -> before.usages().getOrDefault(criteria, Usage.none()).after(attributed, pods, by));
    }
  }

  private Usage usage(ActivityCriteria criteria) {
    return usages.getOrDefault(criteria, judged.usage());
  }

  Policies taken() {
    var idleRules = new Matching<>(rules.idle(), IdleRule::match, time.wall());
    var shareRules = new Matching<>(rules.timeSlice(), TimeSliceRule::match, time.wall());
    for (var pod : pods) {
      var idleRule = idleRules.choose(pod);
      var shareRule = shareRules.choose(pod);
      var exclusions = Exclusions.of(pod, rules.ownNamespace(), time.wall());
      untouchable(pod, exclusions);
      idleRule.ifPresent(choice -> idle(pod, choice, exclusions));
      shareRule.ifPresent(choice -> share(pod, choice, exclusions));
    }
    keepMissing();
    return new Policies(
        decisions,
        untouchable,
        new PolicyHistory(idle, shares, usages, Optional.empty(), time.now(), time.wall()));
  }

  private void untouchable(HeldPod pod, Set<Exclusion> exclusions) {
    var hard = EnumSet.noneOf(Exclusion.class);
    for (var exclusion : exclusions) {
      if (exclusion.allows() == PolicyAction.OBSERVE) {
        hard.add(exclusion);
      }
    }
    if (!hard.isEmpty()) {
      untouchable.put(pod.ref(), hard);
    }
  }

  private void idle(HeldPod pod, Matching.Choice<IdleRule> choice, Set<Exclusion> exclusions) {
    var rule = choice.rule();
    var step =
        new IdleStep(
            time,
            pod,
            rule,
            standing(rule.action(), choice.abovePriority(), exclusions),
            usage(rule.activity()),
            sick(pod));
    var watch = step.watch(pod.ref().uid().map(idleBefore::get).orElse(null));
    pod.ref().uid().ifPresent(uid -> idle.put(uid, watch));
    decisions.add(step.decision(watch, rules.dryRun()));
  }

  private void share(
      HeldPod pod, Matching.Choice<TimeSliceRule> choice, Set<Exclusion> exclusions) {
    var rule = choice.rule();
    var step =
        new ShareStep(
            time,
            pod,
            rule,
            standing(rule.action(), choice.abovePriority(), exclusions),
            exam(pod, rule));
    var watch = step.watch(pod.ref().uid().map(sharesBefore::get).orElse(null));
    pod.ref().uid().ifPresent(uid -> shares.put(uid, watch));
    decisions.add(step.decision(watch, rules.dryRun()));
  }

  private static RuleGrant standing(
      PolicyAction wanted, boolean abovePriority, Set<Exclusion> exclusions) {
    if (!abovePriority) {
      return RuleGrant.of(wanted, exclusions);
    }
    var more = EnumSet.of(Exclusion.ABOVE_MAX_PRIORITY);
    more.addAll(exclusions);
    return RuleGrant.of(wanted, more);
  }

  private ShareExam exam(HeldPod pod, TimeSliceRule rule) {
    var exam = new ShareExam(rule);
    var usage = rule.compute().map(limit -> usage(limit.activity())).orElse(judged.usage());
    if (sick(pod) || !heard) {
      exam.giveUp();
      return exam;
    }
    for (var key : pod.allocations()) {
      var device = attributed.devices().get(key.device());
      var gpu = gpus.get(key.device().gpuUuid());
      if (device == null || gpu == null) {
        exam.giveUp();
      } else {
        exam.take(key, device, gpu, usage);
      }
    }
    return exam;
  }

  /** Whether a GPU the pod holds is unhealthy: its figures are not to be trusted then. */
  private boolean sick(HeldPod pod) {
    for (var key : pod.allocations()) {
      var gpu = judged.health().gpus().get(key.device().gpuUuid());
      if (gpu != null && gpu.state() == GpuState.UNHEALTHY) {
        return true;
      }
    }
    return false;
  }

  /** Keeps for a while what this snapshot lacks: the kubelet or NVML may only have missed it. */
  private void keepMissing() {
    var held = new HashSet<String>();
    pods.forEach(pod -> pod.ref().uid().ifPresent(held::add));
    keepMissing(idleBefore, IdleWatch::seen, held, idle);
    keepMissing(sharesBefore, ShareWatch::seen, held, shares);
  }

  private <W> void keepMissing(
      Map<String, W> watches, ToLongFunction<W> seen, Set<String> held, Map<String, W> kept) {
    long keep = judged.by().keep().toNanos();
    watches.forEach(
        (uid, watch) -> {
          if (time.now() - seen.applyAsLong(watch) <= keep && !held.contains(uid)) {
            kept.put(uid, watch);
          }
        });
  }
}
