// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.ConditionText;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.machine.MachineFacts;
import io.gpunodeagent.agent.publishing.Publisher;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.publishing.PublishingStatus;
import io.gpunodeagent.core.desired.CurrentNode;
import io.gpunodeagent.core.desired.NodeJudgement;
import io.gpunodeagent.core.desired.NodeRules;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.labels.LabelDamping;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.labels.OwnerFacts.Held;
import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.state.NodeState;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has the Node follow the state: collects what {@link NodeJudgement} needs, and hands its result to
 * the publisher. {@link #announce} may be called from another thread than the rest.
 */
final class NodePublication implements AutoCloseable {

  private static final Path SYS = Path.of("/sys");

  private static final System.Logger LOG = System.getLogger("agent");

  private final OngoingProblems problems = new OngoingProblems();

  private final Publisher publisher;
  private final PluginConfigs plugin;
  private final Instant startedAt;
  private LabelsConfig config;
  private HealthRules health;
  private Optional<String> machineTypeFile;
  private NodeFacts facts;
  private Optional<LabelDamping> damping = Optional.empty();
  private Optional<Duration> judged = Optional.empty();

  NodePublication(
      PublishingConfig publishing,
      ClusterConfig cluster,
      AgentConfig rules,
      PluginConfigs plugin,
      InstantSource clock) {
    publisher = Publisher.of(publishing, cluster, clock);
    this.plugin = plugin;
    startedAt = clock.instant();
    config = rules.labels();
    health = rules.health();
    machineTypeFile = config.plugin().machineTypeFile();
    facts = MachineFacts.read(SYS, machineTypeFile, startedAt);
  }

  void start() {
    publisher.start();
    if (publisher.publishes()) {
      plugin.start();
    }
  }

  /** Judges by other rules from the next look on. */
  void follow(LabelsConfig labels, HealthRules rules) {
    config = labels;
    health = rules;
    judged = Optional.empty();
  }

  /** Whether there is anywhere to publish to. */
  boolean publishes() {
    return publisher.publishes();
  }

  /** How publishing stands. */
  PublishingStatus status() {
    return publisher.status();
  }

  /** Publishes the events of a state; to be called with every state, once. */
  void announce(NodeState state) {
    publisher.announce(state.health().events());
  }

  /** Offers what {@code state} calls for; nothing before the Node was first seen. */
  void look(NodeState state, DraDevices draDevices) {
    var node = publisher.node();
    if (node.isEmpty() || !NodeJudgement.isDue(state, judged)) {
      return;
    }
    judged = Optional.of(state.node().monotonic());
    var shared = plugin.with(config, node.get());
    var labels = shared.orElse(config);
    var rules =
        new NodeRules(
            labels, shared.isPresent(), facts(labels), !draDevices.uuids().isEmpty(), health);
    var judgement = NodeJudgement.of(damping, state, current(node.get()), rules);
    damping = Optional.of(judgement.damping());
    problems.become(
        Stream.concat(judgement.problems().stream(), plugin.problems().stream())
            .map(Problem::line)
            .toList(),
        line -> LOG.log(Level.WARNING, "not labelled {0}", line),
        line -> LOG.log(Level.INFO, "labelled again {0}", line));
    publisher.offer(judgement.desired());
  }

  private NodeFacts facts(LabelsConfig labels) {
    if (!labels.plugin().machineTypeFile().equals(machineTypeFile)) {
      machineTypeFile = labels.plugin().machineTypeFile();
      facts = MachineFacts.read(SYS, machineTypeFile, startedAt);
    }
    return facts;
  }

  private static CurrentNode current(ObservedNode node) {
    var own = node.own();
    return new CurrentNode(
        ObservedNode.AGENT,
        node.marks().labels().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    label -> new Held(label.getValue(), node.managersOf(label.getKey())))),
        own.labels(),
        own.annotations(),
        node.condition().map(ConditionText::lastTransition));
  }

  @Override
  public void close() {
    publisher.close();
    plugin.close();
  }
}
