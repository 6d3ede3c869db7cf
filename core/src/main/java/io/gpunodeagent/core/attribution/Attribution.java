// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceIndex;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.attribution.placement.PlacedAllocation;
import io.gpunodeagent.core.attribution.placement.Placements;
import io.gpunodeagent.core.attribution.placement.PodIndex;
import io.gpunodeagent.core.attribution.placement.ReplicaCounts;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Joins what the kubelet gave out with the processes NVML lists. Doubt takes figures away, never
 * adds any: a figure that cannot be known is absent with its reason, and what belongs to no known
 * user is unattributed.
 */
public final class Attribution {

  /** What is read of every GPU and GPU instance here and to judge process lists. */
  public static final Set<Signal<?>> SIGNALS =
      Set.of(
          DeviceSignal.GPU_UTILIZATION,
          DeviceSignal.MEMORY_USED,
          DeviceSignal.MEMORY_RESERVED,
          DeviceSignal.COMPUTE_MODE,
          DeviceTotals.SM_UTILIZATION);

  /** The plan that has all of it read. */
  public static final SamplingPlan PLAN =
      new SamplingPlan(SIGNALS, SamplingPlan.Processes.UTILIZATION);

  private final AttributionInputs inputs;
  private final AttributedSnapshot previous;
  private final PodIndex pods;
  private final Placements placements;
  private final Set<PodIndex.PodName> searching;
  private final ReplicaCounts replicas;

  private Attribution(AttributionInputs inputs, AttributedSnapshot previous) {
    this.inputs = inputs;
    this.previous = previous;
    var asOf = inputs.allocations().state().factsAsOf().orElse(Instant.MAX);
    pods = new PodIndex(inputs.pods(), asOf);
    var devices = new DeviceIndex(inputs.node(), inputs.draDevices());
    placements = new Placements(inputs.allocations().entries(), devices, pods);
    searching = placements.searching();
    replicas = new ReplicaCounts(inputs.allocations().allocatable(), devices);
  }

  /**
   * Who holds and who uses each device.
   *
   * @param previous the outcome of the pass before, for what is known only over time
   */
  public static AttributedSnapshot join(AttributionInputs inputs, AttributedSnapshot previous) {
    return new Attribution(inputs, previous).join();
  }

  private AttributedSnapshot join() {
    var devices = new LinkedHashMap<Device, AttributedDevice>();
    for (var gpu : inputs.node().gpus()) {
      for (var facts : DeviceFacts.of(gpu)) {
        devices.put(facts.device(), attributed(facts));
      }
    }
    return new AttributedSnapshot(
        inputs.node(),
        inputs.allocations().state(),
        inputs.allocations().allocatable(),
        inputs.pods().state(),
        inputs.processes().worst(),
        devices,
        placements.unplaced(),
        AllocationMismatches.of(
            devices.values(), inputs.allocations().state(), inputs.node().takenAt()),
        DeviceUserMemory.of(inputs.node(), pods),
        inputs.processes().commands());
  }

  private AttributedDevice attributed(DeviceFacts facts) {
    var gpu = facts.gpu();
    var visibility = inputs.processes().visibility(facts.device().gpuUuid());
    boolean believed = gpu.fresh() && !(visibility instanceof Visibility.Blind);
    var classes =
        ProcessClasses.of(
            facts.processes(), inputs.processes(), pods, believed, facts.exclusiveProcess());
    var placed = placements.on(facts.device());
    var watches =
        new Watches(
            Optional.ofNullable(previous.devices().get(facts.device())), inputs.node().takenAt());
    return new DeviceJoin(facts, visibility, classes, placed, around(facts.device(), gpu))
        .attributed(watches, replicas.of(facts.device(), placed));
  }

  private Relations around(Device device, GpuSample gpu) {
    boolean known = inputs.allocations().state().factsAsOf().isPresent();
    var own = holders(device);
    return switch (device) {
      case Device.Gpu(var uuid) -> {
        var below = new ArrayList<DeviceUser.Container>();
        gpu.migInstances()
            .forEach(
                mig -> below.addAll(holders(new Device.GpuInstance(uuid, mig.gpuInstanceId()))));
        yield new Relations(known, own, List.of(), below, searching);
      }
      case Device.GpuInstance(var uuid, var _) ->
          new Relations(known, own, holders(new Device.Gpu(uuid)), List.of(), searching);
    };
  }

  private List<DeviceUser.Container> holders(Device device) {
    return placements.given(device).stream()
        .flatMap(placed -> Stream.concat(Stream.of(placed), placed.members().stream()))
        .map(PlacedAllocation::user)
        .toList();
  }
}
