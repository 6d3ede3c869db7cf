// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.scenario;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.enforcement.Grants;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.files.TemporaryFolder;
import io.gpunodeagent.agent.run.AgentRules;
import io.gpunodeagent.agent.run.StateKeeper;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.SteppedSampler;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.simulated.ScenarioNode;
import io.gpunodeagent.agent.simulated.SimulatedTime;
import io.gpunodeagent.agent.simulated.SourceChoice;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.health.HealthSignals;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.UsageSignals;
import io.gpunodeagent.simulation.spi.SimulatedNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A scenario's node from t = 0 on, step by step as fast as the machine can: the simulated library,
 * kubelet, {@code /proc} and API server, asked as a running agent asks them, at a time that stands
 * between steps. Nothing is published, enforced or kept. Confined to one thread.
 */
public final class ScenarioPlay implements AutoCloseable {

  private static final Duration SHORTEST_SLOW_PERIOD = Duration.ofSeconds(30);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  /** A hang ends with its fault. */
  private static final Duration BEYOND_EVERY_FAULT = Duration.ofDays(36_500);

  private final String scenario;
  private final Duration step;
  private final TemporaryFolder folder;
  private final StepClock clock;
  private final String nodeName;
  private final ClusterConfig cluster;
  private final SteppedSources sources;
  private final StateKeeper keeper;
  private final SteppedSampler sampler;
  private final ExecutorService passes =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("passes").factory());
  private boolean hangs;

  private ScenarioPlay(
      Outcome.Valid valid,
      Simulator simulator,
      String scenario,
      Duration step,
      TemporaryFolder folder,
      StepClock clock,
      SimulatedNode node) {
    this.scenario = scenario;
    this.step = step;
    this.folder = folder;
    this.clock = clock;
    nodeName = node.nodeName();
    var asked = new SourceChoice(valid, Optional.of(node)).scenarioSources();
    cluster = asked.cluster();
    sources = new SteppedSources(node, asked, clock);
    var config = valid.config();
    keeper =
        new StateKeeper(
            NodeState.starting(clock.instant(), true),
            sources.facts(),
            new AgentRules(UsageRules.defaults(step), config.health(), config.policies()));
    sampler =
        new SteppedSampler(
            sampling(config.sampling(), simulator),
            plan(),
            new SamplerClock(clock, clock::nanoTime));
  }

  /**
   * A play at t = 0.
   *
   * @param valid by whose rules it is judged; the addresses in it are not asked
   * @param simulator where the library and the scenarios are
   * @param scenario a shipped one's name, or a file
   * @param step between two states
   * @param start the instant of t = 0, a whole second
   * @throws StartException when it cannot be played
   */
  public static ScenarioPlay open(
      Outcome.Valid valid, Simulator simulator, String scenario, Duration step, Instant start)
      throws StartException, InterruptedException {
    try {
      var folder = TemporaryFolder.create();
      var clock = new StepClock(folder.path().resolve("clock"), start);
      try {
        var node =
            ScenarioNode.stepped(simulator, scenario, folder.path(), clock)
                .orElseThrow(
                    () ->
                        fault(
                            scenario,
                            "describes no pods",
                            "choose one that does, such as k8s-h100-8"));
        return new ScenarioPlay(valid, simulator, scenario, step, folder, clock, node).begin();
      } catch (StartException refused) {
        clock.close();
        folder.close();
        throw refused;
      }
    } catch (IOException failed) {
      throw StartException.noTemporaryFolder(failed);
    }
  }

  private ScenarioPlay begin() throws InterruptedException {
    try {
      sources.begin();
      return this;
    } catch (InterruptedException stop) {
      close();
      throw stop;
    }
  }

  private SamplingConfig sampling(SamplingConfig configured, Simulator simulator) {
    var longer = step.compareTo(SHORTEST_SLOW_PERIOD) > 0 ? step : SHORTEST_SLOW_PERIOD;
    return new SamplingConfig(
        new SamplingConfig.Source(
            Optional.of(simulator.library()),
            Map.of(
                Simulator.SCENARIO_VARIABLE,
                scenario,
                SimulatedTime.CLOCK_VARIABLE,
                clock.setting()),
            true,
            Optional.empty()),
        step,
        longer,
        configured.callTimeout(),
        configured.eventWindow(),
        configured.gpm());
  }

  /** What judgement needs, and nothing else: what is only shown would cost time. */
  private static SamplingPlan plan() {
    var signals = new HashSet<Signal<?>>(UsageSignals.ALL);
    signals.addAll(HealthSignals.SIGNALS);
    return new SamplingPlan(signals, SamplingPlan.Processes.NOTHING).and(Attribution.PLAN);
  }

  /**
   * The state at t = 0, then a step later each time.
   *
   * @throws StartException when the scenario cannot be played on
   */
  public NodeState next() throws StartException, InterruptedException {
    follow();
    var state = keeper.take(pass());
    clock.step(step);
    return state;
  }

  /** When the next state is of. */
  public Instant now() {
    return clock.instant();
  }

  /** The name of the Node. */
  public String nodeName() {
    return nodeName;
  }

  /** Where the scenario's API server is. */
  public ClusterConfig cluster() {
    return cluster;
  }

  /** The scenario's kubelet, to be asked again. */
  public Grants grants() {
    return sources::confirm;
  }

  private void follow() throws StartException, InterruptedException {
    try {
      sources.follow();
    } catch (IOException failed) {
      throw fault("the simulated node cannot go on (" + failed.getMessage() + ")", "see its file");
    } catch (TimeoutException late) {
      throw fault("the agent does not learn of its pods", "report this");
    }
  }

  private NodeSnapshot pass() throws StartException, InterruptedException {
    try {
      return passes
          .submit(sampler::pass)
          .get(SteppedSources.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      hangs = true;
      throw fault(
          "a call of NVML does not return, so time stops until it does",
          "take faults that hang out of the scenario");
    } catch (ExecutionException failed) {
      throw new IllegalStateException("A pass failed", failed.getCause());
    }
  }

  private StartException fault(String what, String wayOut) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime());
    return fault(scenario, "fails at t = %d s, %s".formatted(seconds, what), wayOut);
  }

  private static StartException fault(String scenario, String predicate, String wayOut) {
    return new StartException(
        Problem.of("option --scenario", "", scenario, predicate, wayOut).line());
  }

  /** After the pass that is under way, if it ends. */
  private void closeSampler() {
    passes.execute(sampler::close);
    passes.shutdown();
    try {
      boolean _ = passes.awaitTermination(CLOSE_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (hangs) {
      clock.step(BEYOND_EVERY_FAULT);
    }
    closeSampler();
    sources.close();
    try {
      clock.close();
    } catch (IOException left) {
      // The folder goes all the same.
    }
    folder.close();
  }
}
