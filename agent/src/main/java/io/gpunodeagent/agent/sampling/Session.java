// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.bus.GpuBus;
import io.gpunodeagent.agent.sampling.calls.CallCounts;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReaderPool;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.Threads;
import io.gpunodeagent.agent.sampling.events.EventJournal;
import io.gpunodeagent.agent.sampling.events.EventWatch;
import io.gpunodeagent.agent.sampling.gpm.GpmSampler;
import io.gpunodeagent.agent.sampling.gpm.GpmStore;
import io.gpunodeagent.agent.sampling.pairs.PairSampler;
import io.gpunodeagent.agent.sampling.pairs.PairStore;
import io.gpunodeagent.agent.sampling.readers.FieldNumbers;
import io.gpunodeagent.agent.sampling.readers.IdentityReader;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.SamplingStatistics.Failure;
import io.gpunodeagent.core.sources.ContainerCgroup;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * NVML from one initialisation to the next: the GPUs it enumerated and the threads that read them.
 */
final class Session {

  private static final Duration POLL = Duration.ofMillis(2);

  /** No call takes as long on a GPU that is well. */
  private static final Duration SICK_AFTER = Duration.ofMillis(500);

  /** A wait for events that exceeds its time-out by this much hangs. */
  private static final Duration EVENTS_PATIENCE = Duration.ofSeconds(1);

  private final Nvml nvml;
  private final DriverState.Ready driver;
  private final FieldNumbers fieldNumbers;
  private final boolean samplesGpm;
  private final GpuBus bus;
  private final SamplerClock clock;
  private final EventJournal journal;
  private final EventWatch events;
  private final GpmStore gpm = new GpmStore();
  private final GpmSampler gpmSampler;
  private final PairStore pairs = new PairStore();
  private final PairSampler pairSampler;
  private final List<GpuReader> readers = new ArrayList<>();
  private final ReaderPool readerPool;
  private final List<CallLog> logs = new CopyOnWriteArrayList<>();
  private final Set<CallCounts> counts = new CopyOnWriteArraySet<>();
  private final Map<Integer, NvmlDevice> devices = new ConcurrentSkipListMap<>();
  private volatile List<ContainerCgroup> containers = List.of();
  private volatile boolean memoryLimits = true;

  /** What a session is opened with. */
  record Opened(Nvml nvml, DriverState.Ready driver, CallLog log, GpuBus bus) {}

  /**
   * A session of what {@code opened} enumerated.
   *
   * @param onDone called when a thread has read all GPUs it was to read
   */
  Session(
      Opened opened,
      boolean samplesGpm,
      SamplerClock clock,
      EventJournal journal,
      Runnable onDone) {
    nvml = opened.nvml();
    driver = opened.driver();
    bus = opened.bus();
    this.samplesGpm = samplesGpm;
    this.clock = clock;
    this.journal = journal;
    fieldNumbers =
        driver.driverVersion().toOptional().map(FieldNumbers::ofDriver).orElse(new FieldNumbers(0));
    events = new EventWatch(nvml, clock, journal, this::listInstances);
    gpmSampler = new GpmSampler(nvml, gpm, clock, this::account);
    pairSampler = new PairSampler(this::soundDevices, pairs, clock, this::account);
    readerPool = new ReaderPool(clock.nanos(), onDone);
    account(opened.log());
    account(events.log());
    for (int index = 0; index < driver.deviceCount(); index++) {
      var reader = new GpuReader(this, index, opened.log().counts());
      readers.add(reader);
      account(reader.log());
    }
  }

  /** Starts to watch events; GPUs are read when that is ordered. */
  void start() {
    events.start();
  }

  Nvml nvml() {
    return nvml;
  }

  DriverState.Ready driver() {
    return driver;
  }

  /** The bus since this session was opened. */
  GpuBus bus() {
    return bus;
  }

  FieldNumbers fieldNumbers() {
    return fieldNumbers;
  }

  boolean samplesGpm() {
    return samplesGpm;
  }

  List<GpuReader> readers() {
    return readers;
  }

  /** The threads that the readers run on. */
  ReaderPool readerPool() {
    return readerPool;
  }

  /** Handles of the GPUs that said who they are, by index. */
  Map<Integer, NvmlDevice> devices() {
    return devices;
  }

  /**
   * The same without GPUs that are lost or keep a call waiting: a call about one of them and
   * another might wait as well.
   */
  Map<Integer, NvmlDevice> soundDevices() {
    var sound = new TreeMap<>(devices);
    readers.stream()
        .filter(reader -> reader.isSick(SICK_AFTER))
        .forEach(reader -> sound.remove(reader.index()));
    return sound;
  }

  /** The containers whose memory limits are read. */
  List<ContainerCgroup> containers() {
    return containers;
  }

  /** Has the memory limits of these containers read from the next pass on. */
  void containers(List<ContainerCgroup> current) {
    containers = current;
  }

  /** Whether the driver may know memory limits: it does unless it said otherwise. */
  boolean hasMemoryLimits() {
    return memoryLimits;
  }

  /** The driver has no function for memory limits; called by a reader. */
  void withoutMemoryLimits() {
    memoryLimits = false;
  }

  EventWatch events() {
    return events;
  }

  GpmStore gpm() {
    return gpm;
  }

  GpmSampler gpmSampler() {
    return gpmSampler;
  }

  /** What is known of pairs of GPUs. */
  PairStore pairs() {
    return pairs;
  }

  PairSampler pairSampler() {
    return pairSampler;
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  long runningNanos() {
    return clock.runningNanos();
  }

  Instant now() {
    return clock.now();
  }

  /** Adds a thread's calls to the session's. */
  void account(CallLog log) {
    logs.add(log);
    counts.add(log.counts());
  }

  void addCallsTo(Map<String, Long> calls) {
    counts.forEach(some -> some.addTo(calls));
  }

  void addFailuresTo(Map<Failure, Long> failures) {
    logs.forEach(log -> log.addFailuresTo(failures));
  }

  /** A GPU said who it is; called by its reader. */
  void identified(IdentityReader.Identified.Known gpu) {
    devices.put(gpu.identity().index(), gpu.device());
    journal.enumerated(gpu.identity());
    events.watch(gpu);
  }

  private void listInstances(String uuid) {
    for (var reader : readers) {
      var known = reader.identity();
      if (known != null && known.identity().uuid().equals(uuid)) {
        reader.listInstances();
      }
    }
  }

  /**
   * Waits until no thread is in a pass, a GPM call or a call about a pair; returns whether that was
   * reached in time.
   */
  boolean awaitIdle(Duration patience) {
    long deadline = clock.runningNanos() + patience.toNanos();
    while (!idle()) {
      if (clock.runningNanos() - deadline >= 0) {
        return false;
      }
      Threads.pause(POLL);
    }
    return true;
  }

  private boolean idle() {
    return gpmSampler.idle()
        && pairSampler.idle()
        && !events.hangs(EVENTS_PATIENCE)
        && readers.stream().noneMatch(GpuReader::unfinished);
  }

  /** The function a thread has not come back from; when there are several, one of them. */
  String unfinished() {
    return readers.stream()
        .filter(GpuReader::reading)
        .map(reader -> reader.log().current() + " on GPU " + reader.index())
        .findFirst()
        .orElse("a call");
  }

  /** Ends all threads, each after the call it is in. */
  void stop() {
    readerPool.stop();
    events.stop();
    gpmSampler.stop();
    pairSampler.stop();
  }
}
