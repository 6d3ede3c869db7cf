// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.core.text.Credentials;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
    name = "gpu-node-agent",
    description = "Reads the NVIDIA GPUs of this node and serves their metrics.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 good, 1 a file, a variable or the environment at fault, 2 a wrong command,"
          + " option or value of one, 3 differences found by labels --compare."
    })
public final class Commands implements Runnable {

  private static final System.Logger LOG = System.getLogger("cli");

  @Mixin private final Options options;
  private final CommandContext around;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private Commands(CommandContext around) {
    this.around = around;
    this.options = new Options(around);
  }

  public static CommandLine of(CommandContext around) {
    var root = new Commands(around);
    var line =
        new CommandLine(root)
            .addSubcommand(new RunCommand(root.options))
            .addSubcommand(new SnapshotCommand(root.options))
            .addSubcommand(new TopologyCommand(root.options))
            .addSubcommand(new AllocationsCommand(root.options))
            .addSubcommand(new LabelsCommand(root.options))
            .addSubcommand(new UnlabelCommand(root.options))
            .addSubcommand(new TopCommand(root.options))
            .addSubcommand(new CheckConfigCommand(root.options))
            .addSubcommand("policy", PolicyCommand.of(root.options))
            .addSubcommand("recorder", RecorderCommand.of(root.options))
            .addSubcommand(new EnforceDeviceCommand(root.options))
            .addSubcommand(new DoctorCommand(root.options))
            .addSubcommand(new SimulationsCommand(root.options))
            .addSubcommand(new DevicePluginCommand(root.options))
            .addSubcommand(new VersionCommand(root.options))
            .addSubcommand(new CompletionCommand(root.options))
            .addSubcommand(new HelpCommand());
    var version = "gpu-node-agent " + around.version();
    line.getCommandSpec().version(version);
    line.getSubcommands().values().forEach(one -> version(one, version));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((fault, command, parsed) -> root.fail(fault));
    line.setParameterExceptionHandler((wrong, arguments) -> root.refuse(wrong));
    return line;
  }

  private static void version(CommandLine command, String version) {
    command.getCommandSpec().version(version);
    command.getSubcommands().values().forEach(one -> version(one, version));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }

  private int fail(Exception fault) {
    if (fault instanceof FaultException said) {
      said.lines().forEach(around.err()::println);
      return said.usage() ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }
    around.err().println("internal error: " + fault + " (--log-level debug shows where)");
    LOG.log(Level.DEBUG, "internal error", fault);
    return ExitCode.SOFTWARE;
  }

  private int refuse(ParameterException wrong) {
    var name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    var said = String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
    var line = Credentials.masked(said.lines().findFirst().orElse("wrong usage"));
    around.err().println(line + ". See " + name + " --help.");
    return ExitCode.USAGE;
  }
}
