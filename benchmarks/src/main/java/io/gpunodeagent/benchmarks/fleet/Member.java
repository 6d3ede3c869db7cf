// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks.fleet;

import io.gpunodeagent.agent.cluster.Cluster;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.publishing.Publisher;
import io.gpunodeagent.benchmarks.Configured;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.health.HealthEvent;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.sources.SourceState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that one agent has to do with the API server: its watches, owners, writes and Events, as the
 * agent runs them. What it would read from GPUs is given.
 */
final class Member implements AutoCloseable {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, String> labels;
  private final Cluster cluster;
  private final Publisher publisher;

  /**
   * An agent that has not been started.
   *
   * @param node its name
   * @param labels that it is to write
   */
  Member(String node, Path kubeconfig, Map<String, String> labels) {
    this.labels = labels;
    var defaults = Configured.byDefault().sources().cluster();
    var config =
        new ClusterConfig(
            defaults.pods(),
            defaults.resourceSlices(),
            Optional.of(kubeconfig),
            node,
            defaults.podLabels(),
            defaults.podAnnotations(),
            defaults.draDrivers(),
            defaults.timeout());
    var clock = InstantSource.system();
    cluster = new Cluster(config, clock, () -> {});
    publisher = Publisher.of(Configured.byDefault().publishing().dryRun(false), config, clock);
  }

  /** Begins; a node that is well. */
  void start() {
    cluster.start();
    publisher.start();
    say(true, 0);
  }

  /**
   * Says something else of the node: labels, condition, an Event.
   *
   * @param round makes the labels others than those of the round before
   */
  void say(boolean healthy, int round) {
    var said = new TreeMap<>(labels);
    if (round > 0) {
      said.put("gpu-node-agent.io/gpu.health", healthy ? "healthy" : "unhealthy");
      said.put("gpu-node-agent.io/idle-gpus", Integer.toString(round));
      publisher.announce(
          List.of(
              new HealthEvent(
                  "gpu/" + round, true, "GpuXid79", "round " + round, Instant.now(), 1)));
    }
    var condition =
        new NodeCondition(
            healthy ? NodeCondition.Status.TRUE : NodeCondition.Status.FALSE,
            healthy ? "AllGpusWork" : "GpuUnhealthy",
            "round " + round,
            SINCE);
    publisher.offer(DesiredNode.of(said, Map.of()).with(Optional.of(condition)));
  }

  /** Whether it hears of its pods, ResourceSlices and Node. */
  boolean watches() {
    return cluster.pods().state() instanceof SourceState.Up
        && cluster.draDevices().state() instanceof SourceState.Up
        && publisher.watch() instanceof SourceState.Up;
  }

  /** Whether its labels are on the Node. */
  boolean published() {
    return publisher
        .node()
        .filter(node -> node.own().labels().entrySet().containsAll(labels.entrySet()))
        .isPresent();
  }

  /** How many pods it knows. */
  int pods() {
    return cluster.pods().entries().size();
  }

  @Override
  public void close() {
    publisher.close();
    cluster.close();
  }
}
