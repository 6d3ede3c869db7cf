// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.LogConfig;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.config.file.FileWatch;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.loop.Heartbeat;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.persistence.ShapingStore;
import io.gpunodeagent.agent.shaper.Shaper;
import io.gpunodeagent.agent.shaper.ShaperConfig;
import io.gpunodeagent.agent.shaper.SmiTool;
import io.gpunodeagent.agent.shaper.TimeSlices;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.shaping.Field;
import io.gpunodeagent.core.shaping.Memory;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The enforcer of device settings: has GPUs follow the rules, one look at each snapshot. It listens
 * on no port; how it fares is in its state file, which the agent serves.
 */
public final class DeviceEnforcement implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("enforcer");
  private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(5);
  private static final Duration RESTORE_PATIENCE = Duration.ofSeconds(8);
  private static final Duration LOOK_PATIENCE = Duration.ofSeconds(12);

  private final Sources sources;
  private final InstantSource clock;
  private final Consumer<LogConfig> logging;
  private final ShaperConfig config;
  private final ShapingNode node;
  private final Shaper shaper;
  private final Heartbeat heartbeat;
  private final Semaphore published = new Semaphore(0);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Loop loop =
      Loop.Settings.standard().uninterrupted().patience(LOOK_PATIENCE).loop("enforcer", this::turn);
  private FileWatch settings;
  private Outcome.Valid current;
  private boolean sampling;
  private boolean closed;

  private DeviceEnforcement(
      Sources sources, Outcome.Valid start, InstantSource clock, Consumer<LogConfig> logging)
      throws StartException {
    this.sources = sources;
    this.clock = clock;
    this.logging = logging;
    current = start;
    settings = watch();
    config = config(start, sources);
    node = new ShapingNode(start, sources, config.period(), clock, published::release);
    var tool = node.tool(start, sources, config);
    shaper = shaper(tool);
    heartbeat = new Heartbeat(System::nanoTime, patience(config));
    LOG.log(
        Level.INFO,
        "started dry_run={0} simulated={1} nvidia_smi={2} state_file={3}",
        start.config().policies().dryRun(),
        String.valueOf(node.isSimulated()),
        tool.path(),
        config.stateFile().map(Path::toString).orElse("off"));
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
    enforcement.loop.start();
    return enforcement;
  }

  /**
   * How GPUs are set. Unless its file is named, a simulation keeps nothing, and neither does a run
   * without a configuration: the machine's file may belong to another process.
   */
  static ShaperConfig config(Outcome.Valid start, Sources sources) {
    var configured = start.config().shaping();
    boolean keeps =
        start.values().says("shaping.stateFile")
            || (sources.file().isPresent() && !start.config().sampling().simulated());
    return keeps ? configured : configured.keptIn(Optional.empty());
  }

  private Shaper shaper(SmiTool tool) {
    var store = new ShapingStore(config.stateFile());
    var before =
        store
            .recall("what an earlier run set is not taken back")
            .map(Memory::owned)
            .orElseGet(List::of);
    if (!before.isEmpty()) {
      LOG.log(Level.INFO, "an earlier run left settings to be taken back: {0}", before.size());
    }
    return new Shaper(
        Map.of(
            Field.TIME_SLICE,
            new TimeSlices(tool, config.timeout()),
            Field.COMPUTE_MODE,
            new ComputeModeControl(node.computeModes())),
        config,
        before,
        store::save,
        System::nanoTime,
        clock);
  }

  private static Duration patience(ShaperConfig config) {
    var ten = config.period().plus(config.timeout()).multipliedBy(10);
    return ten.compareTo(SHORTEST_PATIENCE) > 0 ? ten : SHORTEST_PATIENCE;
  }

  private void turn() throws InterruptedException {
    if (!sampling) {
      sampling = true;
      node.start();
    }
    long patience = config.period().multipliedBy(2).toMillis();
    if (!published.tryAcquire(patience, TimeUnit.MILLISECONDS)) {
      LOG.log(Level.DEBUG, "no snapshot came");
    }
    published.drainPermits();
    if (stop.getCount() > 0) {
      heartbeat.time();
      follow();
      look();
    }
  }

  private void look() {
    boolean dryRun = current.config().policies().dryRun();
    shaper.look(DeviceDemands.of(node.latest(), current), dryRun);
  }

  private void follow() {
    if (!settings.changed(clock.instant())) {
      return;
    }
    switch (ConfigLoader.loadPart(sources)) {
      case Outcome.Invalid(var problems) ->
          LOG.log(
              Level.ERROR,
              "configuration refused, the last good one stays problems={0} {1}",
              problems.size(),
              String.join("; ", Problem.lines(problems)));
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
  public boolean await() throws InterruptedException {
    while (!stop.await(1, TimeUnit.SECONDS)) {
      if (!heartbeat.beats()) {
        LOG.log(Level.ERROR, "the loop is stuck, so the process ends");
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
    loop.close();
    if (loop.running()) {
      LOG.log(Level.WARNING, "a check is still running: the next run takes back what was set");
    } else {
      shaper.restore(RESTORE_PATIENCE);
      LOG.log(Level.INFO, "stopped settings_left={0}", shaper.owned().size());
    }
    node.close();
  }
}
