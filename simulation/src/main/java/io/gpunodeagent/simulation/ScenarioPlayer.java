// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.spi.NodeSimulator;
import io.gpunodeagent.simulation.spi.Play;
import io.gpunodeagent.simulation.spi.SimulatedNode;
import java.util.Optional;

/** The simulator that the agent finds. */
public final class ScenarioPlayer implements NodeSimulator {

  @Override
  public Optional<SimulatedNode> start(Play play) {
    return PlayedNode.start(play).map(node -> node);
  }
}
