// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.GpuLostException;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.agent.sampling.gpm.GpmKey;
import io.gpunodeagent.agent.sampling.gpm.GpmStore;
import io.gpunodeagent.agent.sampling.readers.AffinityReader;
import io.gpunodeagent.agent.sampling.readers.CounterRate;
import io.gpunodeagent.agent.sampling.readers.FieldReader;
import io.gpunodeagent.agent.sampling.readers.GpuProcessReader;
import io.gpunodeagent.agent.sampling.readers.IdentityReader;
import io.gpunodeagent.agent.sampling.readers.LinkReader;
import io.gpunodeagent.agent.sampling.readers.MemoryLimitReader;
import io.gpunodeagent.agent.sampling.readers.MigReader;
import io.gpunodeagent.agent.sampling.readers.QueryReader;
import io.gpunodeagent.agent.sampling.readers.QueryTarget;
import io.gpunodeagent.agent.sampling.readers.UtilizationReader;
import io.gpunodeagent.core.plausibility.Plausibility;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.ContainerMemory;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.nvml.MigDevice;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlReturn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything a plan asks of one GPU, pass after pass. Used by one thread at a time; ends a
 * pass with {@link GpuLostException} or {@link LibraryLostException} when there is nothing to read.
 */
final class GpuInspector {

  private static final double SLOT_PER_GPU = 0.125;
  private static final String GPM_FUNCTION = "nvmlGpmMetricsGet";

  private final Session session;
  private final IdentityReader.Identified.Known gpu;
  private final QueryTarget target;
  private final CallLog log;
  private final ReadOrders orders;
  private final boolean wantsGpm;
  private final GpmKey gpmKey;

  /** What there is of GPM while there is no sample. */
  private final Readings withoutGpm;

  private Readings latest = Readings.none();
  private final QueryReader queries;
  private final FieldReader fields;
  private final LinkReader links;
  private final MigReader mig;
  private final GpuProcessReader processes;
  private final UtilizationReader utilization;
  private final MemoryLimitReader memoryLimits;
  private @Nullable Affinity affinity;

  GpuInspector(
      Session session, IdentityReader.Identified.Known gpu, ReadOrders orders, CallLog log) {
    this.session = session;
    this.gpu = gpu;
    this.orders = orders;
    this.log = log;
    target = QueryTarget.of(session.nvml(), gpu.device());
    gpmKey = GpmKey.gpu(gpu.identity().uuid());
    var gpmSignals = GpmStore.signals(orders.plan());
    wantsGpm = !gpmSignals.isEmpty();
    withoutGpm = GpmStore.all(gpmSignals, withoutGpm());
    // Slow calls of several GPUs should not fall into the same pass.
    double offset = gpu.identity().index() * SLOT_PER_GPU;
    double phase = 1 - offset % 1;
    var bounds = new Plausibility(signal -> log.implausible(signal.source()));
    queries = QueryReader.ofGpu(orders.plan(), log, offset, bounds);
    fields =
        new FieldReader(orders.plan(), session.fieldNumbers(), phase, session::nanoTime, bounds);
    links = new LinkReader(phase);
    mig = new MigReader(orders.plan());
    processes = new GpuProcessReader(log);
    utilization = new UtilizationReader(log);
    memoryLimits = new MemoryLimitReader(log, phase);
  }

  ReadOrders orders() {
    return orders;
  }

  /** Whether what it knows to be unsupported may be supported now, and the other way round. */
  boolean isOutdated() {
    return mig.modeChanged();
  }

  /**
   * Reads the GPU once.
   *
   * @param listInstances whether NVML reported a new MIG layout
   */
  GpuResult read(boolean listInstances) {
    long now = session.nanoTime();
    long slowPeriod = orders.slowPeriod().toNanos();
    var device = gpu.device();
    if (queries.read(target, log, now, slowPeriod)) {
      checkHandle();
    }
    fields.read(device, log, now, slowPeriod);
    mig.read(target, log, now, slowPeriod, listInstances);
    var nvLinks = links.read(device, log, now, slowPeriod);
    var listed = processes(now, slowPeriod);
    var limited = containerMemory(now, slowPeriod);
    var readings = readings(now);
    return new GpuResult(
        gpu.identity(),
        session.now(),
        readings,
        mig.enabled(),
        instances(),
        nvLinks,
        listed,
        limited,
        affinity(device),
        clockReasons(readings),
        gpu.gpm());
  }

  /** A handle that is not the GPU's any more answers that its argument is invalid. */
  private void checkHandle() {
    var uuid = log.call("nvmlDeviceGetUUID", gpu.device()::uuid);
    if (!uuid.isSuccess()) {
      throw new GpuLostException("nvmlDeviceGetUUID", uuid.code());
    }
    if (!uuid.orElse("").equals(gpu.identity().uuid())) {
      throw new GpuLostException("nvmlDeviceGetUUID", NvmlReturn.GPU_NOT_FOUND);
    }
  }

  private Affinity affinity(NvmlDevice device) {
    var known = affinity;
    if (known == null || AffinityReader.failed(known)) {
      known = AffinityReader.read(device, log);
      affinity = known;
    }
    return known;
  }

  private Readings readings(long now) {
    var readings = latest.next();
    queries.into(readings);
    fields.into(readings);
    mig.into(readings);
    if (orders.plan().signals().contains(DeviceSignal.P2P_NVLINK_PEERS)) {
      readings.put(
          DeviceSignal.P2P_NVLINK_PEERS, session.pairs().nvLinkPeers(gpu.identity().index(), now));
    }
    readings.putAll(gpm(gpmKey));
    latest = readings.build();
    return latest;
  }

  private List<MigInstance> instances() {
    var instances = new ArrayList<MigInstance>();
    for (var instance : mig.instances()) {
      instances.add(instance.snapshot(gpm(GpmKey.instance(gpu.identity().uuid(), instance.id()))));
    }
    return instances;
  }

  private Readings gpm(GpmKey key) {
    return wantsGpm
        ? session.gpm().get(key, session.nanoTime() - orders.gpmFor().toNanos(), withoutGpm)
        : withoutGpm;
  }

  private Reading<Double> withoutGpm() {
    return gpu.gpm() && session.samplesGpm()
        ? Reading.failed(GPM_FUNCTION, CounterRate.NO_DATA)
        : Reading.unsupported();
  }

  private Reading<List<GpuProcess>> processes(long now, long slowPeriod) {
    return switch (orders.plan().processes()) {
      case NOTHING -> Reading.unsupported();
      case LISTED -> listProcesses();
      case UTILIZATION -> listProcesses().map(listed -> utilized(listed, now, slowPeriod));
    };
  }

  private List<ContainerMemory> containerMemory(long now, long slowPeriod) {
    if (mig.enabled()) {
      return memoryLimits.none();
    }
    var limited = memoryLimits.read(gpu.device(), session.containers(), now, slowPeriod);
    if (!memoryLimits.supported()) {
      session.withoutMemoryLimits();
    }
    return limited;
  }

  /** Under MIG the driver does not know this. */
  private List<GpuProcess> utilized(List<GpuProcess> listed, long now, long slowPeriod) {
    if (mig.enabled()) {
      utilization.forget();
      return listed;
    }
    return utilization.read(gpu.device(), listed, now, session.now(), slowPeriod);
  }

  /** Under MIG the GPU lists all, given the right; without it each instance lists its own. */
  private Reading<List<GpuProcess>> listProcesses() {
    var all = processes.read(gpu.device());
    if (!mig.enabled() || all instanceof Reading.Value<List<GpuProcess>>) {
      return all;
    }
    Reading<List<GpuProcess>> union = Reading.of(List.of());
    for (var instance : mig.instances()) {
      for (MigDevice device : instance.devices()) {
        var some = processes.read(device);
        union = union.flatMap(before -> some.map(more -> joined(before, more)));
      }
    }
    return union;
  }

  private static List<GpuProcess> joined(List<GpuProcess> some, List<GpuProcess> more) {
    var joined = new ArrayList<>(some);
    joined.addAll(more);
    return joined;
  }

  private static OptionalLong clockReasons(Readings readings) {
    return readings.get(DeviceSignal.CLOCKS_EVENT_REASONS) instanceof Reading.Value<Long>(var mask)
        ? OptionalLong.of(mask)
        : OptionalLong.empty();
  }
}
