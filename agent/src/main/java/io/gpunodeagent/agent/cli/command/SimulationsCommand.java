// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.TextTable;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.faults.FaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the scenarios that are shipped. */
@Command(name = "simulations", description = "Lists the scenarios that --simulate knows by name.")
final class SimulationsCommand implements Runnable {

  private final Options options;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  SimulationsCommand(Options options) {
    this.options = options;
  }

  @Override
  public void run() {
    options.refuseConfig(spec, "every scenario is listed, so leave it out");
    options.refuseNvml(spec, "every scenario is listed, so leave it out");
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
