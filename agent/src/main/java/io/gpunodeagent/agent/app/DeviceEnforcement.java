package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.FileWatch;
import io.gpunodeagent.agent.config.LogConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Problem;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.config.SourcesConfig;
import io.gpunodeagent.agent.persistence.ShapingStore;
import io.gpunodeagent.agent.policy.PolicyRules;
import io.gpunodeagent.agent.policy.ShapingClaim;
import io.gpunodeagent.agent.processes.ProcessConfig;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplerClock;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.shaper.Shaper;
import io.gpunodeagent.agent.shaper.ShaperConfig;
import io.gpunodeagent.agent.shaper.SmiTool;
import io.gpunodeagent.agent.shaper.TimeSlices;
import io.gpunodeagent.agent.shaping.Demand;
import io.gpunodeagent.agent.shaping.Demands;
import io.gpunodeagent.agent.shaping.Field;
import io.gpunodeagent.agent.shaping.Knob;
import io.gpunodeagent.agent.shaping.Memory;
import io.gpunodeagent.agent.snapshot.DeviceSignal;
import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import io.gpunodeagent.agent.state.NodeState;
import io.gpunodeagent.agent.usage.UsageRules;
import io.gpunodeagent.agent.web.Heartbeat;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The enforcer of device settings: reads GPUs and the kubelet, and has GPUs follow the rules. It
 * listens on no port; how it fares is in its state file, which the agent serves.
 */
public final class DeviceEnforcement implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("enforcer");
  private static final SamplingPlan PLAN =
      new SamplingPlan(
          Set.of(DeviceSignal.COMPUTE_MODE, DeviceSignal.MIG_MODE), SamplingPlan.Processes.NOTHING);
  private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(5);
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final Duration RESTORE_PATIENCE = Duration.ofSeconds(8);
  private static final Duration LOOK_PATIENCE = Duration.ofSeconds(12);

  private final Sources sources;
  private final InstantSource clock;
  private final Consumer<LogConfig> logging;
  private final Optional<ScenarioNode> scenario;
  private final Optional<SimulatedSettings> simulated;
  private final NodeSources asked;
  private final StateKeeper keeper;
  private final Sampler sampler;
  private final Shaper shaper;
  private final ShaperConfig config;
  private final Heartbeat heartbeat;
  private final Semaphore published = new Semaphore(0);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private FileWatch settings;
  private volatile Outcome.Valid current;
  private boolean closed;

  private DeviceEnforcement(
      Sources sources, Outcome.Valid start, InstantSource clock, Consumer<LogConfig> logging)
      throws StartException {
    this.sources = sources;
    this.clock = clock;
    this.logging = logging;
    current = start;
    settings = watch();
    var sampling = start.config().sampling();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    scenario = scenario(start, sources, clock);
    simulated = SimulatedSettings.of(sampling.source(), sources.environment());
    config = config(start);
    var running = SimulatedTime.running(sampling.source(), sources.environment(), now);
    var source = simulated.map(kept -> kept.kept(running)).orElse(running);
    asked = new NodeSources(asked(start), Optional.empty(), clock);
    keeper =
        new StateKeeper(
            NodeState.starting(clock.instant(), sampling.simulated()), asked, judgement(start));
    sampler = new Sampler(sampling(sampling, source), PLAN, SamplerClock.system());
    sampler.onPublish(this::take);
    shaper = shaper(source, sources);
    heartbeat = new Heartbeat(System::nanoTime, patience(config));
    thread = Thread.ofPlatform().daemon().name("enforcer").unstarted(this::loop);
  }

  /**
   * Starts to look.
   *
   * @param sources of the configuration, read again when its file changes
   * @param start what they say now
   * @param logging follows changes of the log's settings
   * @throws StartException when a scenario cannot be played
   */
  public static DeviceEnforcement start(
      Sources sources, Outcome.Valid start, InstantSource clock, Consumer<LogConfig> logging)
      throws StartException {
    var enforcement = new DeviceEnforcement(sources, start, clock, logging);
    enforcement.begin();
    return enforcement;
  }

  private void begin() {
    LOG.log(
        Level.INFO,
        "started dry_run={0} simulated={1} nvidia_smi={2} state_file={3}",
        current.config().policies().dryRun(),
        String.valueOf(simulated.isPresent()),
        tool(sources, Map.of()).path(),
        config.stateFile().map(Path::toString).orElse("off"));
    asked.start();
    thread.start();
  }

  private void take(NodeSnapshot node) {
    keeper.take(node);
    published.release();
  }

  private static Optional<ScenarioNode> scenario(
      Outcome.Valid start, Sources from, InstantSource clock) throws StartException {
    var environment = start.config().sampling().source().environment();
    var name = Optional.ofNullable(environment.get(Simulator.SCENARIO_VARIABLE));
    return name.isEmpty() || from.simulator().isEmpty()
        ? Optional.empty()
        : ScenarioNode.start(
            from.simulator().get(),
            name.get(),
            clock,
            clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  /** Of a simulation, nothing is kept unless a file was named for it. */
  static ShaperConfig config(Outcome.Valid start) {
    var configured = start.config().shaping();
    boolean keeps =
        !start.config().sampling().simulated() || start.values().says("shaping.stateFile");
    return keeps ? configured : configured.keptIn(Optional.empty());
  }

  /** Whose the processes are does not matter here. */
  private SourcesConfig asked(Outcome.Valid start) {
    var all = new SourceChoice(start, scenario.map(ScenarioNode::node)).sources();
    return new SourcesConfig(
        all.kubelet(), new ProcessConfig(Optional.empty()), all.cluster(), all.pluginConfigs());
  }

  private SamplingConfig sampling(SamplingConfig configured, SamplingConfig.Source source) {
    var quiet =
        new SamplingConfig.Source(
            source.library(), source.environment(), source.simulated(), Optional.empty());
    return new SamplingConfig(
        quiet,
        config.period(),
        config.period(),
        configured.callTimeout(),
        configured.eventWindow(),
        false);
  }

  private Judgement judgement(Outcome.Valid valid) {
    return new Judgement(
        UsageRules.defaults(config.period()), valid.config().health(), PolicyRules.none());
  }

  private Shaper shaper(SamplingConfig.Source source, Sources from) {
    var store = new ShapingStore(config.stateFile());
    var before = store.recall("what an earlier run set is not taken back").map(Memory::owned);
    before
        .filter(owned -> !owned.isEmpty())
        .ifPresent(
            owned ->
                LOG.log(
                    Level.INFO,
                    "an earlier run left settings to be taken back: {0}",
                    owned.size()));
    return new Shaper(
        Map.of(
            Field.TIME_SLICE,
            new TimeSlices(tool(from, source.environment()), config.timeout()),
            Field.COMPUTE_MODE,
            new ComputeModeDial(sampler.computeModes())),
        config,
        before.orElse(List.of()),
        store::save,
        System::nanoTime,
        clock);
  }

  private SmiTool tool(Sources from, Map<String, String> simulation) {
    var environment = new HashMap<String, String>();
    environment.put("LC_ALL", "C");
    if (simulated.isEmpty()) {
      // The program is to talk to the library that is read here, wherever that lies.
      current
          .config()
          .sampling()
          .source()
          .library()
          .ifPresent(library -> environment.put("LD_PRELOAD", library.toAbsolutePath().toString()));
      return new SmiTool(config.nvidiaSmi(), environment, true);
    }
    environment.putAll(simulation);
    var own =
        from.simulator()
            .filter(_ -> !current.values().says("shaping.nvidiaSmi"))
            .map(Simulator::nvidiaSmi);
    return new SmiTool(own.orElse(config.nvidiaSmi()), environment, false);
  }

  private static Duration patience(ShaperConfig config) {
    var ten = config.period().plus(config.timeout()).multipliedBy(10);
    return ten.compareTo(SHORTEST_PATIENCE) > 0 ? ten : SHORTEST_PATIENCE;
  }

  /** One look at each snapshot; the first is taken when it is known who holds what. */
  private void loop() {
    try {
      asked.settle(SETTLING);
      sampler.start();
      long patience = config.period().multipliedBy(2).toMillis();
      while (stop.getCount() > 0) {
        if (!published.tryAcquire(patience, TimeUnit.MILLISECONDS)) {
          LOG.log(Level.DEBUG, "no snapshot came");
        }
        published.drainPermits();
        if (stop.getCount() > 0) {
          follow();
          look();
          heartbeat.beat();
        }
      }
    } catch (InterruptedException stopped) {
      LOG.log(Level.DEBUG, "looks no more");
    }
  }

  private void look() {
    try {
      shaper.look(demands(), current.config().policies().dryRun());
    } catch (RuntimeException fault) {
      LOG.log(Level.ERROR, "a look failed", fault);
    }
  }

  private SequencedMap<Knob, Demand> demands() {
    return demands(keeper.latest(), current.config());
  }

  /** What the rules demand of each GPU that is there; nothing while NVML does not answer. */
  public static SequencedMap<Knob, Demand> demands(NodeState state, AgentConfig config) {
    if (!(state.node().driver() instanceof DriverState.Ready)) {
      return new LinkedHashMap<>();
    }
    var claims =
        ShapingClaim.all(config.policies(), state.attributed(), state.pods(), state.usage());
    return Demands.of(state.attributed(), claims, config.labels().plugin().sharing());
  }

  private void follow() {
    if (!settings.changed(clock.instant())) {
      return;
    }
    switch (ConfigLoader.load(sources)) {
      case Outcome.Invalid(var problems) ->
          LOG.log(
              Level.ERROR,
              "configuration refused, the last good one stays problems={0} {1}",
              problems.size(),
              problems.stream().map(Problem::line).collect(Collectors.joining("; ")));
      case Outcome.Valid next -> {
        logging.accept(next.config().log());
        current = next;
        settings = watch();
        LOG.log(
            Level.INFO,
            "configuration reloaded dry_run={0} rules={1}",
            next.config().policies().dryRun(),
            next.config().policies().timeSlice().size());
      }
    }
  }

  private FileWatch watch() {
    return new FileWatch(sources.file().stream().toList(), clock.instant());
  }

  /**
   * Waits until it is closed.
   *
   * @return false when the loop stands still, which only a new process can mend
   */
  public boolean run() throws InterruptedException {
    while (!stop.await(1, TimeUnit.SECONDS)) {
      if (!heartbeat.beats()) {
        LOG.log(Level.ERROR, "the loop stands still and ends with the process");
        return false;
      }
    }
    return true;
  }

  /** Stops looking, takes back what is still its own, and closes NVML. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stop.countDown();
    published.release();
    try {
      thread.join(LOOK_PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.log(
          Level.WARNING, "a look has not ended, what was set stays for the next run to take back");
    } else {
      shaper.restore(RESTORE_PATIENCE);
    }
    sampler.close();
    asked.close();
    scenario.ifPresent(ScenarioNode::close);
    simulated.ifPresent(SimulatedSettings::close);
    LOG.log(Level.INFO, "stopped settings_left={0}", shaper.owned().size());
  }
}
