// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.output;

import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.cause.GpuState;
import java.util.Optional;

/**
 * A taint the node should have.
 *
 * @param key always {@value #KEY}
 * @param value the state that calls for it
 * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
 */
public record HealthTaint(String key, String value, String effect) {

  /** The taint's key. */
  public static final String KEY = "gpu-node-agent.io/gpu-unhealthy";

  /** What is to become of the taint on the Node. */
  public sealed interface Decision {

    /** It must be there. */
    record Put(HealthTaint taint) implements Decision {}

    /** It must not be there. */
    record Lift() implements Decision {}

    /** Nothing is proven either way: what is there stays. */
    record Leave() implements Decision {}
  }

  /**
   * What the rules make of {@code health}. A taint is lifted when no GPU can be what calls for it,
   * not when GPUs cannot be read; without a rule, there is none to be.
   */
  public static Decision decide(Health health, HealthRules rules) {
    if (rules.taint().isEmpty()) {
      return new Decision.Lift();
    }
    var wanted = of(health, rules);
    if (wanted.isPresent()) {
      return new Decision.Put(wanted.get());
    }
    long sound = health.count(GpuState.HEALTHY) + health.count(GpuState.DEGRADED);
    boolean proven =
        rules.taint().get().allGpus()
            ? sound > 0
            : sound > 0 && health.count(GpuState.UNKNOWN) == 0;
    return proven ? new Decision.Lift() : new Decision.Leave();
  }

  /** The taint the rules call for; unknown never taints, for it proves nothing. */
  public static Optional<HealthTaint> of(Health health, HealthRules rules) {
    long unhealthy = health.count(GpuState.UNHEALTHY);
    return rules
        .taint()
        .filter(rule -> unhealthy > 0)
        .filter(rule -> !rule.allGpus() || unhealthy == health.gpus().size())
        .map(rule -> new HealthTaint(KEY, GpuState.UNHEALTHY.label(), rule.effect()));
  }
}
