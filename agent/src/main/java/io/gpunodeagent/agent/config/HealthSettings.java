package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;

import io.gpunodeagent.agent.config.value.ValueType;
import io.gpunodeagent.agent.config.value.ValueTypes;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.HealthRules.TaintRule;
import java.util.Optional;

/** The rows of the table of settings that say what follows from the health of GPUs. */
final class HealthSettings {

  static final SettingRows ROWS = new SettingRows();

  /** When a node is tainted. */
  enum TaintWhen {
    /** At least one GPU is unhealthy. */
    ANY,
    /** All are. */
    ALL
  }

  static final Setting<Optional<String>> TAINT =
      ROWS.add(
          "health.taint",
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

  static final Setting<TaintWhen> TAINT_WHEN =
      ROWS.add(
          "health.taintWhen",
          ValueTypes.choice(TaintWhen.class),
          TaintWhen.ANY,
          LIVE,
          "Whether `any` unhealthy GPU calls for the taint, or only `all` of them.");

  private HealthSettings() {}

  private static Optional<Optional<String>> effect(String text) {
    return switch (text) {
      case "off" -> Optional.of(Optional.empty());
      case "NoSchedule", "PreferNoSchedule", "NoExecute" -> Optional.of(Optional.of(text));
      default -> Optional.empty();
    };
  }

  /** What the rows come to, with the patience that goes with how often is sampled. */
  static HealthRules rules(Values values) {
    boolean all = values.get(TAINT_WHEN) == TaintWhen.ALL;
    return HealthRules.forSlowPeriod(values.get(Settings.SLOW_PERIOD))
        .tainting(values.get(TAINT).map(effect -> new TaintRule(effect, all)));
  }
}
