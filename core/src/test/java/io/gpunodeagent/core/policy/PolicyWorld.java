// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.policy.Policies.Judged;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Amount;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.ComputeLimit;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.MemoryLimit;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.World;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.ActivityThresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of {@link World} that is judged by rules: idle after ten minutes, two minutes of notice,
 * as far as eviction, and no dry run, unless said otherwise.
 */
final class PolicyWorld implements World.Watcher {

  static final Duration IDLE_AFTER = Duration.ofMinutes(10);
  static final Duration NOTICE = Duration.ofMinutes(2);
  static final ActivityCriteria YARDSTICK =
      new ActivityCriteria(ActivityThresholds.defaults(), Duration.ZERO, World.WINDOW);
  static final IdleRule RULE = rule("notebooks", Match.ANY, PolicyAction.EVICT);
  static final TimeSliceRule SHARES =
      new TimeSliceRule(
          "dev-gpus",
          Match.ANY,
          Optional.of(new MemoryLimit(new Amount.Fair(), 10)),
          Optional.of(new ComputeLimit(YARDSTICK, 20)),
          Optional.empty(),
          Duration.ofMinutes(2),
          PolicyAction.EVICT,
          Optional.empty());

  final World world = new World().watchedBy(this);
  private PolicyRules rules = idle(RULE);
  private Policies policies = Policies.none();
  private Optional<Health> health = Optional.empty();

  static IdleRule rule(String name, Match match, PolicyAction action) {
    return new IdleRule(
        name, match, IDLE_AFTER, YARDSTICK, NOTICE, action, true, Duration.ofMinutes(30));
  }

  static PolicyRules idle(IdleRule... idle) {
    return new PolicyRules(
        false, List.of(idle), List.of(), new PolicyRules.Budget(2), Optional.of("gpu-agent"));
  }

  static PolicyRules shares(TimeSliceRule... rules) {
    return new PolicyRules(
        false, List.of(), List.of(rules), new PolicyRules.Budget(2), Optional.empty());
  }

  PolicyWorld rules(PolicyRules other) {
    rules = other;
    return this;
  }

  /** The state of the one GPU from now on. */
  PolicyWorld health(GpuState state) {
    var gpus = new LinkedHashMap<String, GpuHealth>();
    gpus.put(
        "GPU-0",
        GpuHealth.of("GPU-0", "GPU 0", "00000000:00:00.0", state, Instant.EPOCH, List.of()));
    health =
        Optional.of(
            new Health(Instant.EPOCH, Duration.ZERO, gpus, List.of(), Optional.empty(), List.of()));
    return this;
  }

  @Override
  public void sampled(AttributedSnapshot attributed, Pods pods, Usage usage, UsageRules by) {
    var judged = new Judged(usage, by, health.orElse(Health.unknown(Instant.EPOCH)));
    policies = policies.after(attributed, pods, judged, rules);
  }

  @Override
  public void restarted(String bootBefore, String bootAfter) {
    policies = Policies.restored(policies.memory(bootBefore), bootAfter);
  }

  Policies policies() {
    return policies;
  }

  Optional<PodDecision> find(String pod, Kind kind) {
    return policies.decisions().stream()
        .filter(each -> each.pod().name().equals(pod) && each.kind() == kind)
        .findFirst();
  }

  PodDecision idle(String pod) {
    return find(pod, Kind.IDLE).orElseThrow();
  }

  PodDecision share(String pod) {
    return find(pod, Kind.TIME_SLICE).orElseThrow();
  }

  Stage stage(String pod) {
    return idle(pod).stage();
  }

  /** The pod with other annotations. */
  static PodInfo annotated(PodInfo pod, String key, String value) {
    return PodBuilder.like(pod).annotations(Map.of(key, value)).build();
  }

  static PodInfo gang(PodInfo pod, PodInfo.Gang gang) {
    return PodBuilder.like(pod).gang(gang).build();
  }

  static PodInfo priority(PodInfo pod, String priorityClass, int priority) {
    return PodBuilder.like(pod).priority(priorityClass, priority).build();
  }

  static PodInfo owned(PodInfo pod, String kind) {
    return PodBuilder.like(pod)
        .owners("apps", "w", List.of(kind))
        .labels(Map.of("app", "jupyter"))
        .build();
  }

  static PodInfo ofTheKubelet(PodInfo pod) {
    return PodBuilder.like(pod).staticPodId(Optional.of("hash")).build();
  }
}
