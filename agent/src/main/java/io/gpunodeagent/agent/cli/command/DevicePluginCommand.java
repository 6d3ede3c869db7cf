// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.logging.Logging;
import io.gpunodeagent.agent.run.DeviceOffering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Offers simulated GPUs to a real kubelet until SIGTERM or Ctrl-C. */
@Command(
    name = "device-plugin",
    description =
        "Offers the GPUs of --simulate to this node's kubelet, as NVIDIA's device plugin does with"
            + " real ones, until SIGTERM or Ctrl-C. MIG strategy and sharing come from"
            + " labels.pluginConfig.")
final class DevicePluginCommand implements Callable<Integer> {

  private final Options options;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "/var/lib/kubelet/device-plugins",
      showDefaultValue = Visibility.ALWAYS,
      description = "Folder of the kubelet's kubelet.sock.")
  private Path folder = Path.of("");

  DevicePluginCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var sources = options.sources(Map.of());
    var valid = Options.load(sources);
    if (!valid.config().sampling().simulated()) {
      throw wrong(
          "nvml.simulate: is not set: give --simulate; real GPUs are offered by NVIDIA's device"
              + " plugin");
    }
    if (!Files.isDirectory(folder)) {
      throw wrong("--folder " + folder + ": is no folder: name the one that holds kubelet.sock");
    }
    var around = options.around();
    Logging.configure(valid.config().log(), around.err());
    try (var offering = DeviceOffering.start(valid, sources, folder, InstantSource.system())) {
      around.onSignal().accept(offering::close);
      offering.await();
    } catch (StartException refused) {
      throw new FaultException(refused.getMessage());
    }
    return 0;
  }

  private static FaultException wrong(String line) {
    return FaultException.ofUsage(List.of(line));
  }
}
