// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Amount;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.MemoryLimit;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.World;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is served of the policies. */
class PolicySeriesTest implements World.Watcher {

  private static final long GIB = 1L << 30;
  private static final Duration LONG = Duration.ofMinutes(13);

  private final World world = new World().watchedBy(this);
  private Policies policies = Policies.none();
  private Optional<NodeState> state = Optional.empty();

  @Override
  public void sampled(AttributedSnapshot attributed, Pods pods, Usage usage, UsageRules by) {
    var health = Health.unknown(Instant.EPOCH);
    policies = policies.after(attributed, pods, new Policies.Judged(usage, by, health), rules(by));
    state =
        Optional.of(
            new NodeState(attributed, pods, new SourceState.Off(), usage, health, policies));
  }

  @Override
  public void restarted(String bootBefore, String bootAfter) {
    policies = Policies.none();
  }

  private static PolicyRules rules(UsageRules by) {
    return new PolicyRules(
        true,
        List.of(
            new IdleRule(
                "night",
                Match.ANY,
                Duration.ofMinutes(10),
                ActivityCriteria.of(by),
                Duration.ofMinutes(2),
                PolicyAction.EVICT,
                true,
                Duration.ofHours(1))),
        List.of(
            new TimeSliceRule(
                "small",
                Match.ANY,
                Optional.of(new MemoryLimit(new Amount.Bytes(10 * GIB), 0)),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(1),
                PolicyAction.MARK,
                Optional.empty())),
        new PolicyRules.Budget(2),
        Optional.empty());
  }

  @Test
  void anIdlePodIsReclaimableWithTheRulesNameAndItsDryRun() {
    world.holds("a", 0).samples(LONG, () -> gpu(0));

    assertThat(samples("gpu_allocation_reclaimable", "policy", "dry_run", "pod"))
        .containsExactly(Map.entry("night/true/a", 1.0));
    assertThat(samples("gpu_allocation_reclaim_timestamp_seconds", "policy"))
        .containsExactly(Map.entry("night", World.START.plusSeconds(721).toEpochMilli() / 1e3));
    assertThat(samples("gpu_policy_decisions", "kind", "policy", "stage", "dry_run"))
        .containsExactly(
            Map.entry("idle/night/due/true", 1.0), Map.entry("time_slice/small/watched/true", 1.0));
  }

  @Test
  void anActivePodIsZeroAndAnUnknownOneAbsent() {
    world.holds("a", 0).samples(LONG, () -> gpu(50));
    assertThat(samples("gpu_allocation_reclaimable", "pod")).containsExactly(Map.entry("a", 0.0));

    world.samples(LONG, () -> gpu(0));
    world.sample(
        gpu(0).with(DeviceSignal.GPU_UTILIZATION, Reading.failed("nvmlDeviceGetUtilization", 999)));

    assertThat(samples("gpu_allocation_reclaimable", "pod")).isEmpty();
  }

  @Test
  void whoMayNotBeTouchedIsToldWithEachReason() {
    world.namespace("kube-system").holds("a", 0).sample(gpu(0));

    assertThat(samples("gpu_allocation_reclaim_excluded", "reason"))
        .containsExactly(Map.entry("system_namespace", 1.0));
  }

  @Test
  void aLimitThatIsExceededIsTold() {
    world.holds("a", 0).runs("a", 7);
    world.samples(
        Duration.ofSeconds(31), () -> new GpuBuilder(0).busy(0, 20 * GIB).process(7, 0, 20 * GIB));

    assertThat(samples("gpu_allocation_over_limit_seconds", "policy"))
        .containsExactly(Map.entry("small", 30.0));
    assertThat(samples("gpu_allocation_limit_use_ratio", "limit", "pod"))
        .containsExactly(Map.entry("memory/a", 2.0));
  }

  private Map<String, Double> samples(String name, String... labels) {
    return States.samples(States.exposition(state.orElseThrow()), name, labels);
  }

  private static GpuBuilder gpu(long percent) {
    return new GpuBuilder(0).busy(percent, 1);
  }
}
