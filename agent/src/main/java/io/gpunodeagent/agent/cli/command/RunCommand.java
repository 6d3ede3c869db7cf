// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.config.RawValue;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.logging.Logging;
import io.gpunodeagent.agent.run.Agent;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the agent until it is told to stop. */
@Command(name = "run", description = "Runs the agent until SIGTERM or Ctrl-C.")
final class RunCommand implements Callable<Integer> {

  private final Options options;

  @Option(names = "--port", paramLabel = "PORT", description = "Port to serve on, 9400 by default.")
  private @Nullable String port;

  RunCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var more = new HashMap<String, RawValue>();
    if (port != null) {
      more.put("web.port", Sources.option("--port", port));
    }
    var sources = options.sources(more);
    var valid = Options.load(sources);
    var around = options.around();
    Logging.configure(valid.config().log(), around.err());
    try (var agent =
        Agent.start(
            sources,
            valid,
            around.version(),
            InstantSource.system(),
            log -> Logging.configure(log, around.err()))) {
      around.onSignal().accept(agent::close);
      agent.run();
    } catch (StartException refused) {
      throw new FaultException(refused.getMessage());
    }
    return 0;
  }
}
