// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks;

import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import java.util.Map;
import java.util.Optional;

/** What an agent does of which nothing is configured. */
public final class Configured {

  private Configured() {}

  public static AgentConfig byDefault() {
    var sources =
        new Sources(Optional.empty(), Map.of(), Map.of(), Optional.empty(), "benchmark", false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> valid.config();
      case Outcome.Invalid(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }
}
