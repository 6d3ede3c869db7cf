package io.gpunodeagent.agent.health;

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
