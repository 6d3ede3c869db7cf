package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.snapshot.GpuEvents;
import io.gpunodeagent.nvml.NvmlClosedException;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlEvent;
import io.gpunodeagent.nvml.NvmlEventSet;
import io.gpunodeagent.nvml.NvmlEventType;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The thread that waits for the events of a session's GPUs. */
final class EventWatch {

  private static final System.Logger LOG = System.getLogger(EventWatch.class.getName());

  /**
   * A wait cannot be cut short, and NVML is not closed during one: this delays a re-enumeration.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private static final long WANTED =
      NvmlEventType.XID_CRITICAL_ERROR | NvmlEventType.MIG_CONFIG_CHANGE;

  private final Session session;
  private final EventJournal journal;
  private final Consumer<String> onMigChange;
  private final CallLog log;
  private final Queue<IdentityReader.Identified.Known> arriving = new ConcurrentLinkedQueue<>();
  private final Map<String, IdentityReader.Identified.Known> watched = new ConcurrentHashMap<>();
  private final Map<String, Long> pendingSince = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile boolean over;
  private boolean refused;
  private @Nullable NvmlEventSet kept;

  /** A watch that tells {@code onMigChange} the UUID of a GPU whose MIG layout changed. */
  EventWatch(Session session, EventJournal journal, Consumer<String> onMigChange) {
    this.session = session;
    this.journal = journal;
    this.onMigChange = onMigChange;
    log = new CallLog(session::nanoTime);
    thread = Threads.daemon("nvml-events", this::run);
  }

  void start() {
    thread.start();
  }

  CallLog log() {
    return log;
  }

  /** Has the GPU's events watched from now on. */
  void watch(IdentityReader.Identified.Known gpu) {
    pendingSince.put(gpu.identity().uuid(), session.nanoTime());
    arriving.add(gpu);
    LockSupport.unpark(thread);
  }

  /**
   * Whether NVML reports XIDs of the GPU; none are seen of any GPU while a call does not return. A
   * watch that is stopped is about to be followed by that of the next session, which is how its
   * GPUs are pending.
   *
   * @param patience how long a call may take before it counts as failed
   */
  GpuEvents.Watch watch(String uuid, Duration patience) {
    // First, for it is taken away after the GPU is watched.
    var since = pendingSince.get(uuid);
    boolean hangs = hangs(patience);
    if (watched.containsKey(uuid) && !hangs) {
      return GpuEvents.Watch.ON;
    }
    if (stopped) {
      return GpuEvents.Watch.PENDING;
    }
    boolean late = since == null || session.nanoTime() - since >= patience.toNanos();
    return hangs || over || late ? GpuEvents.Watch.OFF : GpuEvents.Watch.PENDING;
  }

  /** Whether a call has taken longer than it may: nothing is seen then of any GPU. */
  boolean hangs(Duration longest) {
    return log.inCallFor().compareTo(longest.plus(LONGEST_WAIT)) > 0;
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    try {
      while (!stopped) {
        watchOnce();
        if (!stopped) {
          Threads.pause(RETRY_AFTER);
        }
      }
    } catch (NvmlClosedException | LibraryLostException closed) {
      LOG.log(Level.DEBUG, "The events of a closed session end", closed);
    } finally {
      over = true;
      watched.clear();
    }
  }

  /** Watches until a fault of this class ends it, or NVML gives no event set. */
  private void watchOnce() {
    try {
      switch (log.call("nvmlEventSetCreate", session.nvml()::eventSet)) {
        case NvmlResult.Success<NvmlEventSet>(var events) -> follow(events);
        case NvmlResult.Failure<NvmlEventSet>(var function, var code) -> refused(function, code);
      }
    } catch (NvmlClosedException | LibraryLostException over) {
      throw over;
    } catch (RuntimeException fault) {
      LOG.log(Level.ERROR, "Watching the events of GPUs failed", fault);
    }
    watchAgain();
  }

  private void refused(String function, NvmlReturn code) {
    if (!refused) {
      refused = true;
      LOG.log(Level.WARNING, "No XIDs from NVML: {0} answered {1}", function, code);
    }
  }

  /** The next event set watches all GPUs that this one did. */
  private void watchAgain() {
    watched.forEach((_, gpu) -> arriving.add(gpu));
    watched.clear();
  }

  /**
   * Takes what has happened by now, without waiting, on the caller's thread: for a watch that is
   * not started.
   */
  void look() {
    var events = kept;
    if (events == null
        && log.call("nvmlEventSetCreate", session.nvml()::eventSet)
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
    try (events) {
      while (!stopped) {
        registerArriving(events);
        if (watched.isEmpty()) {
          Threads.pause(LONGEST_WAIT);
        } else if (await(events, LONGEST_WAIT) == Outcome.FAILURE) {
          Threads.pause(AFTER_FAILURE);
        }
      }
    }
  }

  private void registerArriving(NvmlEventSet events) {
    for (var gpu = arriving.poll(); gpu != null; gpu = arriving.poll()) {
      register(events, gpu);
    }
  }

  private void register(NvmlEventSet events, IdentityReader.Identified.Known gpu) {
    try {
      NvmlDevice device = gpu.device();
      var types = log.call("nvmlDeviceRegisterEvents", () -> events.register(device, WANTED));
      if ((types.orElse(0L) & NvmlEventType.XID_CRITICAL_ERROR) != 0) {
        watched.put(gpu.identity().uuid(), gpu);
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
