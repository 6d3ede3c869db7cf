// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;
import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;
import static io.gpunodeagent.agent.config.value.ValueTypes.pathOrOff;
import static io.gpunodeagent.agent.config.value.ValueTypes.text;

import io.gpunodeagent.agent.sampling.SamplingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The sections {@code nvml} and {@code sampling}. */
final class SamplingSettings {

  private SamplingSettings() {}

  /** How NVML is read. */
  static SamplingConfig read(Section root, Sources sources) {
    var nvml = root.section("nvml");
    var library =
        nvml.get(
            "library",
            path().orNone(),
            Optional.empty(),
            RESTART,
            "The NVML library to load. Without it the loader's own search finds"
                + " `libnvidia-ml.so.1`.");
    var scenario =
        nvml.get(
            "simulate",
            text().orNone(),
            Optional.empty(),
            RESTART,
            "Plays a scenario in place of hardware: the name of a shipped one (`gpu-node-agent"
                + " simulations` lists them) or a scenario file. Excludes `nvml.library`.");
    var sampling = root.section("sampling");
    var period =
        sampling.get(
            "period",
            duration(Duration.ofMillis(100), Duration.ofSeconds(60)),
            Duration.ofSeconds(1),
            LIVE,
            "One pass over all GPUs per period.");
    var slowPeriod =
        sampling.get(
            "slowPeriod",
            duration(Duration.ofMillis(100), Duration.ofHours(1)),
            Duration.ofSeconds(30),
            LIVE,
            "Period of values that change slowly or whose reading blocks, such as PCIe"
                + " throughput. At least `sampling.period`.");
    var callTimeout =
        sampling.get(
            "callTimeout",
            duration(Duration.ofMillis(100), Duration.ofSeconds(60)),
            Duration.ofSeconds(5),
            LIVE,
            "How long one GPU's pass may take before that GPU counts as hung. The others are"
                + " not held up.");
    var eventWindow =
        sampling.get(
            "eventWindow",
            duration(Duration.ofSeconds(1), Duration.ofHours(24)),
            Duration.ofMinutes(5),
            LIVE,
            "Span of the windowed event counts (`DCGM_EXP_XID_ERRORS_COUNT` and the like).");
    boolean gpm =
        sampling.get(
            "gpm",
            bool(),
            true,
            LIVE,
            "Whether profiling metrics (`DCGM_FI_PROF_*`) are sampled where the GPU has them"
                + " (Hopper and newer).");
    var kernelLog =
        sampling.get(
            "kernelLog",
            pathOrOff(),
            Optional.of(Path.of("/dev/kmsg")),
            RESTART,
            "File to read XID messages of the kernel from, or `off`.");
    var source =
        scenario
            .map(name -> simulated(name, sources.simulator(), library, kernelLog))
            .orElseGet(() -> new SamplingConfig.Source(library, Map.of(), false, kernelLog));
    return new SamplingConfig(source, period, slowPeriod, callTimeout, eventWindow, gpm);
  }

  private static SamplingConfig.Source simulated(
      String scenario,
      Optional<Simulator> simulator,
      Optional<Path> library,
      Optional<Path> kernelLog) {
    return new SamplingConfig.Source(
        simulator.map(Simulator::library).or(() -> library),
        simulator.map(found -> found.environment(scenario)).orElseGet(Map::of),
        true,
        kernelLog);
  }
}
