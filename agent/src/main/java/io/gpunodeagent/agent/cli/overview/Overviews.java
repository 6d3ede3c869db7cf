package io.gpunodeagent.agent.cli.overview;

import io.gpunodeagent.agent.cli.view.OwnerText;
import io.gpunodeagent.agent.cli.view.ReadingText;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.Device;
import io.gpunodeagent.core.attribution.ProcessOwners;
import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.GpuState;
import io.gpunodeagent.core.snapshot.DeviceSignal;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpmSignal;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.Reading;
import io.gpunodeagent.core.snapshot.Readings;
import io.gpunodeagent.core.snapshot.SourceState;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import io.gpunodeagent.core.state.NodeState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Arranges a state for people. */
public final class Overviews {

  /** Graphics engine activity, %: what utilization is of a MIG instance. */
  private static final GpmSignal ENGINE = new GpmSignal(1);

  private final NodeState state;
  private final Holders holders;
  private final ProcessOwners owners;
  private final boolean holdersKnown;

  private Overviews(NodeState state) {
    this.state = state;
    holders = new Holders(state);
    owners = ProcessOwners.of(state.attributed());
    holdersKnown =
        holdersUnknown().isEmpty()
            && state.attributed().unplaced().stream().noneMatch(one -> one.reason().lives());
  }

  /** The node {@code name} in {@code state}. */
  public static ShownState of(NodeState state, String name) {
    return new Overviews(state).node(name);
  }

  private ShownState node(String name) {
    var node = state.node();
    var gpus =
        Stream.concat(
                node.gpus().stream().map(this::gpu),
                node.absent().unreadable().stream().map(Overviews::unreadable))
            .sorted(Comparator.comparingInt(gpu -> Integer.parseInt(gpu.device().id())))
            .toList();
    return new ShownState(
        name,
        node.takenAt(),
        ReadingText.versions(node),
        node.driver() instanceof DriverState.Ready,
        node.simulated(),
        holdersUnknown(),
        gpus,
        node.gpus().stream().flatMap(this::processes).toList(),
        Problems.of(state));
  }

  private String holdersUnknown() {
    return switch (state.attributed().allocations()) {
      case SourceState.Up(var _) -> "";
      case SourceState.Off() -> "no kubelet is asked";
      case SourceState.Down(var _, var _, var _) -> "the kubelet does not answer";
    };
  }

  private GpuOverview gpu(GpuSample gpu) {
    var uuid = gpu.identity().uuid();
    var id = String.valueOf(gpu.identity().index());
    var instances =
        gpu.migInstances().stream().map(instance -> instance(gpu, id, instance)).toList();
    var load = gpu.fresh() ? load(gpu) : LoadOverview.none();
    var whole = device(new Device.Gpu(uuid), id, ReadingText.model(gpu.identity().name()), load);
    return new GpuOverview(
        instances.isEmpty() ? whole : withParts(whole, instances),
        word(gpu.condition(), "lost"),
        gpu.fresh() ? "" : ReadingText.condition(gpu.condition()),
        Optional.ofNullable(state.health().gpus().get(uuid))
            .map(GpuHealth::state)
            .orElse(GpuState.UNKNOWN),
        instances);
  }

  /** A GPU under MIG is in the state of its instances: nobody holds the whole. */
  private static DeviceOverview withParts(DeviceOverview whole, List<DeviceOverview> parts) {
    var states = new ArrayList<>(parts.stream().map(DeviceOverview::state).toList());
    if (!whole.holders().isEmpty()) {
      states.add(whole.state());
    }
    return new DeviceOverview(
        whole.id(),
        whole.uuid(),
        whole.name(),
        DeviceState.of(states),
        "MIG",
        whole.replicas(),
        whole.load(),
        whole.holders(),
        whole.hostProcesses());
  }

  private static GpuOverview unreadable(UnreadableGpu gpu) {
    return new GpuOverview(
        new DeviceOverview(
            String.valueOf(gpu.index()),
            "",
            "not readable",
            DeviceState.UNKNOWN,
            "",
            OptionalInt.empty(),
            LoadOverview.none(),
            List.of(),
            0),
        word(gpu.condition(), "refused"),
        ReadingText.condition(gpu),
        GpuState.UNKNOWN,
        List.of());
  }

  private DeviceOverview instance(GpuSample gpu, String gpuId, MigInstance instance) {
    var id = instance.gpuInstanceId();
    var readings = gpu.fresh() ? instance.readings() : Readings.none();
    var load =
        new LoadOverview(
            decimal(readings.get(ENGINE)),
            number(readings, DeviceSignal.MEMORY_USED),
            number(readings, DeviceSignal.MEMORY_TOTAL),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    return device(
        new Device.GpuInstance(gpu.identity().uuid(), id),
        gpuId + "/" + id,
        instance.profile(),
        load);
  }

  private DeviceOverview device(Device device, String id, String name, LoadOverview load) {
    var attributed = Optional.ofNullable(state.attributed().devices().get(device));
    var held = attributed.map(one -> holders.of(one, id)).orElse(List.of());
    return new DeviceOverview(
        id,
        device.gpuUuid(),
        name,
        stateOf(held),
        attributed.map(AttributedDevice::sharing).map(Overviews::words).orElse(""),
        attributed.map(AttributedDevice::replicas).orElse(OptionalInt.empty()),
        load,
        held,
        attributed.map(one -> one.host().pids().size()).orElse(0));
  }

  /**
   * Of a device without holder: free, if it is known who holds devices and nobody else is on it.
   */
  private DeviceState stateOf(List<HolderOverview> held) {
    var states = held.stream().filter(HolderOverview::holds).map(HolderOverview::activity).toList();
    if (!states.isEmpty()) {
      return DeviceState.of(states);
    }
    return holdersKnown ? DeviceState.FREE : DeviceState.UNKNOWN;
  }

  private static String word(GpuCondition condition, String lost) {
    return switch (condition) {
      case GpuCondition.Fresh() -> "ok";
      case GpuCondition.Unread _ -> "unread";
      case GpuCondition.Hung _ -> "hung";
      case GpuCondition.Lost _ -> lost;
    };
  }

  private static String words(Sharing sharing) {
    return switch (sharing) {
      case UNHELD -> "";
      case EXCLUSIVE -> "exclusive";
      case REPLICAS -> "shared";
      case COMPUTE_INSTANCES -> "compute instances";
      case COMMON -> "common";
    };
  }

  private static LoadOverview load(GpuSample gpu) {
    var readings = gpu.readings();
    return new LoadOverview(
        decimal(readings.get(DeviceSignal.GPU_UTILIZATION).map(Long::doubleValue)),
        number(readings, DeviceSignal.MEMORY_USED),
        number(readings, DeviceSignal.MEMORY_TOTAL),
        number(readings, DeviceSignal.POWER_USAGE),
        number(readings, DeviceSignal.POWER_LIMIT_ENFORCED),
        number(readings, DeviceSignal.TEMPERATURE),
        number(readings, DeviceSignal.SM_CLOCK));
  }

  private static OptionalLong number(Readings readings, DeviceSignal signal) {
    return readings.get(signal).toOptional().map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private static OptionalDouble decimal(Reading<Double> reading) {
    return reading.toOptional().map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  private Stream<ProcessOverview> processes(GpuSample gpu) {
    return gpu.fresh()
        ? gpu.processes().toOptional().orElse(List.of()).stream().map(one -> process(gpu, one))
        : Stream.empty();
  }

  private ProcessOverview process(GpuSample gpu, GpuProcess process) {
    var index = String.valueOf(gpu.identity().index());
    return new ProcessOverview(
        process.pid(),
        process.gpuInstanceId().isPresent()
            ? index + "/" + process.gpuInstanceId().getAsInt()
            : index,
        process.kinds().stream()
            .sorted()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("+")),
        process.usedBytes(),
        decimal(process.smUtilization().map(Long::doubleValue)),
        OwnerText.text(owners, process.pid()));
  }
}
