// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;

import io.gpunodeagent.agent.config.value.ValueType;
import io.gpunodeagent.agent.config.value.ValueTypes;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.HealthRules.TaintRule;
import java.time.Duration;
import java.util.Optional;

/** The section {@code health}. */
final class HealthSettings {

  /** When a node is tainted. */
  enum TaintWhen {
    /** At least one GPU is unhealthy. */
    ANY,
    /** All are. */
    ALL
  }

  private HealthSettings() {}

  /** How GPUs are judged, with the patience that goes with how often is sampled. */
  static HealthRules read(Section root, Duration slowPeriod) {
    var health = root.section("health");
    var taint =
        health.get(
            "taint",
            new ValueType<>(
                "choice",
                "off, NoSchedule, PreferNoSchedule or NoExecute",
                HealthSettings::effect,
                value -> value.orElse("off")),
            Optional.empty(),
            LIVE,
            "The effect of the taint `gpu-node-agent.io/gpu-unhealthy` that a Node with unhealthy"
                + " GPUs gets, or `off`. It is lifted when the GPUs are proven good again, never"
                + " because they cannot be read. Needs the right to patch the Node's `spec`, which"
                + " the shipped admission policy denies: see `deploy/`.");
    boolean all =
        health.get(
                "taintWhen",
                ValueTypes.choice(TaintWhen.class),
                TaintWhen.ANY,
                LIVE,
                "Whether `any` unhealthy GPU calls for the taint, or only `all` of them.")
            == TaintWhen.ALL;
    return HealthRules.forSlowPeriod(slowPeriod)
        .tainting(taint.map(effect -> new TaintRule(effect, all)));
  }

  private static Optional<Optional<String>> effect(String text) {
    return switch (text) {
      case "off" -> Optional.of(Optional.empty());
      case "NoSchedule", "PreferNoSchedule", "NoExecute" -> Optional.of(Optional.of(text));
      default -> Optional.empty();
    };
  }
}
