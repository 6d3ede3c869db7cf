package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.config.Simulator;
import picocli.CommandLine.Command;

/** Lists the scenarios that are shipped. */
@Command(name = "simulations", description = "Lists the scenarios that --simulate knows by name.")
final class SimulationsCommand implements Runnable {

  private final Options options;

  SimulationsCommand(Options options) {
    this.options = options;
  }

  @Override
  public void run() {
    var around = options.around();
    var simulator =
        around
            .simulator()
            .flatMap(Simulator::in)
            .orElseThrow(
                () ->
                    new FaultException(
                        "the simulated NVML is not installed: build it with mvn -pl nvml-simulator"
                            + " package"));
    var table = new TextTable();
    simulator.scenarios().forEach(one -> table.row(one.name(), one.description()));
    around.out().print(table);
  }
}
