// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.labels.Labels;
import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.labels.machine.PciDevice;
import io.gpunodeagent.core.labels.machine.VgpuCapability;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Machines of the simulator's scenarios, each frozen and sampled once. */
final class ScenarioNodes {

  private static final Path SIMULATOR = Path.of(System.getProperty("nvml.simulator.directory"));
  private static final Path SCENARIOS = SIMULATOR.resolveSibling("scenarios");
  private static final Instant TAKEN_AT = Instant.parse("2026-01-01T00:02:00Z");
  private static final int CONTROLLER_3D = 0x030200;

  private ScenarioNodes() {}

  /** The shipped scenarios. */
  static List<String> names() {
    try (var files = Files.list(SCENARIOS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * The machine of a scenario. The bad day is played at a minute and a half, with a GPU lost; the
   * call that hangs in it fails in place of that, because it would keep the library loaded.
   */
  static NodeSnapshot sample(String scenario, Path folder) {
    if (!scenario.equals("faulty")) {
      return sample(scenario, "fixed:120s");
    }
    try {
      var text = Files.readString(SCENARIOS.resolve(scenario + ".yaml"));
      var tame = text.replace("hang: true", "return: UNKNOWN");
      return sample(Files.writeString(folder.resolve("faulty.yaml"), tame).toString(), "fixed:90s");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A scenario by name, or a file, at a time. */
  static NodeSnapshot sample(String scenario, String clockSetting) {
    var config =
        Defaults.sampling()
            .withSource(
                new SamplingConfig.Source(
                    Optional.of(SIMULATOR.resolve("lib/libnvidia-ml.so.1")),
                    Map.of(
                        "NVML_SIMULATOR_SCENARIO", scenario, "NVML_SIMULATOR_CLOCK", clockSetting),
                    true,
                    Optional.empty()));
    var clock = new SamplerClock(InstantSource.fixed(TAKEN_AT), System::nanoTime);
    try (var sampler = new Sampler(config, new SamplingPlan(Labels.signals(), true), clock)) {
      // On the first pass a GPU may not know all its peers yet.
      sampler.sampleOnce();
      return sampler.sampleOnce();
    }
  }

  /** What the rest of the machine would say: a server with 3D controllers, no guest. */
  static NodeFacts facts(NodeSnapshot node) {
    var pci =
        node.gpus().stream()
            .map(gpu -> PciDevice.addressOf(gpu.identity().pciBusId()))
            .map(address -> new PciDevice(address, CONTROLLER_3D, new VgpuCapability.None()))
            .toList();
    return new NodeFacts(
        Optional.of("Simulated Server (rev. A)\n"),
        Optional.of(pci),
        Instant.parse("2026-01-01T00:00:00Z"));
  }
}
