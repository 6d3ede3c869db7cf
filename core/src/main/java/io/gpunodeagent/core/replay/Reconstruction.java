// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.replay.Frame.Seen;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.SourceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes of each frame the snapshot that an agent on that node would have had, as far as it goes.
 */
final class Reconstruction {

  /** Which figures each device has given: one that is missing then could not be read. */
  private final Map<DcgmDevice, Set<Figure>> given = new HashMap<>();

  private final Map<String, String> models = new HashMap<>();
  private String source = "";
  private long sequence;

  /** The snapshot of a frame. Devices of {@code tenants} that the frame lacks are lost in it. */
  NodeSnapshot snapshot(Frame frame, Collection<ReplayedPod> tenants) {
    if (!frame.source().equals(source)) {
      source = frame.source();
      given.clear();
    }
    var gpus = new TreeMap<String, List<Seen>>();
    for (var device : frame.devices()) {
      gpus.computeIfAbsent(device.slot().gpuUuid(), _ -> new ArrayList<>()).add(device);
      models.put(device.slot().gpuUuid(), device.model());
    }
    var lost = new TreeMap<String, List<DcgmDevice>>();
    for (var tenant : tenants) {
      for (var slot : tenant.devices().keySet()) {
        lost.computeIfAbsent(slot.gpuUuid(), _ -> new ArrayList<>()).add(slot);
        gpus.computeIfAbsent(slot.gpuUuid(), _ -> List.of());
      }
    }
    var samples = new ArrayList<GpuSample>();
    gpus.forEach(
        (uuid, seen) ->
            samples.add(
                gpu(frame, samples.size(), uuid, seen, lost.getOrDefault(uuid, List.of()))));
    return new NodeSnapshot(
        ++sequence,
        frame.at(),
        new DriverState.Ready(
            Reading.unsupported(),
            Reading.unsupported(),
            Reading.unsupported(),
            Reading.unsupported(),
            "",
            samples.size()),
        false,
        samples,
        NodeTopology.none(),
        SamplingStatistics.none());
  }

  private GpuSample gpu(
      Frame frame, int index, String uuid, List<Seen> seen, List<DcgmDevice> held) {
    var whole = Readings.builder();
    var instances = new TreeMap<Integer, Readings>();
    for (var device : seen) {
      var instance = device.slot().gpuInstance();
      if (instance.isPresent()) {
        instances.put(instance.getAsInt(), readings(device));
        power(whole, device);
      } else {
        whole.putAll(readings(device));
      }
    }
    for (var slot : held) {
      slot.gpuInstance().ifPresent(instance -> instances.putIfAbsent(instance, Readings.none()));
    }
    return new GpuSample(
        new GpuIdentity(
            index,
            uuid,
            models.getOrDefault(uuid, ""),
            "",
            Reading.unsupported(),
            Optional.empty()),
        seen.isEmpty()
            ? new GpuCondition.Lost("no sample", 0, frame.at())
            : new GpuCondition.Fresh(),
        frame.at(),
        whole.build(),
        !instances.isEmpty(),
        instances.entrySet().stream().map(each -> mig(each.getKey(), each.getValue())).toList(),
        List.of(),
        Reading.unsupported(),
        GpuEvents.none(GpuEvents.Watch.OFF, Duration.ofMinutes(5)));
  }

  private static MigInstance mig(int id, Readings readings) {
    var compute = new MigInstance.ComputeInstance(0, "MIG-" + id, "", Reading.unsupported());
    return new MigInstance(id, "", Reading.unsupported(), List.of(compute), readings);
  }

  /** Rows of instances carry the power of the whole GPU. */
  private static void power(Readings.Builder whole, Seen device) {
    var watts = device.figures().get(Figure.POWER);
    if (watts != null) {
      Figure.POWER.put(whole, watts);
    }
  }

  private Readings readings(Seen device) {
    var known = given.computeIfAbsent(device.slot(), _ -> EnumSet.noneOf(Figure.class));
    known.addAll(device.figures().keySet());
    var readings = Readings.builder();
    for (var figure : known) {
      var value = device.figures().get(figure);
      if (value == null) {
        figure.miss(readings);
      } else {
        figure.put(readings, value);
      }
    }
    return readings.build();
  }

  /** Who was given what. */
  static Allocations allocations(Frame frame, Collection<ReplayedPod> tenants) {
    var shared = new HashMap<DcgmDevice, Boolean>();
    frame.devices().forEach(device -> shared.put(device.slot(), device.shared()));
    var entries = new ArrayList<Allocation>();
    var replicas = new HashMap<DcgmDevice, Integer>();
    for (var tenant : tenants) {
      for (var slot : tenant.devices().keySet()) {
        boolean several =
            tenants.stream().filter(other -> other.devices().containsKey(slot)).count() > 1
                || tenant.on(slot).size() > 1;
        boolean replica = several || shared.getOrDefault(slot, false);
        for (var container : tenant.on(slot)) {
          int number = replicas.merge(slot, 1, Integer::sum);
          entries.add(
              new Allocation(
                  new ContainerName(tenant.name().namespace(), tenant.name().pod(), container),
                  "nvidia.com/gpu",
                  device(slot),
                  replica ? OptionalInt.of(number - 1) : OptionalInt.empty(),
                  Optional.empty()));
        }
      }
    }
    return new Allocations(
        new SourceState.Up(frame.at()),
        entries,
        new Allocatable.Unknown("DCGM's metrics do not say"));
  }

  private static DeviceId device(DcgmDevice slot) {
    return slot.gpuInstance().isEmpty()
        ? new DeviceId.Gpu(slot.gpuUuid())
        : new DeviceId.MigOfGpu(slot.gpuUuid(), slot.gpuInstance().getAsInt(), 0);
  }
}
