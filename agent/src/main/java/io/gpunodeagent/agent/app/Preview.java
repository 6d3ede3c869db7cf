package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.sampling.PciScan;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplerClock;
import io.gpunodeagent.agent.snapshot.SourceState;
import io.gpunodeagent.agent.state.NodeState;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One state of the node with all its sources, for commands that show it and end. Nothing is
 * published, served or kept.
 */
public final class Preview {

  private static final long LOOK_MILLIS = 20;

  private Preview() {}

  /**
   * Asks everybody the configuration names, and reads the GPUs once. A source that does not answer
   * in its time is down in the state.
   *
   * @throws StartException when the scenario to be simulated cannot be played or a file cannot be
   *     read
   */
  public static NodeState take(Outcome.Valid valid, Sources from, InstantSource clock)
      throws StartException, InterruptedException {
    var sampling = valid.config().sampling();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var selection =
        Selection.of(valid.config().metrics())
            .orElseThrow(() -> new StartException("metrics.countersFile: cannot be read"));
    var name =
        Optional.ofNullable(sampling.source().environment().get(Simulator.SCENARIO_VARIABLE));
    var scenario =
        name.isEmpty() || from.simulator().isEmpty()
            ? Optional.<ScenarioNode>empty()
            : ScenarioNode.start(from.simulator().get(), name.get(), clock, now);
    var source = SimulatedTime.running(sampling.source(), from.environment(), now);
    var choice = new SourceChoice(valid, scenario.map(ScenarioNode::node));
    try (var sources =
            new NodeSources(
                choice.sources(),
                sampling.simulated() ? Optional.empty() : Optional.of(PciScan.DEVICES),
                clock);
        var sampler =
            new Sampler(
                sampling.withSource(source),
                selection.plan(valid.config().metrics()),
                SamplerClock.system())) {
      sources.start();
      settle(sources, patience(valid));
      var keeper =
          new StateKeeper(
              NodeState.starting(clock.instant(), sampling.simulated()),
              sources,
              Judgement.of(valid.config()));
      return keeper.take(sampler.sampleOnce());
    } finally {
      scenario.ifPresent(ScenarioNode::close);
    }
  }

  private static Duration patience(Outcome.Valid valid) {
    var sources = valid.config().sources();
    return sources.cluster().timeout().plus(sources.kubelet().timeout());
  }

  private static void settle(NodeSources sources, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline
        && !(answered(sources.allocations().state()) && answered(sources.pods().state()))) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static boolean answered(SourceState state) {
    return switch (state) {
      case SourceState.Off(), SourceState.Up(var _) -> true;
      case SourceState.Down(var _, var _, var _) -> false;
    };
  }
}
