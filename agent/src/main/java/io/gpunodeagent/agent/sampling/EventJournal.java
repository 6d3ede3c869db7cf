package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.snapshot.GpuEvents;
import io.gpunodeagent.agent.snapshot.GpuEvents.Source;
import io.gpunodeagent.agent.snapshot.GpuEvents.Xid;
import io.gpunodeagent.agent.snapshot.GpuIdentity;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The events of all GPUs this process has ever seen, by UUID: enumerations come and go, what
 * happened stays counted. Thread-safe: event threads write, the coordinator reads.
 */
final class EventJournal {

  private static final System.Logger LOG = System.getLogger(EventJournal.class.getName());

  private final SamplerClock clock;
  private final Map<String, GpuEventLog> byUuid = new HashMap<>();
  private final Map<String, String> uuidByBusId = new HashMap<>();
  private Duration window;

  EventJournal(SamplerClock clock, Duration window) {
    this.clock = clock;
    this.window = window;
  }

  /** Notes where a GPU is, so that kernel messages find it. */
  synchronized void enumerated(GpuIdentity gpu) {
    uuidByBusId.put(gpu.pciBusId(), gpu.uuid());
    logOf(gpu.uuid());
  }

  synchronized void window(Duration other) {
    window = other;
    byUuid.values().forEach(log -> log.window(other, clock.nanoTime()));
  }

  /** An XID an event set told of. */
  synchronized void seenByNvml(String uuid, int code, OptionalInt gpuInstanceId) {
    add(uuid, new Xid(code, clock.now(), Source.NVML, gpuInstanceId));
  }

  /** An XID the kernel log told of; one of a device that is none of ours is passed over. */
  synchronized void seenByKernel(KernelXid xid) {
    @Nullable String uuid = uuidByBusId.get(xid.pciBusId());
    if (uuid != null) {
      add(uuid, new Xid(xid.code(), clock.now(), Source.KERNEL_LOG, xid.gpuInstanceId()));
    }
  }

  private void add(String uuid, Xid xid) {
    if (logOf(uuid).add(xid)) {
      LOG.log(Level.INFO, "XID {0,number,#} on {1}, told by {2}", xid.code(), uuid, xid.source());
    }
  }

  /** Counts one pass that saw these clock event reasons. */
  synchronized void sampledClocks(String uuid, long mask) {
    logOf(uuid).addClockReasons(mask, clock.nanoTime());
  }

  /** What is known of one GPU; {@code watch} as in {@link GpuEvents}. */
  synchronized GpuEvents of(String uuid, GpuEvents.Watch watch) {
    return logOf(uuid).events(watch, clock.now(), clock.nanoTime());
  }

  private GpuEventLog logOf(String uuid) {
    return byUuid.computeIfAbsent(uuid, _ -> new GpuEventLog(window, clock.nanoTime()));
  }
}
