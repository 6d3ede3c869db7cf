// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuEvents.Source;
import io.gpunodeagent.core.snapshot.GpuEvents.XidCount;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NvLink;
import io.gpunodeagent.core.snapshot.XidKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A GPU whose every reading is good until a test says otherwise. */
class BuiltGpu {

  static final String SWITCH = "00000000:F0:00.0";

  private static final int LINKS = 4;

  private final int index;
  private final Map<Signal<Long>, Reading<Long>> readings = new HashMap<>();
  private final Map<XidKind, Long> xids = new TreeMap<>(XidKind.ORDER);
  private final Map<Integer, Reading<Boolean>> links = new TreeMap<>();
  private GpuCondition condition = new GpuCondition.Fresh();
  private Optional<GpuEvents.Xid> last = Optional.empty();
  private GpuEvents.Watch watch = GpuEvents.Watch.ON;
  private boolean read = true;
  private boolean shown = true;
  private String name = "NVIDIA H100";
  private boolean switched = true;
  private String switchBusId = SWITCH;

  BuiltGpu(int index) {
    this.index = index;
    for (var signal : HealthSignals.NEEDED) {
      readings.put(signal, Reading.of(0L));
    }
    for (var signal : HealthSignals.ADVISORY) {
      readings.put(signal, Reading.of(0L));
    }
    set(HealthSignals.ECC_MODE, 1);
    set(DeviceSignal.FABRIC_STATE, 3);
    for (int link = 0; link < LINKS; link++) {
      links.put(link, Reading.of(true));
    }
  }

  BuiltGpu set(Signal<Long> signal, long value) {
    return set(signal, Reading.of(value));
  }

  BuiltGpu set(Signal<Long> signal, Reading<Long> reading) {
    readings.put(signal, reading);
    return this;
  }

  /** The plan does not hold the signal. */
  BuiltGpu without(Signal<Long> signal) {
    readings.remove(signal);
    return this;
  }

  BuiltGpu xid(int code) {
    return xid(XidKind.of(code));
  }

  BuiltGpu xid(XidKind kind) {
    xids.merge(kind, 1L, Long::sum);
    last = Optional.of(new GpuEvents.Xid(kind, Instant.EPOCH, Source.NVML));
    return this;
  }

  /** The kernel log calls Nonfatal what NVML reported before. */
  BuiltGpu nonFatalAfterAll(int code) {
    xids.remove(XidKind.of(code));
    return xid(XidKind.of(code).asNonFatal());
  }

  /** Another run of the agent counts from zero. */
  BuiltGpu forgetXids() {
    xids.clear();
    last = Optional.empty();
    return this;
  }

  /** The XIDs another has counted. */
  BuiltGpu xidsOf(BuiltGpu other) {
    xids.putAll(other.xids);
    return this;
  }

  BuiltGpu link(int number, boolean up) {
    links.put(number, Reading.of(up));
    return this;
  }

  BuiltGpu unreadableLink(int number) {
    links.put(number, Reading.failed("nvmlDeviceGetNvLinkState", 999));
    return this;
  }

  /** NVML hides which switches its links lead to. */
  BuiltGpu hiddenSwitches() {
    switchBusId = "";
    return this;
  }

  BuiltGpu model(String other) {
    name = other;
    return this;
  }

  BuiltGpu withoutLinks() {
    links.clear();
    return this;
  }

  /** Links lead to other GPUs, not to switches. */
  BuiltGpu direct() {
    switched = false;
    return this;
  }

  BuiltGpu fresh() {
    condition = new GpuCondition.Fresh();
    return this;
  }

  BuiltGpu lost(int code) {
    condition = new GpuCondition.Lost("nvmlDeviceGetPowerUsage", code, Instant.EPOCH);
    return this;
  }

  BuiltGpu unread() {
    condition = new GpuCondition.Unread("nvmlDeviceGetPowerUsage", Instant.EPOCH);
    return this;
  }

  BuiltGpu hung() {
    condition = new GpuCondition.Hung("nvmlDeviceGetPowerUsage", Instant.EPOCH);
    return this;
  }

  BuiltGpu watched(boolean other) {
    return watch(other ? GpuEvents.Watch.ON : GpuEvents.Watch.OFF);
  }

  BuiltGpu watch(GpuEvents.Watch other) {
    watch = other;
    return this;
  }

  BuiltGpu read(boolean other) {
    read = other;
    return this;
  }

  BuiltGpu shown(boolean other) {
    shown = other;
    return this;
  }

  boolean shown() {
    return shown;
  }

  boolean complete() {
    return shown
        && read
        && watch == GpuEvents.Watch.ON
        && condition instanceof GpuCondition.Fresh
        && HealthSignals.NEEDED.stream()
            .allMatch(
                signal ->
                    readings.containsKey(signal)
                        && !(readings.get(signal) instanceof Reading.Failed<Long>))
        && links.values().stream().noneMatch(link -> link instanceof Reading.Failed<Boolean>);
  }

  String id() {
    return "GPU-" + index;
  }

  String bus() {
    return "00000000:%02X:00.0".formatted(index + 1);
  }

  GpuSample sample() {
    var held = Readings.builder();
    if (read) {
      readings.forEach(held::put);
    }
    var counts = new HashMap<XidKind, XidCount>();
    xids.forEach((code, count) -> counts.put(code, new XidCount(count, Instant.EPOCH)));
    return new GpuSample(
        new GpuIdentity(index, id(), name, bus(), Reading.of((long) index), Optional.empty()),
        condition,
        Instant.EPOCH,
        held.build(),
        false,
        List.of(),
        read ? nvLinks() : List.of(),
        Reading.unsupported(),
        new GpuEvents(
            watch,
            last.stream().toList(),
            counts,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Duration.ofMinutes(5)));
  }

  private List<NvLink> nvLinks() {
    return links.entrySet().stream()
        .map(
            link ->
                new NvLink(
                    link.getKey(),
                    link.getValue(),
                    Reading.of(4L),
                    switched
                        ? new NvLink.ToSwitch(switchBusId)
                        : new NvLink.ToGpu("00000000:F1:00.0")))
        .toList();
  }
}
