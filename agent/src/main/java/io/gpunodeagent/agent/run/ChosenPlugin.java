// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.LabelsConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The device plugin's configuration from its ConfigMap, for a command that looks once. */
public final class ChosenPlugin {

  private static final long BETWEEN_LOOKS_MILLIS = 50;

  private ChosenPlugin() {}

  /**
   * The configuration of labels, with the plugin's as the Node's label chooses it.
   *
   * @throws FaultException when it cannot be found out
   */
  public static LabelsConfig labels(AgentConfig config, ObservedNode node)
      throws InterruptedException {
    var cluster = config.sources().cluster();
    long deadline = System.nanoTime() + cluster.timeout().toNanos();
    try (var plugin =
        new PluginConfigs(config.sources().pluginConfigs(), cluster, InstantSource.system())) {
      plugin.start();
      var found = plugin.with(config.labels(), node);
      while (found.isEmpty() && plugin.problems().isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
        found = plugin.with(config.labels(), node);
      }
      return found.orElseThrow(() -> unknown(plugin.problems()));
    }
  }

  private static FaultException unknown(List<Problem> problems) {
    var lines = new ArrayList<>(problems.stream().map(Problem::line).toList());
    if (lines.isEmpty()) {
      lines.add(
          "labels.pluginConfigMap: the ConfigMap cannot be read: grant the right to list and watch"
              + " it, or mount the file and name it in labels.pluginConfig");
    }
    return new FaultException(lines);
  }
}
