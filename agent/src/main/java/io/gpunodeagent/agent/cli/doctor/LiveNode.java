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
   * The place that the configuration names. Its dry run is the running agent's: a command does what
   * it is told.
   *
   * @throws FaultException when there is none, or it is not a simulation's business
   */
  public static LiveNode of(Outcome.Valid valid) {
    var config = valid.config();
    if (config.sampling().simulated() && !config.publishing().simulations()) {
      throw new FaultException(
          "nvml.simulate: a simulation has no place on a real Node: leave it out, or set"
              + " publishing.simulations to true");
    }
    var cluster = config.sources().cluster();
    var publisher =
        Publisher.of(config.publishing().dryRun(false), cluster, InstantSource.system());
    if (!publisher.publishes()) {
      throw new FaultException(
          cluster.nodeName().isEmpty()
              ? "cluster.nodeName: the name of this node is not known: set it, or NODE_NAME"
              : "publishing.sink: none: nothing is published: set it to node or features-file");
    }
    return new LiveNode(cluster.nodeName(), publisher);
  }

  /**
   * What is there.
   *
   * @throws FaultException when it cannot be seen
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
