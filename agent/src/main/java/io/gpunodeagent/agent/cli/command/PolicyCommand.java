// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to ask of policies. */
@Command(
    name = "policy",
    description = "Tells what policy rules come to.",
    synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private PolicyCommand() {}

  static CommandLine of(Options options) {
    return new CommandLine(new PolicyCommand()).addSubcommand(new ReplayCommand(options));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }
}
