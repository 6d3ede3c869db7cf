// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The simulated library's nodes, as the sampler reads them. */
final class Scenarios {

  private Scenarios() {}

  /** One sample of a shipped scenario, frozen two minutes after its start. */
  static NodeSnapshot sample(String scenario, SamplingPlan plan) {
    var directory = Path.of(System.getProperty("nvml.simulator.directory"));
    var defaults = Defaults.sampling();
    var config =
        defaults.withSource(
            new SamplingConfig.Source(
                Optional.of(directory.resolve("lib/libnvidia-ml.so.1")),
                Map.of("NVML_SIMULATOR_SCENARIO", scenario, "NVML_SIMULATOR_CLOCK", "fixed:120s"),
                true,
                Optional.empty()));
    var clock = new SamplerClock(InstantSource.fixed(Snapshots.TAKEN_AT), System::nanoTime);
    try (var sampler = new Sampler(config, plan, clock)) {
      return sampler.sampleOnce();
    }
  }
}
