// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.PolicyExplanation;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates a configuration file. */
@Command(
    name = "check-config",
    description = "Lists every problem of a configuration file, with key, value, rule and way out.")
final class CheckConfigCommand implements Callable<Integer> {

  private final Options options;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; or give --config.")
  private @Nullable Path file;

  @Option(
      names = "--syntax-only",
      description = "Do not look whether the files it names can be read here.")
  private boolean syntaxOnly;

  @Option(
      names = "--explain",
      description = "Read the node once and show which policy rule each of its pods falls under.")
  private boolean explain;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  CheckConfigCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (file != null) {
      options.refuseConfig(spec, "FILE is given, so leave one of them out");
    }
    if (!explain) {
      options.refuseNvml(spec, "only --explain reads the GPUs, so add it, or leave this out");
    }
    var checked =
        Optional.ofNullable(file)
            .or(options::file)
            .orElseThrow(() -> new ParameterException(spec.commandLine(), "FILE is missing"));
    var sources =
        explain
            ? options.explained(checked)
            : options.sources(Optional.of(checked), Map.of(), !syntaxOnly);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> {
        valid.counters().warnings().stream()
            .map(Problem::line)
            .forEach(options.around().err()::println);
        valid.warnings().stream().map(Problem::line).forEach(options.around().err()::println);
        if (!valid.counters().malformed().isEmpty()) {
          throw new FaultException(
              valid.counters().malformed().stream().map(Problem::line).toList());
        }
        options.around().out().println(checked + ": good: " + valid.values().summary());
        if (explain) {
          explain(valid, sources);
        }
        yield 0;
      }
      case Outcome.Invalid(var problems) ->
          throw Options.fault(problems, problems.stream().map(Problem::line).toList());
    };
  }

  private void explain(Outcome.Valid valid, Sources sources) throws InterruptedException {
    options.quiet(valid);
    try {
      var state = Preview.take(valid, sources, InstantSource.system());
      PolicyExplanation.write(valid, state).forEach(options.around().out()::println);
    } catch (StartException refused) {
      throw new FaultException(refused.getMessage());
    }
  }
}
