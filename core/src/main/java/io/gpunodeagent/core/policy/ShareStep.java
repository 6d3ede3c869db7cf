// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import io.gpunodeagent.core.policy.decision.VerdictEvidence.Violation;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes one snapshot into what was seen of a pod under a time-slice rule. Used once. */
final class ShareStep {

  private final SnapshotTime moment;
  private final HeldPod pod;
  private final TimeSliceRule rule;
  private final RuleGrant standing;
  private final List<Violation> violations;
  private final boolean unknown;

  /**
   * A step.
   *
   * @param exam of what the pod uses
   */
  ShareStep(
      SnapshotTime moment, HeldPod pod, TimeSliceRule rule, RuleGrant standing, ShareExam exam) {
    this.moment = moment;
    this.pod = pod;
    this.rule = rule;
    this.standing = standing;
    violations = exam.violations();
    unknown = violations.isEmpty() && exam.unknown();
  }

  /** What is remembered now. */
  ShareWatch watch(@Nullable ShareWatch before) {
    boolean same =
        before != null
            && before.rule().equals(rule.name())
            && IdleWatch.same(before.containers(), pod.containers());
    return advanced(
        same && before != null
            ? before
            : ShareWatch.begin(rule.name(), pod.containers(), moment.now()));
  }

  private ShareWatch advanced(ShareWatch before) {
    long time = moment.since(before.seen());
    boolean gap = moment.samples().isGap(time);
    long blind = unknown || gap ? before.unknown() + time : 0;
    boolean forgotten = Math.max(blind, before.unknown()) > grace();
    long lasting = forgotten || (violations.isEmpty() && !unknown) ? 0 : before.lasting();
    if (!violations.isEmpty() && !gap) {
      lasting += time;
    }
    boolean holds = lasting >= grace() && standing.granted() != PolicyAction.OBSERVE;
    return new ShareWatch(
        rule.name(),
        IdleWatch.known(before.containers(), pod.containers()),
        moment.now(),
        lasting,
        forgotten && !unknown ? 0 : blind,
        holds ? announced(before.announced(), time) : Optional.empty());
  }

  private long grace() {
    return rule.grace().toNanos();
  }

  private Optional<Announcement> announced(Optional<Announcement> before, long time) {
    return before.isPresent()
        ? before.map(each -> each.after(time, unknown || moment.samples().isGap(time), grace()))
        : Optional.of(Announcement.begin(moment.wall(), grace()));
  }

  /** What the rule says, given what is remembered now. */
  PodDecision decision(ShareWatch watch, boolean dryRun) {
    return new PodDecision(
        pod.ref(),
        watch.containers(),
        Kind.TIME_SLICE,
        rule.name(),
        rule.action(),
        standing.granted(),
        standing.stage(watch.announced(), !violations.isEmpty()),
        verdict(watch),
        Optional.empty(),
        watch.announced().map(Announcement::reclaimAt),
        standing.exclusions(),
        new VerdictEvidence.TimeSlice(
            violations, Duration.ofNanos(watch.lasting()), rule.grace(), unknown),
        dryRun);
  }

  private Verdict verdict(ShareWatch watch) {
    if (unknown) {
      return Verdict.UNKNOWN;
    }
    return !violations.isEmpty() && watch.lasting() >= grace() ? Verdict.MET : Verdict.NOT_MET;
  }
}
