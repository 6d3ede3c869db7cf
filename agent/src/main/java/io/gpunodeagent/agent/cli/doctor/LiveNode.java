// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.doctor;

import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.publishing.Publisher;
import java.time.InstantSource;

/**
 * Where the agent of this node publishes to, for commands that look at it or clear it.
 *
 * @param name of the Node
 * @param publisher that is not started
 */
public record LiveNode(String name, Publisher publisher) {

  /**
   * The Node that the configuration names. {@code publishing.dryRun} is for the running agent: a
   * command has an option of its own.
   *
   * @throws FaultException when the configuration names none, or a simulation may not write to it
   */
  public static LiveNode of(Outcome.Valid valid) {
    var config = valid.config();
    if (config.sampling().simulated() && !config.publishing().simulations()) {
      throw fault(
          valid,
          "nvml.simulate",
          "is a simulation, which may not write to a real Node",
          "remove it, or set publishing.simulations to true");
    }
    var cluster = config.sources().cluster();
    var publisher =
        Publisher.of(config.publishing().dryRun(false), cluster, InstantSource.system());
    if (!publisher.publishes()) {
      throw cluster.nodeName().isEmpty()
          ? new FaultException(
              "cluster.nodeName: missing: set it, or the environment variable NODE_NAME")
          : fault(
              valid,
              "publishing.sink",
              "publishes nothing",
              "use node, features-file or node-feature");
    }
    return new LiveNode(cluster.nodeName(), publisher);
  }

  private static FaultException fault(
      Outcome.Valid valid, String key, String predicate, String remedy) {
    return new FaultException(valid.values().problem(key, predicate, remedy).line());
  }

  /**
   * The Node as it is now.
   *
   * @throws FaultException when it cannot be read
   */
  public ObservedNode look() throws InterruptedException {
    var answer = publisher.look();
    if (answer instanceof NodeAnswer.Seen(var node)) {
      return node;
    }
    throw new FaultException(
        "Node " + name + ": cannot be read: " + Publisher.reason(answer).orElse("no answer"));
  }
}
