// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.config.SourcesConfig;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.persistence.PersistenceConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.simulated.ScenarioNode;
import io.gpunodeagent.agent.simulated.SimulatedTime;
import io.gpunodeagent.agent.simulated.SourceChoice;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The node with all its sources, for commands that show it and end: what an agent would make of its
 * snapshots. Nothing is published, served or kept.
 */
public final class Preview implements AutoCloseable {

  private final Outcome.Valid valid;
  private final Optional<ScenarioNode> scenario;
  private final SamplingConfig sampling;
  private final SourceChoice choice;
  private final NodeSources sources;
  private final StateKeeper keeper;

  private Preview(
      Outcome.Valid valid,
      SamplingConfig sampling,
      Optional<ScenarioNode> scenario,
      InstantSource clock) {
    this.valid = valid;
    this.sampling = sampling;
    this.scenario = scenario;
    choice = new SourceChoice(valid, scenario.map(ScenarioNode::node));
    sources = new NodeSources(choice.sources(), sampling.source().pciDevices(), clock);
    keeper =
        new StateKeeper(
            NodeState.starting(clock.instant(), sampling.simulated()),
            sources,
            AgentRules.of(valid.config()));
  }

  /**
   * Begins to ask everybody the configuration names, and returns once each has answered or failed
   * to, or had its time. A source that does not answer is down in the states.
   *
   * @throws StartException when the scenario to be simulated cannot be played
   */
  public static Preview open(Outcome.Valid valid, Sources from, InstantSource clock)
      throws StartException, InterruptedException {
    var sampling = valid.config().sampling();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var scenario = ScenarioNode.start(valid, from, clock, now);
    var source = SimulatedTime.running(sampling.source(), from.environment(), now);
    var preview = new Preview(valid, sampling.withSource(source), scenario, clock);
    try {
      preview.sources.start();
      preview.sources.settle(preview.patience());
      return preview;
    } catch (InterruptedException stop) {
      preview.close();
      throw stop;
    }
  }

  /**
   * One state, of one reading of the GPUs.
   *
   * @throws StartException when the scenario to be simulated cannot be played
   */
  public static NodeState take(Outcome.Valid valid, Sources from, InstantSource clock)
      throws StartException, InterruptedException {
    try (var preview = open(valid, from, clock)) {
      return preview.read(ReadingPlan.of(valid));
    }
  }

  /** The state of one reading of the GPUs, by {@code plan}, which says all that is read. */
  public NodeState read(SamplingPlan plan) {
    try (var sampler = new Sampler(sampling, plan, SamplerClock.system())) {
      return state(sampler.sampleOnce());
    }
  }

  /** The state of a snapshot; those given before are its past. Confined to one thread. */
  public NodeState state(NodeSnapshot node) {
    return keeper.take(node);
  }

  /** How the GPUs are read, at the scenario's time if it is one. */
  public SamplingConfig sampling() {
    return sampling;
  }

  /** Who is asked besides NVML. */
  public SourcesConfig sources() {
    return choice.sources();
  }

  /** What the kubelet said. */
  public Allocations allocations() {
    return sources.allocations();
  }

  /** How an agent would publish. */
  public PublishingConfig publishing() {
    return choice.publishing();
  }

  /** The cluster that an agent would publish to. */
  public ClusterConfig publishedTo() {
    return choice.publishedTo();
  }

  /** The cluster in which an agent would carry policies out. */
  public ClusterConfig enforcedIn() {
    return choice.enforcedIn();
  }

  /** What an agent would keep for its restart. */
  public PersistenceConfig persistence() {
    return choice.persistence();
  }

  private Duration patience() {
    var asked = valid.config().sources();
    return asked.cluster().timeout().plus(asked.kubelet().timeout());
  }

  @Override
  public void close() {
    sources.close();
    scenario.ifPresent(ScenarioNode::close);
  }
}
