// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.snapshot.DriverMessages;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuEvents.Source;
import io.gpunodeagent.core.snapshot.GpuEvents.Xid;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.XidKind;
import io.gpunodeagent.core.sources.SourceState;
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
public final class EventJournal {

  private static final System.Logger LOG = System.getLogger(EventJournal.class.getName());

  private final SamplerClock clock;
  private final Map<String, GpuEventLog> byUuid = new HashMap<>();
  private final Map<String, String> uuidByBusId = new HashMap<>();
  private final DriverLog driver = new DriverLog();
  private Duration window;

  public EventJournal(SamplerClock clock, Duration window) {
    this.clock = clock;
    this.window = window;
  }

  /** Notes where a GPU is, so that kernel messages find it. */
  public synchronized void enumerated(GpuIdentity gpu) {
    uuidByBusId.put(gpu.pciBusId(), gpu.uuid());
    logOf(gpu.uuid());
  }

  public synchronized void window(Duration other) {
    window = other;
    byUuid.values().forEach(log -> log.window(other, clock.nanoTime()));
  }

  /** An XID from an event set. */
  public synchronized void seenByNvml(String uuid, int code, OptionalInt gpuInstanceId) {
    add(uuid, new Xid(new XidKind(code, gpuInstanceId, false), clock.now(), Source.NVML));
  }

  /** A message in the kernel log; an XID of a device that is none of ours is passed over. */
  public synchronized void seenByKernel(KernelMessage message) {
    switch (message) {
      case KernelXid(var busId, var code, var instance, var nonFatal) -> {
        @Nullable String uuid = uuidByBusId.get(busId);
        if (uuid != null) {
          var kind = new XidKind(code, instance, nonFatal);
          add(uuid, new Xid(kind, clock.now(), Source.KERNEL_LOG));
        }
      }
      case KernelMessage.OfDriver(var said) -> driver.add(said, clock.now());
    }
  }

  private void add(String uuid, Xid xid) {
    if (logOf(uuid).add(xid)) {
      LOG.log(Level.INFO, "XID {0,number,#} on {1}, seen by {2}", xid.code(), uuid, xid.source());
    }
  }

  /** What the driver wrote to the kernel log beside XIDs. */
  public synchronized DriverMessages driverMessages(SourceState kernelLog) {
    return new DriverMessages(kernelLog, driver.counts());
  }

  /** Counts one pass that saw these clock event reasons. */
  public synchronized void sampledClocks(String uuid, long mask) {
    logOf(uuid).addClockReasons(mask, clock.nanoTime());
  }

  /** What is known of one GPU; {@code watch} as in {@link GpuEvents}. */
  public synchronized GpuEvents of(String uuid, GpuEvents.Watch watch) {
    return logOf(uuid).events(watch, clock.now(), clock.nanoTime());
  }

  private GpuEventLog logOf(String uuid) {
    return byUuid.computeIfAbsent(uuid, _ -> new GpuEventLog(window, clock.nanoTime()));
  }
}
