// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.doctor.LiveNode;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.core.health.output.HealthTaint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Takes from the Node what the agent put there. */
@Command(
    name = "unlabel",
    description = {
      "Removes the agent's labels, annotations, condition and taint from this node, and prints"
          + " them.",
      "For uninstalling: an agent that still runs would write them again. Acts at once, whatever"
          + " publishing.dryRun says. What others hold stays."
    })
final class UnlabelCommand implements Callable<Integer> {

  private final Options options;

  @Option(names = "--dry-run", description = "Only print what would be removed.")
  private boolean dryRun;

  UnlabelCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var place = LiveNode.of(options.loadWithWarnings());
    var node = place.look();
    show(place.name(), node);
    if (!dryRun) {
      place
          .publisher()
          .remove()
          .ifPresent(
              reason -> {
                throw new FaultException(
                    "Node " + place.name() + ": not everything was removed: " + reason);
              });
    }
    return ExitCode.OK;
  }

  private void show(String name, ObservedNode node) {
    var out = options.around().out();
    var own = node.own();
    own.labels().forEach((key, value) -> out.println("- label " + key + "=" + value));
    own.annotations().keySet().forEach(key -> out.println("- annotation " + key));
    node.condition().ifPresent(one -> out.println("- condition " + one.type()));
    var taints = node.taintsOf(HealthTaint.KEY);
    taints.forEach(one -> out.println("- taint " + one.key() + ":" + one.effect()));
    if (own.fields().isEmpty() && node.condition().isEmpty() && taints.isEmpty()) {
      out.println("nothing to remove from " + name);
    }
  }
}
