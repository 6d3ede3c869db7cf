// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.LogConfig;
import io.gpunodeagent.agent.config.Origin;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.RawValue;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.logging.Logging;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.core.document.Problem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options every command takes, before or after its name. */
final class Options {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "Configuration file, see docs/configuration.md.",
        "Without it, the one that GPU_NODE_AGENT_CONFIG names."
      })
  private @Nullable Path config;

  @Option(
      names = "--nvml-library",
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description = "NVML library to load in place of the system's.")
  private @Nullable String library;

  @Option(
      names = "--simulate",
      paramLabel = "SCENARIO",
      scope = ScopeType.INHERIT,
      description = "Play a scenario in place of hardware: a name of `simulations`, or a file.")
  private @Nullable String scenario;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      description = "Least severe line to log: error, warn, info or debug.")
  private @Nullable String logLevel;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "Log as text or json.")
  private @Nullable String logFormat;

  private final CommandContext around;

  Options(CommandContext around) {
    this.around = around;
  }

  CommandContext around() {
    return around;
  }

  Optional<Path> file() {
    return Optional.ofNullable(config)
        .or(
            () ->
                Optional.ofNullable(around.environment().get(Sources.FILE_VARIABLE))
                    .filter(path -> !path.isBlank())
                    .map(Path::of));
  }

  /** Refuses {@code --config} in a command that would ignore it. */
  void refuseConfig(CommandSpec spec, String instead) {
    refuse(spec, "--config", config, instead);
  }

  /** Refuses {@code --simulate} and {@code --nvml-library} in a command that would ignore them. */
  void refuseNvml(CommandSpec spec, String instead) {
    refuse(spec, "--simulate", scenario, instead);
    refuse(spec, "--nvml-library", library, instead);
  }

  /** Whether somebody said on the command line which NVML is meant. */
  boolean choosesNvml() {
    return scenario != null || library != null;
  }

  private static void refuse(
      CommandSpec spec, String option, @Nullable Object value, String instead) {
    if (value != null) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + ": is not used here: " + instead);
    }
  }

  /** Where the configuration comes from, {@code more} being a command's own options by key. */
  Sources sources(Map<String, RawValue> more) {
    return sources(file(), named(more), true);
  }

  /** The same with {@code checked} as the configuration's file. */
  Sources explained(Path checked) {
    return sources(Optional.of(checked), named(Map.of()), true);
  }

  private Map<String, RawValue> named(Map<String, RawValue> more) {
    var values = new HashMap<String, RawValue>(more);
    put(values, "nvml.library", "--nvml-library", library);
    put(values, "nvml.simulate", "--simulate", scenario);
    put(values, "log.level", "--log-level", logLevel);
    put(values, "log.format", "--log-format", logFormat);
    return values;
  }

  /** The same for the file {@code checked} alone. */
  Sources sources(Optional<Path> checked, Map<String, RawValue> values, boolean checkFiles) {
    return new Sources(
        checked,
        around.environment(),
        values,
        around.simulator().flatMap(Simulator::in),
        around.hostname(),
        checkFiles);
  }

  private static void put(
      Map<String, RawValue> values, String key, String option, @Nullable String value) {
    if (value != null) {
      values.put(key, Sources.option(option, value));
    }
  }

  /** The configuration. */
  static Outcome.Valid load(Sources sources) {
    return valid(ConfigLoader.load(sources));
  }

  /** What of the configuration is right. */
  static Outcome.Valid valid(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Valid valid -> valid;
      case Outcome.Invalid(var problems) -> throw fault(problems);
    };
  }

  /** What is said of a configuration that is not right. */
  static FaultException fault(List<Problem> problems) {
    return fault(problems, Problem.lines(problems));
  }

  /** The same in these lines. */
  static FaultException fault(List<Problem> problems, List<String> lines) {
    return Origin.isUsage(problems) ? FaultException.ofUsage(lines) : new FaultException(lines);
  }

  /**
   * The configuration of a command that answers and ends. What it finds is its answer, so it logs
   * errors only, unless somebody says otherwise.
   */
  AgentConfig load() {
    return loadWithWarnings().config();
  }

  /** The same with what its author ought to hear. */
  Outcome.Valid loadWithWarnings() {
    var valid = load(sources(Map.of()));
    quiet(valid);
    return valid;
  }

  /**
   * The node with all its sources.
   *
   * @throws FaultException when what is to be simulated cannot be played
   */
  Preview preview(Outcome.Valid valid) throws InterruptedException {
    try {
      return Preview.open(valid, sources(Map.of()), InstantSource.system());
    } catch (StartException refused) {
      throw new FaultException(refused.getMessage());
    }
  }

  /** Logs errors only, unless {@code valid} says otherwise. */
  void quiet(Outcome.Valid valid) {
    quiet(valid, around.err());
  }

  /** The same, with the log in {@code out}. */
  static void quiet(Outcome.Valid valid, PrintStream out) {
    var said = valid.config().log();
    var level = valid.values().says("log.level") ? said.level() : LogConfig.Level.ERROR;
    Logging.configure(new LogConfig(level, said.format()), out);
  }
}
