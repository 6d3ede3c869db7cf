// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to see of recordings. */
@Command(
    name = "recorder",
    description = "Shows what was recorded around faults, see docs/recorder.md.",
    synopsisSubcommandLabel = "COMMAND")
final class RecorderCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private RecorderCommand() {}

  static CommandLine of(Options options) {
    return new CommandLine(new RecorderCommand())
        .addSubcommand(new RecorderListCommand(options))
        .addSubcommand(new RecorderShowCommand(options));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }
}
