// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.policy.Policies.Judged;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.ComputeLimit;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.usage.RandomNode;
import io.gpunodeagent.core.usage.RandomNode.Tenant;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.World;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Weeks on nodes on which everything goes wrong that may, of time in which samples are missed, GPUs
 * lost, processes hidden, sources stuck at zero, process numbers reused, clocks set and the agent
 * restarted. Never is a pod marked that was used within {@code idleAfter} or took no more than its
 * share, of which too little was proven, or that had no notice; always is one marked whose rest or
 * excess could be seen.
 *
 * <p>The system property {@code policy.hours} says for how many hours of an allocation.
 */
class PolicyPropertyTest {

  private static final int ALLOCATIONS = 9;
  private static final int PERIODS_PER_HOUR = 60;
  private static final int WEEK = 7 * 24 * PERIODS_PER_HOUR;
  private static final int IDLE_AFTER = 60;
  private static final int NOTICE = 10;
  private static final int GRACE = 5;
  private static final long HOURS = Long.getLong("policy.hours", 2_000L);

  @Test
  void noPodIsMarkedWithoutProofAndNoticeAndEveryOneWithThem() {
    long steps = HOURS * PERIODS_PER_HOUR / ALLOCATIONS;
    int nodes = (int) Math.max(2, steps / WEEK);
    var counts =
        IntStream.range(0, nodes)
            .parallel()
            .mapToObj(seed -> new Run(seed).through((int) (steps / nodes)))
            .reduce(Counts::plus)
            .orElseThrow();

    System.out.println(counts);
    // A generator that never reaches a stage proves nothing about it.
    assertThat(counts.stages().keySet()).containsExactlyInAnyOrder(Stage.values());
    assertThat(counts.verdicts().keySet()).containsExactlyInAnyOrder(Verdict.values());
    assertThat(counts.mustBeMarked()).isPositive();
    assertThat(counts.unfair()).isPositive();
    assertThat(counts.restarts()).isPositive();
    assertThat(counts.reached()).containsExactlyInAnyOrder(RandomNode.Condition.values());
  }

  /** What was seen, so many times. */
  private record Counts(
      long steps,
      long mustBeMarked,
      long unfair,
      long restarts,
      Map<Stage, Long> stages,
      Map<Verdict, Long> verdicts,
      Set<RandomNode.Condition> reached) {

    Counts plus(Counts other) {
      var allStages = new EnumMap<>(stages);
      other.stages.forEach((stage, count) -> allStages.merge(stage, count, Long::sum));
      var allVerdicts = new EnumMap<>(verdicts);
      other.verdicts.forEach((verdict, count) -> allVerdicts.merge(verdict, count, Long::sum));
      var all = EnumSet.copyOf(reached);
      all.addAll(other.reached);
      return new Counts(
          steps + other.steps,
          mustBeMarked + other.mustBeMarked,
          unfair + other.unfair,
          restarts + other.restarts,
          allStages,
          allVerdicts,
          all);
    }

    @Override
    public String toString() {
      long samples = steps * ALLOCATIONS;
      return "%.0f allocation-hours, %d allocation-samples, %d restarts; had to be marked: idle %d, unfair %d; %s %s"
          .formatted(
              (double) samples / PERIODS_PER_HOUR,
              samples,
              restarts,
              mustBeMarked,
              unfair,
              stages,
              verdicts);
    }
  }

  /** One node. */
  private static final class Run implements World.Watcher {

    private final int seed;
    private final RandomNode node;
    private final PolicyRules rules;
    private final Map<String, Long> announced = new HashMap<>();
    private final EnumMap<Stage, Long> stages = new EnumMap<>(Stage.class);
    private final EnumMap<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private Policies policies = Policies.none();
    private long mustBeMarked;
    private long unfair;
    private long restarts;
    private long steps;

    Run(int seed) {
      this.seed = seed;
      node = new RandomNode(1000 + seed, Duration.ZERO);
      node.world.watchedBy(this);
      var usual = ActivityThresholds.defaults();
      var thresholds =
          seed % 2 == 0
              ? usual
              : new ActivityThresholds(
                  2,
                  2,
                  usual.energyAboveIdleWatts(),
                  usual.trafficMibPerSecond(),
                  usual.codecPercent());
      var period = RandomNode.PERIOD;
      var criteria =
          new ActivityCriteria(thresholds, Duration.ZERO, period.multipliedBy(RandomNode.WINDOW));
      var rule =
          new IdleRule(
              "all",
              Match.ANY,
              period.multipliedBy(IDLE_AFTER),
              criteria,
              period.multipliedBy(NOTICE),
              seed % 3 == 0 ? PolicyAction.MARK : PolicyAction.EVICT,
              false,
              period.multipliedBy(IDLE_AFTER));
      var share =
          new TimeSliceRule(
              "shares",
              Match.ANY,
              Optional.empty(),
              Optional.of(new ComputeLimit(criteria, 20)),
              Optional.empty(),
              period.multipliedBy(GRACE),
              PolicyAction.MARK,
              Optional.empty());
      rules =
          new PolicyRules(
              false, List.of(rule), List.of(share), new PolicyRules.Budget(2), Optional.empty());
    }

    @Override
    public void sampled(AttributedSnapshot attributed, Pods pods, Usage usage, UsageRules by) {
      policies =
          policies.after(
              attributed, pods, new Judged(usage, by, Health.unknown(Instant.EPOCH)), rules);
    }

    @Override
    public void restarted(String bootBefore, String bootAfter) {
      policies = Policies.restored(policies.memory(bootBefore), bootAfter);
      restarts++;
    }

    Counts through(int count) {
      for (; steps < count; steps++) {
        node.step();
        for (var tenant : node.tenants) {
          idle(tenant, decision(tenant, Kind.IDLE));
          if (tenant.shares()) {
            share(tenant, decision(tenant, Kind.TIME_SLICE));
          }
        }
      }
      return new Counts(steps, mustBeMarked, unfair, restarts, stages, verdicts, node.reached());
    }

    private PodDecision decision(Tenant tenant, Kind kind) {
      for (var decision : policies.decisions()) {
        if (decision.kind() == kind && decision.pod().name().equals(tenant.pod)) {
          return decision;
        }
      }
      throw new AssertionError("no decision of " + tenant.pod);
    }

    private void idle(Tenant tenant, PodDecision decision) {
      stages.merge(decision.stage(), 1L, Long::sum);
      verdicts.merge(decision.verdict(), 1L, Long::sum);
      noteAnnounced(tenant, decision);
      var doubts = ((VerdictEvidence.Idle) decision.evidence()).doubts();
      expect(
          decision.verdict() != Verdict.UNKNOWN || !doubts.isEmpty(),
          tenant,
          "unknown without a doubt");
      expect(decision.verdict() != Verdict.MET || doubts.isEmpty(), tenant, "proven and in doubt");
      if (decision.marked()) {
        marked(tenant, decision, NOTICE);
        expect(node.now - tenant.lastBusy >= IDLE_AFTER, tenant, "used within idleAfter");
        expect(tenant.provable(IDLE_AFTER) >= IDLE_AFTER * 95 / 100, tenant, "too little proven");
        expect(node.now - tenant.started >= IDLE_AFTER + NOTICE, tenant, "too young");
      }
      long since = node.now - IDLE_AFTER - NOTICE - 1;
      if (tenant.lastBusy < since && tenant.unprovable < since && settled(tenant, since)) {
        mustBeMarked++;
        expect(decision.marked(), tenant, "at rest, seen to be, and not marked: " + decision);
      }
    }

    private void share(Tenant tenant, PodDecision decision) {
      noteAnnounced(tenant, decision);
      if (decision.marked()) {
        marked(tenant, decision, GRACE);
        expect(tenant.seen, tenant, "marked while its use is unknown");
        expect(node.now - tenant.started >= 2 * GRACE, tenant, "too young");
        expect(
            node.now - tenant.unfair <= RandomNode.WINDOW + 1,
            tenant,
            "took no more than its share in the window");
      }
      long since = node.now - RandomNode.WINDOW - 2 * GRACE - 2;
      if (tenant.notUnfair < since && settled(tenant, since)) {
        unfair++;
        expect(decision.marked(), tenant, "unfair, seen to be, and not marked: " + decision);
      }
    }

    private void marked(Tenant tenant, PodDecision decision, int notice) {
      expect(decision.pod().uid().equals(Optional.of(tenant.uid)), tenant, "another pod");
      expect(decision.verdict() == Verdict.MET, tenant, "marked without a verdict");
      expect(node.now - announced(tenant, decision) >= notice, tenant, "without notice");
    }

    /** Neither pod nor agent restarted. */
    private boolean settled(Tenant tenant, long since) {
      return tenant.sighted < since && node.restarted < since;
    }

    private void noteAnnounced(Tenant tenant, PodDecision decision) {
      if (decision.stage() == Stage.WATCHED) {
        announced.remove(decision.kind() + tenant.pod);
      } else {
        announced.putIfAbsent(decision.kind() + tenant.pod, node.now);
      }
    }

    private long announced(Tenant tenant, PodDecision decision) {
      return announced.getOrDefault(decision.kind() + tenant.pod, node.now);
    }

    /** Cheaper than an assertion with a description, millions of times. */
    private void expect(boolean holds, Tenant tenant, String fault) {
      if (!holds) {
        throw new AssertionError(
            "seed " + seed + " period " + node.now + " " + tenant.pod + ": " + fault);
      }
    }
  }
}
