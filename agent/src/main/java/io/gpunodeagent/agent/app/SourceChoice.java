package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.cluster.ClusterConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.SourcesConfig;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.processes.ProcessConfig;
import io.gpunodeagent.simulation.SimulatedNode;
import java.util.Optional;

/**
 * Which sources speak of the GPUs that are read. A simulation's processes and pods are the
 * scenario's: joined with those of this machine they would name pods that never saw a GPU. What the
 * configuration names itself is taken as it is.
 */
final class SourceChoice {

  private SourceChoice() {}

  /** The sources to ask, {@code simulated} being the node that a scenario describes. */
  static SourcesConfig of(Outcome.Valid valid, Optional<SimulatedNode> simulated) {
    var configured = valid.config().sources();
    if (!valid.config().sampling().simulated()) {
      return configured;
    }
    var values = valid.values();
    return new SourcesConfig(
        values.says("kubelet.socket")
            ? configured.kubelet()
            : kubelet(configured.kubelet(), simulated),
        values.says("processes.proc")
            ? configured.processes()
            : new ProcessConfig(simulated.map(SimulatedNode::proc)),
        values.says("cluster.kubeconfig")
            ? configured.cluster()
            : cluster(configured.cluster(), simulated));
  }

  private static KubeletConfig kubelet(KubeletConfig configured, Optional<SimulatedNode> node) {
    return new KubeletConfig(
        configured.enabled() && node.isPresent(),
        node.map(SimulatedNode::kubeletSocket).orElse(configured.socket()),
        configured.period(),
        configured.timeout(),
        configured.resources(),
        configured.draDrivers());
  }

  private static ClusterConfig cluster(ClusterConfig configured, Optional<SimulatedNode> node) {
    return new ClusterConfig(
        configured.pods() && node.isPresent(),
        configured.resourceSlices() && node.isPresent(),
        node.map(SimulatedNode::kubeconfig),
        node.map(SimulatedNode::nodeName).orElse(""),
        configured.podLabels(),
        configured.podAnnotations(),
        configured.draDrivers(),
        configured.timeout());
  }
}
