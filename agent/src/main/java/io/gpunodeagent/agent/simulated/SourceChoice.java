// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.SourcesConfig;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.persistence.PersistenceConfig;
import io.gpunodeagent.agent.processes.ProcessConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import io.gpunodeagent.simulation.spi.SimulatedNode;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Which sources describe the GPUs that are read, and where the results are written. A simulation's
 * processes and pods are the scenario's: joined with those of this machine they would name pods
 * that never saw a GPU. What the configuration names itself is asked as it is, but written to only
 * when it says so.
 *
 * @param valid the configuration
 * @param simulated the node that a scenario describes
 */
public record SourceChoice(Outcome.Valid valid, Optional<SimulatedNode> simulated) {

  private static final System.Logger LOG = System.getLogger("agent");

  /** The sources to ask. */
  public SourcesConfig sources() {
    var configured = valid.config().sources();
    if (!simulation()) {
      return configured;
    }
    var values = valid.values();
    return new SourcesConfig(
        values.says("kubelet.socket") ? configured.kubelet() : kubelet(configured.kubelet()),
        processes(configured.processes()),
        values.says("cluster.kubeconfig") ? configured.cluster() : scenarioCluster(),
        configured.pluginConfigs().filter(_ -> writesToConfigured()),
        true);
  }

  /** The scenario's sources, whatever addresses the configuration has. */
  public SourcesConfig scenarioSources() {
    var configured = valid.config().sources();
    return new SourcesConfig(
        kubelet(configured.kubelet()),
        scenarioProcesses(),
        scenarioCluster(),
        Optional.empty(),
        true);
  }

  /** How to publish: nowhere from a simulation that has no cluster of its own. */
  public PublishingConfig publishing() {
    var configured = valid.config().publishing();
    if (writesToConfigured()) {
      return configured;
    }
    boolean own = simulated.isPresent() && configured.sink() instanceof Sink.Node;
    if (!own && !configured.dryRun()) {
      LOG.log(
          Level.WARNING,
          "nothing is published: a simulation writes to no cluster but its scenario's; set"
              + " publishing.simulations to true to have it write to the configured one");
    }
    return own ? configured : configured.to(new Sink.None());
  }

  /** The cluster that is written to. */
  public ClusterConfig publishedTo() {
    return writesToConfigured() ? valid.config().sources().cluster() : scenarioCluster();
  }

  private boolean writesToConfigured() {
    return !valid.config().sampling().simulated() || valid.config().publishing().simulations();
  }

  /** The cluster in which policies are carried out; of a simulation, the scenario's or none. */
  public ClusterConfig enforcedIn() {
    return simulation() ? scenarioCluster() : valid.config().sources().cluster();
  }

  /** What is to survive a restart: of a simulation, nothing unless a file was named for it. */
  public PersistenceConfig persistence() {
    var configured = valid.config().persistence();
    return simulation() && !valid.values().says("state.file") ? configured.off() : configured;
  }

  /** Whether the node around the GPUs is a simulation too. */
  private boolean simulation() {
    return valid.config().sampling().simulated() && valid.config().sources().played();
  }

  private KubeletConfig kubelet(KubeletConfig configured) {
    return new KubeletConfig(
        configured.enabled() && simulated.isPresent(),
        simulated.map(SimulatedNode::kubeletSocket).orElse(configured.socket()),
        configured.period(),
        configured.timeout(),
        configured.resources(),
        configured.draDrivers());
  }

  private ProcessConfig processes(ProcessConfig configured) {
    var values = valid.values();
    var own = scenarioProcesses();
    return new ProcessConfig(
        values.says("processes.proc") ? configured.proc() : own.proc(),
        values.says("processes.cgroups") ? configured.cgroups() : own.cgroups());
  }

  private ProcessConfig scenarioProcesses() {
    return new ProcessConfig(
        simulated.map(SimulatedNode::proc), simulated.map(SimulatedNode::cgroups));
  }

  private ClusterConfig scenarioCluster() {
    var configured = valid.config().sources().cluster();
    return new ClusterConfig(
        configured.pods() && simulated.isPresent(),
        configured.resourceSlices() && simulated.isPresent(),
        simulated.map(SimulatedNode::kubeconfig),
        simulated.map(SimulatedNode::nodeName).orElse(""),
        configured.podLabels(),
        configured.podAnnotations(),
        configured.draDrivers(),
        configured.timeout());
  }
}
