// SPDX-License-Identifier: Apache-2.0
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

/** The section {@code shaping}. */
final class ShapingSettings {

  private ShapingSettings() {}

  /** How {@code enforce-device} works. */
  static ShaperConfig read(Section root) {
    var shaping = root.section("shaping");
    return new ShaperConfig(
        shaping.get(
            "nvidiaSmi",
            path(),
            Path.of("/usr/bin/nvidia-smi"),
            RESTART,
            "The program that `enforce-device` sets time slices with. An absolute path; it is only"
                + " run while it and every folder above it belong to root and no one else may write"
                + " to them. A simulation runs its own."),
        shaping.get(
            "period",
            duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
            Duration.ofSeconds(30),
            RESTART,
            "How often `enforce-device` reads the GPUs that a rule is for."),
        shaping.get(
            "timeout",
            duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
            Duration.ofSeconds(10),
            RESTART,
            "How long one run of `shaping.nvidiaSmi` may take before it is killed."),
        shaping.get(
            "reappliesPerHour",
            integer(0, 60),
            4,
            RESTART,
            "The most times in any hour that a setting that another program changed is set again;"
                + " the pause between two doubles from `shaping.period` on. Then it is left alone"
                + " and reported as contested."),
        shaping.get(
            "stateFile",
            pathOrOff(),
            Optional.of(Path.of("/var/lib/gpu-node-agent-shaping/state.json")),
            RESTART,
            "File in which `enforce-device` keeps the settings from before, so that a later run"
                + " takes back what a killed one set, and from which `run` reads its state, for the"
                + " metrics. What cannot be recorded there is not set. `off` keeps nothing. A"
                + " simulation keeps nothing unless this is set."));
  }
}
