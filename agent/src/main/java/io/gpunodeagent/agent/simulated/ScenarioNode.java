// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.files.TemporaryFolder;
import io.gpunodeagent.simulation.spi.NodeSimulator;
import io.gpunodeagent.simulation.spi.Play;
import io.gpunodeagent.simulation.spi.ScenarioException;
import io.gpunodeagent.simulation.spi.SimulatedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The cluster that a scenario describes around its GPUs, in a folder that goes with it. */
public final class ScenarioNode implements AutoCloseable {

  private final SimulatedNode node;
  private final TemporaryFolder folder;

  private ScenarioNode(SimulatedNode node, TemporaryFolder folder) {
    this.node = node;
    this.folder = folder;
  }

  /**
   * Plays the node around the GPUs of the scenario that is configured.
   *
   * @param start the instant of t = 0
   * @return empty without a simulation, when it is to simulate GPUs only, and when its scenario
   *     describes GPUs only
   * @throws StartException when it cannot be played
   */
  public static Optional<ScenarioNode> start(
      Outcome.Valid valid, Sources from, InstantSource clock, Instant start) throws StartException {
    var source = valid.config().sampling().source();
    var scenario = Optional.ofNullable(source.environment().get(Simulator.SCENARIO_VARIABLE));
    if (scenario.isEmpty() || from.simulator().isEmpty() || !valid.config().sources().played()) {
      return Optional.empty();
    }
    return start(from.simulator().get(), scenario.get(), clock, start);
  }

  private static Optional<ScenarioNode> start(
      Simulator simulator, String scenario, InstantSource clock, Instant start)
      throws StartException {
    try {
      var folder = TemporaryFolder.create();
      var node = play(simulator, scenario, folder.path(), clock, start, false);
      if (node.isEmpty()) {
        folder.close();
      }
      return node.map(playing -> new ScenarioNode(playing, folder));
    } catch (IOException failed) {
      throw StartException.noTemporaryFolder(failed);
    }
  }

  /**
   * Plays it by a clock that is stepped.
   *
   * @param folder that is there and empty; it stays
   * @return empty when the scenario describes GPUs only
   * @throws StartException when it cannot be played
   */
  public static Optional<SimulatedNode> stepped(
      Simulator simulator, String scenario, Path folder, InstantSource clock)
      throws StartException {
    return play(simulator, scenario, folder, clock, clock.instant(), true);
  }

  private static Optional<SimulatedNode> play(
      Simulator simulator,
      String scenario,
      Path folder,
      InstantSource clock,
      Instant start,
      boolean stepped)
      throws StartException {
    try {
      return Installed.find(NodeSimulator.class)
          .start(
              new Play(
                  simulator.file(scenario), simulator.catalogue(), folder, clock, start, stepped));
    } catch (ScenarioException refused) {
      throw new StartException(String.valueOf(refused.getMessage()));
    }
  }

  /** The node. */
  public SimulatedNode node() {
    return node;
  }

  @Override
  public void close() {
    node.close();
    folder.close();
  }
}
