// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.spi;

import java.util.Optional;

/** Plays the cluster that a scenario describes around its GPUs. Found by {@code ServiceLoader}. */
public interface NodeSimulator {

  /**
   * Plays the {@code kubernetes} part of a scenario.
   *
   * @return empty when the scenario has no such part
   * @throws ScenarioException when it cannot be played; its message is one line for the user
   */
  Optional<SimulatedNode> start(Play play);
}
