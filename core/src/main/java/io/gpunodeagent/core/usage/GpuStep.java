// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.health.cause.XidCatalogue;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.usage.clock.SampleTime;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import io.gpunodeagent.core.usage.evidence.Load;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges one GPU and its instances in one sample, before it is asked whose use it is. */
final class GpuStep {

  /** {@code NVML_COMPUTEMODE_EXCLUSIVE_PROCESS}, as the Multi-Process Service sets it. */
  private static final Reading<Long> EXCLUSIVE_PROCESS = Reading.of(3L);

  private final SampleTime time;
  private final GpuSample gpu;
  private final History history;
  private final Map<Device, AttributedDevice> devices;

  GpuStep(SampleTime time, GpuSample gpu, History history, Map<Device, AttributedDevice> devices) {
    this.time = time;
    this.gpu = gpu;
    this.history = history;
    this.devices = devices;
  }

  /** The GPU and its instances, in this order. */
  List<DeviceSample> samples() {
    var uuid = gpu.identity().uuid();
    var whole = devices.get(new Device.Gpu(uuid));
    if (whole == null) {
      return List.of();
    }
    var before = before(whole);
    var instances = gpu.fresh() ? instances() : List.<EnumMap<Source, Verdict>>of();
    var sources = sources();
    boolean counts = instances.stream().anyMatch(each -> each.get(Source.GPM) == Verdict.ACTIVE);
    var after = gpu.fresh() ? judged(whole, before, sources, instances) : before;
    var samples = new ArrayList<DeviceSample>(1 + gpu.migInstances().size());
    samples.add(sample(whole, gpu.readings(), sources, false, wholeDoubt(), before, after));
    for (int i = 0; i < gpu.migInstances().size(); i++) {
      var instance = gpu.migInstances().get(i);
      var device = devices.get(new Device.GpuInstance(uuid, instance.gpuInstanceId()));
      if (device != null) {
        samples.add(
            instance(device, instance, gpu.fresh() ? instances.get(i) : Map.of(), counts, after));
      }
    }
    return samples;
  }

  private DeviceSample instance(
      AttributedDevice device,
      MigInstance instance,
      Map<Source, Verdict> sources,
      boolean counts,
      DeviceHistory whole) {
    var before = before(device);
    boolean suspect = whole.conflicts().gpmSuspect() || whole.conflicts().doubts(Source.GPM);
    if (suspect && sources.get(Source.GPM) == Verdict.INACTIVE) {
      sources.remove(Source.GPM);
    }
    var doubt = doubt().or(() -> suspect ? Optional.of(Doubt.SOURCE_CONFLICT) : Optional.empty());
    return sample(device, instance.readings(), sources, counts, doubt, before, before);
  }

  private DeviceSample sample(
      AttributedDevice device,
      Readings readings,
      Map<Source, Verdict> sources,
      boolean corroborated,
      Optional<Doubt> doubt,
      DeviceHistory before,
      DeviceHistory after) {
    return new DeviceSample(
        device, gpu, readings, sources, corroborated, doubt, mps(device), before, after);
  }

  private DeviceHistory before(AttributedDevice device) {
    var held = history.devices().get(device.device());
    if (held != null) {
      return held;
    }
    var begun = DeviceHistory.begin(time);
    var learned = history.resting().get(gpu.identity().uuid());
    return learned != null && device.device() instanceof Device.Gpu
        ? begun.judged(learned, begun.conflicts())
        : begun;
  }

  private Optional<Doubt> wholeDoubt() {
    return doubt().or(() -> gpu.migEnabled() ? Optional.of(Doubt.MIG_PARENT) : Optional.empty());
  }

  private Optional<Doubt> doubt() {
    if (!gpu.fresh()) {
      return Optional.of(Doubt.GPU_NOT_FRESH);
    }
    boolean healthy =
        gpu.events().xidsInWindow().keySet().stream()
            .allMatch(kind -> XidCatalogue.of(kind).leavesGpuAsItWas());
    return healthy ? Optional.empty() : Optional.of(Doubt.GPU_UNHEALTHY);
  }

  private List<EnumMap<Source, Verdict>> instances() {
    return gpu.migInstances().stream()
        .map(instance -> Load.ofInstance(instance.readings(), time.rules().thresholds()))
        .toList();
  }

  private EnumMap<Source, Verdict> sources() {
    return !gpu.fresh() || gpu.migEnabled()
        ? new EnumMap<>(Source.class)
        : Load.ofGpu(gpu.readings(), gpu.processes(), time.rules().thresholds());
  }

  /** Learns the power at rest, adds what power says, and takes out the sources it refutes. */
  private DeviceHistory judged(
      AttributedDevice whole,
      DeviceHistory before,
      EnumMap<Source, Verdict> sources,
      List<EnumMap<Source, Verdict>> instances) {
    var load = gpu.migEnabled() ? load(instances) : Load.load(sources);
    var power = new PowerStep(time, gpu, before, load, empty(whole));
    if (!gpu.migEnabled()) {
      power.verdict().ifPresent(verdict -> sources.put(Source.ENERGY, verdict));
    } else if (power.verdict().filter(Verdict.INACTIVE::equals).isPresent()) {
      // The whole GPU is at rest, so each of its instances is.
      instances.forEach(each -> each.put(Source.ENERGY, Verdict.INACTIVE));
    }
    boolean busy = power.verdict().filter(Verdict.ACTIVE::equals).isPresent();
    var refuted = gpu.migEnabled() ? refutedInstances(busy) : refuted(sources, busy);
    boolean alive = gpmAlive();
    var conflicts = before.conflicts().after(refuted, alive);
    sources.keySet().removeAll(refuted);
    if (conflicts.gpmSuspect() && sources.get(Source.GPM) == Verdict.INACTIVE) {
      sources.remove(Source.GPM);
    }
    return before.judged(power.learned(), conflicts);
  }

  private static Verdict load(List<EnumMap<Source, Verdict>> instances) {
    var load = Verdict.INACTIVE;
    for (var each : instances) {
      var one = Load.load(each);
      load = one == Verdict.INACTIVE || load == Verdict.ACTIVE ? load : one;
    }
    return load;
  }

  /** Whether the GPU provably has no process: it is at rest whatever its sensors say. */
  private boolean empty(AttributedDevice whole) {
    return gpu.processes() instanceof Reading.Value<List<GpuProcess>>(var list)
        && list.isEmpty()
        && whole.visibility().full()
        && whole.unattributed().unseen().isEmpty()
        && !mps(whole);
  }

  private Set<Source> refuted(Map<Source, Verdict> sources, boolean busy) {
    boolean device = sources.get(Source.DEVICE_UTILIZATION) == Verdict.ACTIVE;
    boolean process = sources.get(Source.PROCESS_UTILIZATION) == Verdict.ACTIVE;
    boolean gpm = sources.get(Source.GPM) == Verdict.ACTIVE;
    var refuted = EnumSet.noneOf(Source.class);
    if (Load.gpmAtZero(gpu.readings()) && (device || process || busy)) {
      refuted.add(Source.GPM);
    }
    if (gpu.readings().get(DeviceSignal.GPU_UTILIZATION).equals(Reading.of(0L))
        && sources.get(Source.DEVICE_UTILIZATION) == Verdict.INACTIVE
        && (gpm || process)) {
      refuted.add(Source.DEVICE_UTILIZATION);
    }
    if (sources.get(Source.PROCESS_UTILIZATION) == Verdict.INACTIVE && (gpm || device)) {
      refuted.add(Source.PROCESS_UTILIZATION);
    }
    return refuted;
  }

  /** All instances at rest cannot draw that power. */
  private Set<Source> refutedInstances(boolean busy) {
    boolean zero =
        !gpu.migInstances().isEmpty()
            && gpu.migInstances().stream().allMatch(each -> Load.gpmAtZero(each.readings()));
    return zero && busy ? EnumSet.of(Source.GPM) : EnumSet.noneOf(Source.class);
  }

  private boolean gpmAlive() {
    return gpu.migEnabled()
        ? gpu.migInstances().stream().anyMatch(each -> Load.gpmAboveZero(each.readings()))
        : Load.gpmAboveZero(gpu.readings());
  }

  private boolean mps(AttributedDevice device) {
    return !device.unattributed().mpsServers().isEmpty()
        || gpu.readings().get(DeviceSignal.COMPUTE_MODE).equals(EXCLUSIVE_PROCESS)
        || gpu.processes().toOptional().stream()
            .flatMap(List::stream)
            .anyMatch(process -> process.kinds().contains(GpuProcess.Kind.MPS));
  }
}
