// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.GpuLostException;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.calls.Threads;
import io.gpunodeagent.agent.sampling.readers.IdentityReader;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlEvent;
import io.gpunodeagent.nvml.NvmlEventSet;
import io.gpunodeagent.nvml.NvmlEventType;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop that waits for the events of a session's GPUs. While it does not run, or a call of it
 * does not return, the XIDs of all GPUs are unknown.
 */
public final class EventWatch {

  private static final System.Logger LOG = System.getLogger(EventWatch.class.getName());

  private static final String CREATE = "nvmlEventSetCreate";

  /**
   * A wait cannot be cut short, and NVML is not closed during one: this delays a re-enumeration.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final long WANTED =
      NvmlEventType.XID_CRITICAL_ERROR | NvmlEventType.MIG_CONFIG_CHANGE;

  private final Nvml nvml;
  private final SamplerClock clock;
  private final EventJournal journal;
  private final Consumer<String> onMigChange;
  private final CallLog log;
  private final Queue<IdentityReader.Identified.Known> arriving = new ConcurrentLinkedQueue<>();
  private final Map<String, IdentityReader.Identified.Known> wanted = new ConcurrentHashMap<>();
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> pendingSince = new ConcurrentHashMap<>();
  private final OngoingProblems problems = new OngoingProblems();
  private final List<IdentityReader.Identified.Known> refused = new ArrayList<>();
  private final Loop loop;
  private long retryAt;
  private @Nullable NvmlEventSet kept;

  /** A watch that calls {@code onMigChange} with the UUID of a GPU whose MIG layout changed. */
  public EventWatch(
      Nvml nvml, SamplerClock clock, EventJournal journal, Consumer<String> onMigChange) {
    this.nvml = nvml;
    this.clock = clock;
    this.journal = journal;
    this.onMigChange = onMigChange;
    log = new CallLog(clock::runningNanos);
    retryAt = clock.nanoTime();
    loop =
        Threads.loop()
            .onFailure(_ -> watchAgain())
            .atEnd(watched::clear)
            .loop("nvml-events", this::turn);
  }

  public void start() {
    loop.start();
  }

  public CallLog log() {
    return log;
  }

  /** Has the GPU's events watched from now on. */
  public void watch(IdentityReader.Identified.Known gpu) {
    pendingSince.put(gpu.identity().uuid(), clock.runningNanos());
    wanted.put(gpu.identity().uuid(), gpu);
    arriving.add(gpu);
    loop.wake();
  }

  /**
   * Whether NVML reports XIDs of the GPU; none are seen of any GPU while a call does not return. A
   * watch that is stopped is about to be followed by that of the next session, which is how its
   * GPUs are pending.
   *
   * @param patience how long a call may take before it counts as failed
   */
  public GpuEvents.Watch watch(String uuid, Duration patience) {
    // First, for it is taken away after the GPU is watched.
    var since = pendingSince.get(uuid);
    boolean hangs = hangs(patience);
    if (watched.contains(uuid) && !hangs) {
      return GpuEvents.Watch.ON;
    }
    if (loop.stopping()) {
      return GpuEvents.Watch.PENDING;
    }
    boolean late = since == null || clock.runningNanos() - since >= patience.toNanos();
    return hangs || late ? GpuEvents.Watch.OFF : GpuEvents.Watch.PENDING;
  }

  /** Whether a call has taken longer than it may: nothing is seen then of any GPU. */
  public boolean hangs(Duration longest) {
    return log.inCallFor().compareTo(longest.plus(LONGEST_WAIT)) > 0;
  }

  public void stop() {
    loop.stop();
  }

  /** Watches with one event set until it can no longer, then rests before the next. */
  private void turn() {
    try {
      switch (log.call(CREATE, nvml::eventSet)) {
        case NvmlResult.Success<NvmlEventSet>(var events) -> follow(events);
        case NvmlResult.Failure<NvmlEventSet>(var function, var code) -> refused(function, code);
      }
    } catch (LibraryLostException lost) {
      LOG.log(Level.DEBUG, "No events of a library that is lost", lost);
    }
    watchAgain();
    loop.pause(RETRY_AFTER);
  }

  private void refused(String function, NvmlReturn code) {
    if (problems.begins(function)) {
      LOG.log(Level.WARNING, "No XIDs from NVML: {0} answered {1}", function, code);
    }
  }

  /** The next event set watches all GPUs, also one whose registration failed. */
  private void watchAgain() {
    watched.clear();
    refused.clear();
    arriving.clear();
    arriving.addAll(wanted.values());
  }

  /**
   * Takes what has happened by now, without waiting, on the caller's thread: for a watch that is
   * not started.
   */
  public void look() {
    var events = kept;
    if (events == null
        && log.call(CREATE, nvml::eventSet)
            instanceof NvmlResult.Success<NvmlEventSet>(var created)) {
      events = created;
      kept = created;
    }
    if (events != null) {
      registerArriving(events);
      while (!watched.isEmpty() && await(events, Duration.ZERO) == Outcome.EVENT) {
        // The next may have happened as well.
      }
    }
  }

  private void follow(NvmlEventSet events) {
    if (problems.ends(CREATE)) {
      LOG.log(Level.INFO, "XIDs from NVML again: {0} gives an event set", CREATE);
    }
    try (events) {
      while (!loop.stopping()) {
        registerArriving(events);
        if (watched.isEmpty()) {
          loop.pause(LONGEST_WAIT);
        } else if (await(events, LONGEST_WAIT) == Outcome.FAILURE) {
          loop.pause(AFTER_FAILURE);
        }
      }
    }
  }

  /** Those that arrived, and now and then those whose registration was refused. */
  private void registerArriving(NvmlEventSet events) {
    if (clock.nanoTime() - retryAt >= 0) {
      arriving.addAll(refused);
      refused.clear();
      retryAt = clock.nanoTime() + RETRY_AFTER.toNanos();
    }
    for (var gpu = arriving.poll(); gpu != null; gpu = arriving.poll()) {
      register(events, gpu);
    }
  }

  private void register(NvmlEventSet events, IdentityReader.Identified.Known gpu) {
    watched.remove(gpu.identity().uuid());
    try {
      NvmlDevice device = gpu.device();
      switch (log.call("nvmlDeviceRegisterEvents", () -> events.register(device, WANTED))) {
        case NvmlResult.Success<Long>(var types) -> {
          if ((types & NvmlEventType.XID_CRITICAL_ERROR) != 0) {
            watched.add(gpu.identity().uuid());
          }
        }
        case NvmlResult.Failure<Long>(_, var code) -> {
          if (!ReturnCodes.notAvailable(code)) {
            refused.add(gpu);
          }
        }
      }
    } catch (GpuLostException lost) {
      LOG.log(Level.DEBUG, "No events of a lost GPU", lost);
    } finally {
      pendingSince.remove(gpu.identity().uuid());
    }
  }

  private enum Outcome {
    EVENT,
    NOTHING,
    FAILURE
  }

  private Outcome await(NvmlEventSet events, Duration longest) {
    try {
      return switch (log.call("nvmlEventSetWait_v2", () -> events.await(longest))) {
        case NvmlResult.Success<NvmlEvent>(var event) -> {
          event(event);
          yield Outcome.EVENT;
        }
        case NvmlResult.Failure<NvmlEvent>(_, var code) ->
            code.equals(NvmlReturn.TIMEOUT) ? Outcome.NOTHING : Outcome.FAILURE;
      };
    } catch (GpuLostException lost) {
      // One of the GPUs fell off the bus; its reader will say which. The others are still watched.
      return Outcome.FAILURE;
    }
  }

  private void event(NvmlEvent event) {
    var uuid = event.deviceUuid();
    if (uuid.isEmpty()) {
      LOG.log(Level.INFO, "An event of type {0} of a GPU that is gone", event.type());
    } else if (event.type() == NvmlEventType.XID_CRITICAL_ERROR) {
      journal.seenByNvml(uuid.get(), (int) event.data(), event.gpuInstanceId());
    } else if (event.type() == NvmlEventType.MIG_CONFIG_CHANGE) {
      onMigChange.accept(uuid.get());
    }
  }
}
