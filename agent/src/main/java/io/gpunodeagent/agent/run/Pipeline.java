// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.gpunodeagent.agent.enforcement.Enforcer;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.loop.Heartbeat;
import io.gpunodeagent.agent.persistence.EventStore;
import io.gpunodeagent.agent.persistence.Remembered;
import io.gpunodeagent.agent.persistence.StateStore;
import io.gpunodeagent.agent.publishing.PublishingStatus;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.simulated.ScenarioNode;
import io.gpunodeagent.agent.simulated.SimulatedTime;
import io.gpunodeagent.agent.simulated.SourceChoice;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.overview.EvictionAttempt;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything up to the published state: the sampler, the other sources, and what joins them; and
 * what of it goes onto the Node.
 */
final class Pipeline implements AutoCloseable {

  /** A loop silent for this long or ten periods, whichever is more, is stalled. */
  private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(30);

  private final SamplingConfig.Source source;
  private final Optional<ScenarioNode> scenario;
  private final NodeSources sources;
  private final StateStore store;
  private final EventStore eventStore;
  private final List<NumberedOccurrence> earlierEvents;
  private final StateKeeper keeper;
  private final Heartbeat heartbeat;
  private final Sampler sampler;
  private final NodePublication publication;
  private final Enforcer enforcer;
  private volatile Consumer<NodeState> published = _ -> {};
  private volatile Supplier<List<NumberedOccurrence>> events = List::of;

  /**
   * A pipeline that runs from {@link #start} on.
   *
   * @throws StartException when the scenario to be simulated cannot be played
   */
  Pipeline(Outcome.Valid start, Sources from, SamplingPlan plan, InstantSource clock)
      throws StartException {
    var sampling = start.config().sampling();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    scenario = ScenarioNode.start(start, from, clock, now);
    try {
      source = SimulatedTime.running(sampling.source(), from.environment(), now);
      var choice = new SourceChoice(start, scenario.map(ScenarioNode::node));
      sources = new NodeSources(choice.sources(), sampling.source().pciDevices(), clock);
      store = new StateStore(choice.persistence(), clock);
      eventStore = new EventStore(choice.persistence(), clock);
      earlierEvents = eventStore.recall();
      var remembered = store.recall();
      keeper =
          new StateKeeper(
              first(clock.instant(), sampling.simulated(), remembered),
              sources,
              AgentRules.of(start.config()));
      heartbeat = new Heartbeat(System::nanoTime, patience(sampling));
      sampler =
          new Sampler(
              sampling.withSource(source), plan, SamplerClock.system(), sources::containers);
      sampler.onPublish(this::take);
      publication =
          new NodePublication(
              choice.publishing(),
              choice.publishedTo(),
              start.config(),
              new PluginConfigs(choice.sources().pluginConfigs(), choice.publishedTo(), clock),
              clock);
      enforcer =
          Enforcement.of(
              choice.enforcedIn(),
              sources::confirm,
              start.config().policies(),
              remembered.map(Remembered::evictions).orElseGet(EvictionMemory::none),
              () -> !store.keeps() || store.save(),
              clock);
    } catch (RuntimeException | Error failure) {
      scenario.ifPresent(ScenarioNode::close);
      throw failure;
    }
  }

  private static NodeState first(Instant now, boolean simulated, Optional<Remembered> remembered) {
    return remembered
        .map(
            known -> {
              var bootId = known.usage().bootId();
              return NodeState.starting(
                  now,
                  simulated,
                  Usage.restored(known.usage(), bootId),
                  Health.restored(known.health(), now),
                  Policies.restored(known.policies(), bootId));
            })
        .orElseGet(() -> NodeState.starting(now, simulated));
  }

  private Remembered memory(String bootId) {
    var state = keeper.latest();
    return new Remembered(
        state.usage().memory(bootId),
        state.policies().memory(bootId),
        enforcer.memory(),
        state.health().memory());
  }

  void start() {
    store.start(this::memory);
    eventStore.start(events);
    sources.start();
    publication.start();
    enforcer.start();
    sampler.start();
  }

  private void take(NodeSnapshot node) {
    var state = keeper.take(node);
    publication.announce(state);
    enforcer.offer(state);
    heartbeat.time();
    published.accept(state);
  }

  /**
   * Has {@code listener} called after each publication, in the sampler's thread, before {@link
   * #start}; it must not wait.
   */
  void onPublish(Consumer<NodeState> listener) {
    published = listener;
  }

  /**
   * Has {@code listener} called with what comes of each eviction, before {@link #start}; it must
   * not wait.
   */
  void onEviction(Consumer<EvictionAttempt> listener) {
    enforcer.onEviction(listener);
  }

  /** Has the Node carry what the state calls for; returns at once. Confined to one thread. */
  void publish() {
    publication.look(state(), sources.draDevices());
  }

  /** Whether there is anywhere to publish to. */
  boolean publishes() {
    return publication.publishes();
  }

  /** How publishing stands. */
  PublishingStatus publishing() {
    return publication.status();
  }

  /** Events from before a restart, newest first. */
  List<NumberedOccurrence> earlierEvents() {
    return earlierEvents;
  }

  /** Has the events that {@code kept} says, newest first, survive a restart. */
  void keepEvents(Supplier<List<NumberedOccurrence>> kept) {
    events = kept;
  }

  /** What is published; without readings once the sampler has been silent for too long. */
  NodeState state() {
    return heartbeat.beats() ? keeper.latest() : keeper.stalled();
  }

  /** How the carrying out of policies stands. */
  EnforcementStatus enforcement() {
    return enforcer.status();
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  /** Takes over what may change while it runs; the library stays what it was at start. */
  void reconfigure(AgentConfig config, SamplingPlan plan) {
    var next = config.sampling();
    heartbeat.patience(patience(next));
    keeper.judgeBy(AgentRules.of(config));
    sampler.reconfigure(next.withSource(source));
    sampler.replan(plan);
    publication.follow(config.labels(), config.health());
    enforcer.follow(config.policies());
  }

  private static Duration patience(SamplingConfig config) {
    var tenPeriods = config.period().multipliedBy(10);
    return tenPeriods.compareTo(SHORTEST_PATIENCE) > 0 ? tenPeriods : SHORTEST_PATIENCE;
  }

  @Override
  public void close() {
    sampler.close();
    enforcer.close();
    publication.close();
    store.close();
    eventStore.close();
    sources.close();
    scenario.ifPresent(ScenarioNode::close);
  }
}
