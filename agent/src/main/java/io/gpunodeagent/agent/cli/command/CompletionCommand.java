// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Writes a script with which a shell completes commands and options.",
      "bash: source <(gpu-node-agent completion bash)",
      "zsh: source <(gpu-node-agent completion zsh)",
      "fish: gpu-node-agent completion fish | source"
    })
final class CompletionCommand implements Runnable {

  private enum Kind {
    BASH,
    ZSH,
    FISH
  }

  private final Options options;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Kind shell;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  CompletionCommand(Options options) {
    this.options = options;
  }

  @Override
  public void run() {
    options.refuseConfig(spec, "completion reads none, so leave it out");
    options.refuseNvml(spec, "completion reads no GPU, so leave it out");
    var root = spec.root();
    options
        .around()
        .out()
        .print(
            switch (shell) {
              case BASH -> AutoComplete.bash(root.name(), root.commandLine());
              // The script loads zsh's own support of bash's completion where zsh reads it.
              case ZSH -> AutoComplete.bash(root.name(), root.commandLine());
              case FISH -> fish(root);
            });
  }

  private static String fish(CommandSpec root) {
    var name = root.name();
    return Stream.concat(
            Stream.of("complete -c " + name + " -f"), lines(name, "", root.commandLine()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** The lines of a command and of those below it. */
  private static Stream<String> lines(String program, String path, CommandLine command) {
    var below = command.getSubcommands();
    var condition =
        path.isEmpty()
            ? "__fish_use_subcommand"
            : "__fish_seen_subcommand_from " + path.substring(path.lastIndexOf(' ') + 1);
    var start = "complete -c " + program + " -n " + quoted(condition);
    var options =
        command.getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .map(option -> start + names(option) + " -d " + quoted(first(option.description())));
    var commands =
        below.entrySet().stream()
            .map(
                entry ->
                    start
                        + " -a "
                        + entry.getKey()
                        + " -d "
                        + quoted(
                            first(entry.getValue().getCommandSpec().usageMessage().description())));
    var deeper =
        below.entrySet().stream()
            .flatMap(entry -> lines(program, path + " " + entry.getKey(), entry.getValue()));
    return Stream.of(commands, options, deeper).flatMap(each -> each);
  }

  private static String names(OptionSpec option) {
    var names =
        Stream.of(option.names())
            .map(
                name ->
                    name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
            .collect(Collectors.joining());
    boolean flag = option.arity().max() == 0;
    return names
        + (flag ? "" : " -r")
        + (option.paramLabel().toUpperCase(Locale.ROOT).equals("FILE") ? " -F" : "");
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
