// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.sampling.SamplingConfig.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets the time of a shipped scenario run on when NVML is closed and opened again, as happens to
 * find a lost GPU: an unloaded library forgets when it began.
 */
public final class SimulatedTime {

  public static final String CLOCK_VARIABLE = "NVML_SIMULATOR_CLOCK";

  private SimulatedTime() {}

  /**
   * The source with a clock that began at {@code start}, unless the process's environment sets one.
   * A scenario file of the user's own may have its clock inside and keeps it.
   */
  public static Source running(Source source, Map<String, String> process, Instant start) {
    var scenario = source.environment().get(Simulator.SCENARIO_VARIABLE);
    if (scenario == null || Simulator.isFile(scenario) || process.containsKey(CLOCK_VARIABLE)) {
      return source;
    }
    var environment = new HashMap<>(source.environment());
    environment.put(CLOCK_VARIABLE, "epoch:" + start.truncatedTo(ChronoUnit.SECONDS));
    return source.withEnvironment(environment);
  }
}
