package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;
import static io.gpunodeagent.agent.config.value.ValueTypes.integer;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;
import static io.gpunodeagent.agent.config.value.ValueTypes.pathOrOff;

import io.gpunodeagent.agent.shaper.ShaperConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The rows of the table of settings by which {@code enforce-device} works. */
final class ShapingSettings {

  static final SettingRows ROWS = new SettingRows();

  private static final ShaperConfig DEFAULTS = ShaperConfig.defaults();

  static final Setting<Path> NVIDIA_SMI =
      ROWS.add(
          "shaping.nvidiaSmi",
          path(),
          DEFAULTS.nvidiaSmi(),
          RESTART,
          "The program that `enforce-device` sets time slices with. An absolute path; it is only"
              + " run while it and every folder above it belong to root and no one else may write"
              + " to them. A simulation runs its own.");

  static final Setting<Duration> PERIOD =
      ROWS.add(
          "shaping.period",
          duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
          DEFAULTS.period(),
          RESTART,
          "How often `enforce-device` reads the GPUs that a rule is for.");

  static final Setting<Duration> TIMEOUT =
      ROWS.add(
          "shaping.timeout",
          duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
          DEFAULTS.timeout(),
          RESTART,
          "How long one run of `shaping.nvidiaSmi` may take before it is killed.");

  static final Setting<Integer> REAPPLIES =
      ROWS.add(
          "shaping.reappliesPerHour",
          integer(0, 60),
          DEFAULTS.reappliesPerHour(),
          RESTART,
          "The most times in any hour that a setting that another program changed is set again; the"
              + " pause between two doubles from `shaping.period` on. Then it is left alone and"
              + " reported as contested.");

  static final Setting<Optional<Path>> STATE_FILE =
      ROWS.add(
          "shaping.stateFile",
          pathOrOff(),
          DEFAULTS.stateFile(),
          RESTART,
          "File in which `enforce-device` keeps the settings from before, so that a later run takes"
              + " back what a killed one set, and from which `run` reads its state, for the"
              + " metrics. What cannot be recorded there is not set. `off` keeps nothing. A"
              + " simulation keeps nothing unless this is set.");

  private ShapingSettings() {}

  static ShaperConfig config(Values values) {
    return new ShaperConfig(
        values.get(NVIDIA_SMI),
        values.get(PERIOD),
        values.get(TIMEOUT),
        values.get(REAPPLIES),
        values.get(STATE_FILE));
  }
}
