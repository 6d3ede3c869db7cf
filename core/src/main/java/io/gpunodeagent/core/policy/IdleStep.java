// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.decision.Annotations;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Spans;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.PodUsage;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.clock.SamplePeriod;
import io.gpunodeagent.core.usage.evidence.Evidence;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes one snapshot into what was seen of a pod under an idle rule. Used once. */
final class IdleStep {

  private final SnapshotTime moment;

  private final HeldPod pod;
  private final IdleRule rule;
  private final RuleGrant standing;
  private final List<Account> accounts = new ArrayList<>();
  private final Activity activity;
  private final boolean sick;
  private final boolean missing;
  private final boolean blind;
  private final Duration needed;
  private final long idle;

  /**
   * A step.
   *
   * @param usage by the rule's criteria
   * @param sick whether a GPU the pod holds cannot be trusted
   */
  IdleStep(
      SnapshotTime moment,
      HeldPod pod,
      IdleRule rule,
      RuleGrant standing,
      Usage usage,
      boolean sick) {
    this.moment = moment;
    this.pod = pod;
    this.rule = rule;
    this.standing = standing;
    for (var key : pod.allocations()) {
      var account = usage.accounts().get(key);
      if (account != null) {
        accounts.add(account);
      }
    }
    var sums = usage.pods().get(pod.key());
    this.sick = sick;
    missing = sums == null || !whole(sums);
    blind = sick || missing || anyUnknown();
    activity = sums == null || (sick && !active(sums)) ? Activity.UNKNOWN : sums.activity();
    needed = needed();
    idle = accounts.size() < pod.allocations().size() ? 0 : least(Account::idle);
  }

  /** The least of a span over the devices, nanoseconds; 0 without any. */
  private long least(Function<Account, Duration> span) {
    long least = accounts.isEmpty() ? 0 : Long.MAX_VALUE;
    for (var account : accounts) {
      least = Math.min(least, span.apply(account).toNanos());
    }
    return least;
  }

  private static boolean active(PodUsage sums) {
    return sums.activity() == Activity.ACTIVE;
  }

  /** Whether no device that the pod holds is missing. */
  private boolean whole(PodUsage sums) {
    int counted = 0;
    for (int each : sums.gpus().values()) {
      counted += each;
    }
    return counted == accounts.size();
  }

  private boolean anyUnknown() {
    for (var account : accounts) {
      if (account.evidence().verdict() == Evidence.Verdict.UNKNOWN) {
        return true;
      }
    }
    return false;
  }

  /** What the rule wants, or the longer time the pod asks for. */
  private Duration needed() {
    if (!rule.allowOverride()) {
      return rule.idleAfter();
    }
    var asked =
        pod.info()
            .flatMap(info -> Optional.ofNullable(info.annotations().get(Annotations.IDLE_AFTER)))
            .flatMap(Spans::parse)
            .orElse(rule.idleAfter());
    var most = asked.compareTo(rule.maxIdleAfter()) > 0 ? rule.maxIdleAfter() : asked;
    return most.compareTo(rule.idleAfter()) > 0 ? most : rule.idleAfter();
  }

  /** What is remembered now. */
  IdleWatch watch(@Nullable IdleWatch before) {
    if (before == null) {
      long rest = moment.now() - least(Account::unbroken);
      return advanced(
          IdleWatch.begin(rule.name(), pod.containers(), moment.now(), rest, horizon()), false);
    }
    boolean other =
        !before.rule().equals(rule.name())
            || !IdleWatch.same(before.containers(), pod.containers());
    return advanced(before, other);
  }

  private Duration horizon() {
    return rule.maxIdleAfter().compareTo(needed) > 0 ? rule.maxIdleAfter() : needed;
  }

  private IdleWatch advanced(IdleWatch before, boolean other) {
    long time = moment.since(before.seen());
    var unproven =
        before
            .unproven()
            .add(moment.now(), blind ? time : moment.samples().missed(time), horizon());
    boolean holds = holds(unproven);
    return new IdleWatch(
        rule.name(),
        IdleWatch.known(other ? List.of() : before.containers(), pod.containers()),
        moment.now(),
        idleSince(other ? Optional.empty() : before.idleSince()),
        unproven,
        holds && standing.granted() != PolicyAction.OBSERVE
            ? announced(other ? Optional.empty() : before.announced(), time)
            : Optional.empty());
  }

  /** Idle for long enough, with enough of it proven; whether it still is may be unknown. */
  private boolean holds(UnprovenPeriods unproven) {
    return activity != Activity.ACTIVE
        && idle >= needed.toNanos()
        && unproven.proven(moment.now(), needed) >= SamplePeriod.ENOUGH;
  }

  private Optional<Instant> idleSince(Optional<Instant> before) {
    if (idle == 0 || activity == Activity.ACTIVE) {
      return Optional.empty();
    }
    return before.isPresent() ? before : Optional.of(moment.wall().minusNanos(idle));
  }

  private Optional<Announcement> announced(Optional<Announcement> before, long time) {
    long notice = rule.notice().toNanos();
    if (before.isPresent()) {
      return Optional.of(before.get().after(time, moment.samples().isGap(time), notice));
    }
    return activity == Activity.IDLE
        ? Optional.of(Announcement.begin(moment.wall(), notice))
        : Optional.empty();
  }

  /** What the rule says, given what is remembered now. */
  PodDecision decision(IdleWatch watch, boolean dryRun) {
    return new PodDecision(
        pod.ref(),
        watch.containers(),
        Kind.IDLE,
        rule.name(),
        rule.action(),
        standing.granted(),
        standing.stage(watch.announced(), activity == Activity.IDLE),
        verdict(watch),
        watch.idleSince(),
        watch.announced().map(Announcement::reclaimAt),
        standing.exclusions(),
        grounds(watch),
        dryRun);
  }

  private Verdict verdict(IdleWatch watch) {
    return switch (activity) {
      case ACTIVE -> Verdict.NOT_MET;
      case UNKNOWN -> Verdict.UNKNOWN;
      case IDLE -> {
        if (idle < needed.toNanos()) {
          yield Verdict.NOT_MET;
        }
        yield holds(watch.unproven()) ? Verdict.MET : Verdict.UNKNOWN;
      }
    };
  }

  private VerdictEvidence grounds(IdleWatch watch) {
    Set<Evidence.Source> sources = EnumSet.noneOf(Evidence.Source.class);
    for (var account : accounts) {
      sources.addAll(account.evidence().sources().keySet());
    }
    return new VerdictEvidence.Idle(
        Duration.ofNanos(idle),
        needed,
        watch.unproven().proven(moment.now(), needed),
        pod.allocations().size(),
        sources,
        doubts(watch));
  }

  /** Why rest is not proven; never empty while the verdict is unknown. */
  private Set<Doubt> doubts(IdleWatch watch) {
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    for (var account : accounts) {
      account.doubt().ifPresent(doubts::add);
    }
    if (sick) {
      doubts.add(Doubt.GPU_UNHEALTHY);
    }
    if (missing) {
      doubts.add(Doubt.GPU_NOT_FRESH);
    }
    if (doubts.isEmpty() && verdict(watch) == Verdict.UNKNOWN) {
      doubts.add(Doubt.SHORT_HISTORY);
    }
    return doubts;
  }
}
