// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.ClockEventReason;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.NvLink;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.snapshot.XidKind;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Hand-built snapshots. */
public final class Snapshots {

  static final Instant TAKEN_AT = Instant.parse("2026-11-01T12:00:00Z");
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final GpuEvents QUIET = GpuEvents.none(GpuEvents.Watch.ON, WINDOW);

  private Snapshots() {}

  /** The state of a node nobody has looked at the users of. */
  static NodeState state(NodeSnapshot node) {
    return new NodeState(
        AttributedSnapshot.starting(node), Pods.off(), new SourceState.Off(), Usage.none());
  }

  public static NodeState stateOf(GpuSample... gpus) {
    return state(of(gpus));
  }

  static NodeSnapshot of(GpuSample... gpus) {
    return of(1, TAKEN_AT, gpus);
  }

  static NodeSnapshot of(long sequence, Instant takenAt, GpuSample... gpus) {
    return new NodeSnapshot(
        sequence,
        takenAt,
        ready(gpus.length),
        false,
        List.of(gpus),
        topology(gpus.length),
        statistics());
  }

  static DriverState.Ready ready(int gpus) {
    return new DriverState.Ready(
        Reading.of("570.133.20"),
        Reading.of("12.570.133.20"),
        Reading.of(12080L),
        Reading.unsupported(),
        "libnvidia-ml.so.1",
        gpus);
  }

  static NodeTopology topology(int gpus) {
    var peers = new HashMap<NodeTopology.Pair, Reading<Long>>();
    for (int from = 0; from < gpus; from++) {
      for (int to = 0; to < gpus; to++) {
        if (from != to) {
          peers.put(new NodeTopology.Pair(from, to), Reading.of(from == 0 ? 0L : 3L));
        }
      }
    }
    return new NodeTopology(Map.of(), peers, List.of());
  }

  static SamplingStatistics statistics() {
    var lost = new SamplingStatistics.Failure("nvmlDeviceGetPowerUsage", 15, "GPU_IS_LOST");
    return new SamplingStatistics(
        42,
        Duration.ofMillis(12),
        Duration.ofMillis(500),
        1,
        Map.of("nvmlDeviceGetPowerUsage", 336L, "nvmlDeviceGetTemperatureV", 336L),
        Map.of(lost, 3L),
        2);
  }

  static GpuIdentity identity(int index) {
    return new GpuIdentity(
        index,
        "GPU-5d1f8c5e-8a1b-4f0e-9f37-2c9d0a6b7e%02d".formatted(90 - index),
        "NVIDIA H100 80GB HBM3",
        "00000000:%02X:00.0".formatted(0x17 + index),
        Reading.of((long) index),
        Optional.of("16500230%05d".formatted(index)));
  }

  static GpuSample gpu(int index, Readings readings) {
    return new GpuSample(
        identity(index),
        new GpuCondition.Fresh(),
        TAKEN_AT,
        readings,
        false,
        List.of(),
        List.of(),
        Reading.unsupported(),
        QUIET);
  }

  static GpuSample with(GpuSample gpu, GpuCondition condition) {
    return new GpuSample(
        gpu.identity(),
        condition,
        gpu.sampledAt(),
        gpu.readings(),
        gpu.migEnabled(),
        gpu.migInstances(),
        gpu.nvLinks(),
        gpu.processes(),
        gpu.events());
  }

  static GpuSample with(GpuSample gpu, GpuEvents events) {
    return new GpuSample(
        gpu.identity(),
        gpu.condition(),
        gpu.sampledAt(),
        gpu.readings(),
        gpu.migEnabled(),
        gpu.migInstances(),
        gpu.nvLinks(),
        gpu.processes(),
        events);
  }

  static GpuSample with(GpuSample gpu, GpuIdentity identity) {
    return new GpuSample(
        identity,
        gpu.condition(),
        gpu.sampledAt(),
        gpu.readings(),
        gpu.migEnabled(),
        gpu.migInstances(),
        gpu.nvLinks(),
        gpu.processes(),
        gpu.events());
  }

  static GpuSample with(GpuSample gpu, MigInstance... instances) {
    return new GpuSample(
        gpu.identity(),
        gpu.condition(),
        gpu.sampledAt(),
        gpu.readings(),
        true,
        List.of(instances),
        gpu.nvLinks(),
        gpu.processes(),
        gpu.events());
  }

  static GpuSample with(GpuSample gpu, NvLink... links) {
    return new GpuSample(
        gpu.identity(),
        gpu.condition(),
        gpu.sampledAt(),
        gpu.readings(),
        gpu.migEnabled(),
        gpu.migInstances(),
        List.of(links),
        gpu.processes(),
        gpu.events());
  }

  static NvLink link(int number) {
    return new NvLink(
        number, Reading.of(true), Reading.of(4L), new NvLink.ToSwitch("00000000:07:00.0"));
  }

  static MigInstance instance(int id, String profile, Readings readings) {
    var device =
        new MigInstance.ComputeInstance(
            0,
            "MIG-0f9a3c00-0000-0000-0000-0000000000%02d".formatted(id),
            profile,
            Reading.of(16L));
    return new MigInstance(id, profile, Reading.unsupported(), List.of(device), readings);
  }

  /** A GPU at work: one reading of every kind, some of them absent. */
  static Readings busy() {
    return Readings.builder()
        .put(DeviceSignal.SM_CLOCK, Reading.of(1980L))
        .put(DeviceSignal.TEMPERATURE, Reading.of(61L))
        .put(FieldSignal.everyPass(82), Reading.unsupported())
        .put(DeviceSignal.POWER_USAGE, Reading.of(612_487L))
        .put(DeviceSignal.POWER_LIMIT_MAX, Reading.of(700_999L))
        .put(FieldSignal.everyPass(83), Reading.of(482_913_557_120L))
        .put(DeviceSignal.GPU_UTILIZATION, Reading.of(97L))
        .put(DeviceSignal.ENCODER_UTILIZATION, Reading.unsupported())
        .put(
            DeviceSignal.DECODER_UTILIZATION,
            Reading.failed("nvmlDeviceGetDecoderUtilization", 999))
        .put(DeviceSignal.MEMORY_TOTAL, Reading.of(85_520_809_984L))
        .put(DeviceSignal.MEMORY_USED, Reading.of(74_809_999_999L))
        .put(DeviceSignal.MEMORY_RESERVED, Reading.of(551_550_976L))
        .put(DeviceSignal.VGPU_LICENSED, Reading.unsupported())
        .put(new GpmSignal(1), Reading.of(96.8213))
        .put(new GpmSignal(5), Reading.of(Double.NaN))
        .put(new GpmSignal(20), Reading.of(120.5))
        .put(
            new RateSignal(FieldSignal.everyPass(138).withScope(FieldSignal.ALL)),
            Reading.of(1_234_567.0))
        .put(
            new RateSignal(FieldSignal.everyPass(139).withScope(FieldSignal.ALL)),
            Reading.of(1_000_500.5))
        .build();
  }

  static GpuEvents afterXid(int code, OptionalInt instance) {
    var kind = new XidKind(code, instance, false);
    var xid = new GpuEvents.Xid(kind, TAKEN_AT, GpuEvents.Source.NVML);
    return new GpuEvents(
        GpuEvents.Watch.ON,
        List.of(xid),
        Map.of(kind, new GpuEvents.XidCount(2, TAKEN_AT)),
        Map.of(kind, 1L),
        Map.of(ClockEventReason.POWER_CAP, 17L, ClockEventReason.GPU_IDLE, 4L),
        Map.of(ClockEventReason.POWER_CAP, 3L),
        Map.of(ClockEventReason.POWER_CAP, 5L),
        WINDOW);
  }
}
