// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.config.SourcesConfig;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.processes.ProcessConfig;
import io.gpunodeagent.agent.sampling.ComputeModes;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.shaper.ShaperConfig;
import io.gpunodeagent.agent.shaper.SmiTool;
import io.gpunodeagent.agent.simulated.ScenarioNode;
import io.gpunodeagent.agent.simulated.SimulatedSettings;
import io.gpunodeagent.agent.simulated.SimulatedTime;
import io.gpunodeagent.agent.simulated.SourceChoice;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The node as the enforcer of device settings sees it: who holds which GPU, and little else. */
final class ShapingNode implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("enforcer");
  private static final String LIBRARY = "nvml.library";
  private static final String KUBECONFIG = "cluster.kubeconfig";
  private static final SamplingPlan PLAN =
      new SamplingPlan(
          Set.of(DeviceSignal.COMPUTE_MODE, DeviceSignal.MIG_MODE), SamplingPlan.Processes.NOTHING);
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private final Optional<ScenarioNode> scenario;
  private final Optional<SimulatedSettings> simulated;
  private final SamplingConfig.Source source;
  private final NodeSources asked;
  private final StateKeeper keeper;
  private final Sampler sampler;

  /**
   * A node that is looked at from {@link #start} on.
   *
   * @param period between two snapshots
   * @param published is called after each
   * @throws StartException when the scenario to be simulated cannot be played
   */
  ShapingNode(
      Outcome.Valid start, Sources from, Duration period, InstantSource clock, Runnable published)
      throws StartException {
    var sampling = unloaded(start);
    simulated = SimulatedSettings.of(sampling.source(), from.environment());
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    scenario = ScenarioNode.start(start, from, clock, now);
    var running = SimulatedTime.running(sampling.source(), from.environment(), now);
    source = simulated.map(kept -> kept.kept(running)).orElse(running);
    asked = new NodeSources(asked(start, scenario), Optional.empty(), clock);
    var judgement =
        new AgentRules(UsageRules.defaults(period), start.config().health(), PolicyRules.none());
    keeper =
        new StateKeeper(
            NodeState.starting(clock.instant(), sampling.simulated()), asked, judgement);
    sampler = new Sampler(calm(sampling, period), PLAN, SamplerClock.system());
    sampler.onPublish(node -> take(node, published));
  }

  /**
   * Whoever may write the configuration file is not to have code of theirs run with rights: what
   * names a library, or a kubeconfig, which may name a program, counts from elsewhere only.
   */
  private static SamplingConfig unloaded(Outcome.Valid start) {
    var sampling = start.config().sampling();
    if (sampling.simulated() || !start.values().isFromFile(LIBRARY)) {
      return sampling;
    }
    LOG.log(Level.WARNING, "ignored {0} of the configuration file: give --nvml-library", LIBRARY);
    var source = sampling.source();
    return sampling.withSource(
        new SamplingConfig.Source(
            Optional.empty(), source.environment(), source.simulated(), source.kernelLog()));
  }

  private static ClusterConfig cluster(Outcome.Valid start, ClusterConfig configured) {
    if (start.config().sampling().simulated() || !start.values().isFromFile(KUBECONFIG)) {
      return configured;
    }
    LOG.log(Level.WARNING, "ignored {0} of the configuration file", KUBECONFIG);
    return configured.off();
  }

  /** Whose the processes are does not matter here. */
  private static SourcesConfig asked(Outcome.Valid start, Optional<ScenarioNode> scenario) {
    var all = new SourceChoice(start, scenario.map(ScenarioNode::node)).sources();
    return new SourcesConfig(
        all.kubelet(),
        ProcessConfig.off(),
        cluster(start, all.cluster()),
        all.pluginConfigs(),
        all.played());
  }

  private SamplingConfig calm(SamplingConfig configured, Duration period) {
    var quiet =
        new SamplingConfig.Source(
            source.library(), source.environment(), source.simulated(), Optional.empty());
    return new SamplingConfig(
        quiet, period, period, configured.callTimeout(), configured.eventWindow(), false);
  }

  private void take(NodeSnapshot node, Runnable published) {
    keeper.take(node);
    published.run();
  }

  /** Asks the sources, and reads NVML once they have answered or had their time. */
  void start() throws InterruptedException {
    asked.start();
    asked.settle(SETTLING);
    sampler.start();
  }

  /** What is known now. */
  NodeState latest() {
    return keeper.latest();
  }

  ComputeModes computeModes() {
    return sampler.computeModes();
  }

  boolean isSimulated() {
    return simulated.isPresent();
  }

  /** The program to set time slices with: the driver's, or the one that plays it. */
  SmiTool tool(Outcome.Valid start, Sources from, ShaperConfig config) {
    var environment = new HashMap<>(Map.of("LC_ALL", "C"));
    if (!isSimulated()) {
      // The program is to talk to the library that is read here, wherever that lies.
      source
          .library()
          .ifPresent(library -> environment.put("LD_PRELOAD", library.toAbsolutePath().toString()));
      return new SmiTool(config.nvidiaSmi(), environment, true);
    }
    environment.putAll(source.environment());
    var own =
        from.simulator()
            .filter(_ -> !start.values().says("shaping.nvidiaSmi"))
            .map(Simulator::nvidiaSmi);
    return new SmiTool(own.orElse(config.nvidiaSmi()), environment, false);
  }

  @Override
  public void close() {
    sampler.close();
    asked.close();
    scenario.ifPresent(ScenarioNode::close);
    simulated.ifPresent(SimulatedSettings::close);
  }
}
