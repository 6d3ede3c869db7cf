// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Puts together a GPU sample for tests: index 0 is {@code GPU-0}, minor number 0, fresh. */
public final class GpuBuilder {

  private static final int SM_UTILIZATION = 2;
  private static final Instant SAMPLED = Instant.EPOCH;

  private final int index;
  private final Readings.Builder readings = Readings.builder();
  private final List<MigInstance> instances = new ArrayList<>();
  private final List<GpuProcess> processes = new ArrayList<>();
  private final List<ContainerMemory> containerMemory = new ArrayList<>();
  private GpuCondition condition = new GpuCondition.Fresh();
  private Optional<Reading<List<GpuProcess>>> list = Optional.empty();
  private String model = "NVIDIA H100 80GB HBM3";
  private GpuEvents events = GpuEvents.none(GpuEvents.Watch.OFF, Duration.ZERO);

  /** A GPU without readings or processes. */
  public GpuBuilder(int index) {
    this.index = index;
  }

  /** Utilization in percent and memory in bytes, with the reserved part known. */
  public GpuBuilder busy(long percent, long usedBytes) {
    return with(DeviceSignal.GPU_UTILIZATION, Reading.of(percent))
        .with(DeviceSignal.MEMORY_USED, Reading.of(usedBytes))
        .with(DeviceSignal.MEMORY_RESERVED, Reading.of(0L));
  }

  /** The product's name. */
  public GpuBuilder model(String name) {
    model = name;
    return this;
  }

  /** One reading. */
  public <T> GpuBuilder with(Signal<T> signal, Reading<T> reading) {
    readings.put(signal, reading);
    return this;
  }

  /** A state other than fresh. */
  public GpuBuilder condition(GpuCondition other) {
    condition = other;
    return this;
  }

  /** A GPU instance with compute instances 0 to {@code computeInstances} - 1. */
  public GpuBuilder instance(int id, int computeInstances, double smPercent, long usedBytes) {
    var compute = new ArrayList<ComputeInstance>();
    for (int i = 0; i < computeInstances; i++) {
      compute.add(new ComputeInstance(i, migUuid(id, i), "1g.10gb", Reading.of(14L)));
    }
    var own =
        Readings.builder()
            .put(new GpmSignal(SM_UTILIZATION), Reading.of(smPercent))
            .put(DeviceSignal.MEMORY_USED, Reading.of(usedBytes))
            .put(DeviceSignal.MEMORY_RESERVED, Reading.of(0L))
            .build();
    instances.add(new MigInstance(id, "1g.10gb", Reading.unsupported(), compute, own));
    return this;
  }

  /** Any GPU instance. */
  public GpuBuilder instance(MigInstance instance) {
    instances.add(instance);
    return this;
  }

  /** What happened on the GPU. */
  public GpuBuilder events(GpuEvents seen) {
    events = seen;
    return this;
  }

  /** A compute process with its share of the SMs, in percent, and its memory, in bytes. */
  public GpuBuilder process(long pid, long smPercent, long usedBytes) {
    return process(
        new GpuProcess(
            pid,
            Set.of(GpuProcess.Kind.COMPUTE),
            OptionalLong.of(usedBytes),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Reading.of(smPercent)));
  }

  /** A process on a MIG device. */
  public GpuBuilder migProcess(long pid, int instance, int compute, long usedBytes) {
    return process(
        new GpuProcess(
            pid,
            Set.of(GpuProcess.Kind.COMPUTE),
            OptionalLong.of(usedBytes),
            OptionalInt.of(instance),
            OptionalInt.of(compute)));
  }

  /** Any process. */
  public GpuBuilder process(GpuProcess process) {
    processes.add(process);
    return this;
  }

  /** A container with a memory limit. */
  public GpuBuilder limited(ContainerMemory memory) {
    containerMemory.add(memory);
    return this;
  }

  /** An outcome of listing other than the processes added. */
  public GpuBuilder list(Reading<List<GpuProcess>> outcome) {
    list = Optional.of(outcome);
    return this;
  }

  /** The UUID of a compute instance of this GPU. */
  public String migUuid(int instance, int compute) {
    return "MIG-" + index + "-" + instance + "-" + compute;
  }

  /** The sample. */
  public GpuSample build() {
    return new GpuSample(
        new GpuIdentity(
            index,
            "GPU-" + index,
            model,
            "00000000:%02X:00.0".formatted(index),
            Reading.of((long) index),
            Optional.empty()),
        condition,
        SAMPLED,
        readings.build(),
        !instances.isEmpty(),
        instances,
        List.of(),
        list.orElseGet(() -> Reading.of(List.copyOf(processes))),
        events,
        containerMemory);
  }

  /** A node of such GPUs, taken at {@code takenAt}. */
  public static NodeSnapshot node(Instant takenAt, GpuBuilder... gpus) {
    var ready =
        new DriverState.Ready(
            Reading.of("580.105.08"),
            Reading.of("13.580.105.08"),
            Reading.of(13000L),
            Reading.unsupported(),
            "libnvidia-ml.so.1",
            gpus.length);
    var samples = new ArrayList<GpuSample>();
    for (var gpu : gpus) {
      samples.add(gpu.build());
    }
    return new NodeSnapshot(
        1, takenAt, ready, false, samples, NodeTopology.none(), SamplingStatistics.none());
  }
}
