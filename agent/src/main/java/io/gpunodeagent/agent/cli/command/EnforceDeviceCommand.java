// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.RawValue;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.logging.Logging;
import io.gpunodeagent.agent.run.DeviceEnforcement;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets GPUs as the time-slice rules say, until it is told to stop. */
@Command(
    name = "enforce-device",
    description =
        "Sets time slice and compute mode of GPUs as policies.timeSlice[].device says, until"
            + " SIGTERM or Ctrl-C. Needs root; see docs/enforcement.md.")
final class EnforceDeviceCommand implements Callable<Integer> {

  private final Options options;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "File to keep earlier values in, shaping.stateFile otherwise; or off.")
  private @Nullable String state;

  EnforceDeviceCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var more = new HashMap<String, RawValue>();
    if (state != null) {
      more.put("shaping.stateFile", Sources.option("--state", state));
    }
    var sources = options.sources(more);
    var valid = Options.valid(ConfigLoader.loadPart(sources));
    var around = options.around();
    Logging.configure(valid.config().log(), around.err());
    try (var enforcement =
        DeviceEnforcement.start(
            sources, valid, InstantSource.system(), log -> Logging.configure(log, around.err()))) {
      around.onSignal().accept(enforcement::close);
      if (!enforcement.await()) {
        throw new FaultException("the loop is stuck: restart the process");
      }
    } catch (StartException refused) {
      throw new FaultException(refused.getMessage());
    }
    return 0;
  }
}
