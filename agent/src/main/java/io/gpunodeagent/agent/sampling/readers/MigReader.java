// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.nvml.NvmlMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Follows the MIG mode and instances of one GPU. Instances are listed again when the mode changes,
 * when NVML says so, when a handle went bad, and every few seconds. Confined to one thread.
 */
public final class MigReader {

  /** Not every driver reports a new layout, and new instances beside old ones break no handle. */
  private static final long LIST_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final Turn modeTurn = new Turn(Cadence.PASS, 1);
  private final LastReading<Long> mode = new LastReading<>(DeviceSignal.MIG_MODE);
  private final boolean modeWanted;
  private final SamplingPlan plan;
  private List<GpuInstanceReader> instances = List.of();
  private List<String> uuids = List.of();
  private boolean listed;
  private long listAgain;
  private OptionalLong known = OptionalLong.empty();
  private boolean changed;

  public MigReader(SamplingPlan plan) {
    this.plan = plan;
    modeWanted = plan.signals().contains(DeviceSignal.MIG_MODE);
  }

  /** Reads the mode and, while it is on, the instances. */
  public void read(QueryTarget target, CallLog log, long now, long slowPeriod, boolean asked) {
    boolean before = enabled();
    if (modeTurn.due(now)) {
      var result = log.call(log.counter("nvmlDeviceGetMigMode"), target.device(), d -> d.migMode());
      mode.set(ReturnCodes.reading(result, MigReader::current));
      modeTurn.answered(mode.reading(), now, slowPeriod);
      note(mode.reading());
    }
    if (!enabled()) {
      forget();
      return;
    }
    boolean due = listed && now - listAgain >= 0;
    if (!before || !listed || asked || due) {
      list(target, log, now, slowPeriod);
    }
    for (var instance : instances) {
      // A bad handle is no GPU's loss: the instance is gone, the next pass lists what is there.
      listed &= instance.read(target, log, now, slowPeriod);
    }
  }

  private void note(Reading<Long> reading) {
    if (reading instanceof Reading.Value<Long>(var current)) {
      changed = known.isPresent() && known.getAsLong() != current;
      known = OptionalLong.of(current);
    }
  }

  /** Whether the last pass found MIG turned on or off: other things are supported now. */
  public boolean modeChanged() {
    return changed;
  }

  private static Reading<Long> current(NvmlMode mode) {
    return Reading.of(mode.current() ? 1L : 0L);
  }

  /** Whether MIG is on. */
  public boolean enabled() {
    return mode.reading() instanceof Reading.Value<Long>(var on) && on == 1;
  }

  public List<GpuInstanceReader> instances() {
    return instances;
  }

  public void into(Readings.Builder readings) {
    if (modeWanted) {
      mode.into(readings);
    }
  }

  private void forget() {
    instances = List.of();
    uuids = List.of();
    listed = false;
  }

  private void list(QueryTarget target, CallLog log, long now, long slowPeriod) {
    var devices =
        log.call("nvmlDeviceGetMigDeviceHandleByIndex", () -> target.device().migDevices());
    listAgain = now + Math.min(slowPeriod, LIST_EVERY_NANOS);
    listed = devices.isSuccess();
    var found = new ArrayList<MigMember>();
    for (var device : devices.orElse(List.of())) {
      MigMember.read(device, log).ifPresent(found::add);
    }
    var foundUuids = found.stream().map(MigMember::uuid).toList();
    if (listed && !foundUuids.equals(uuids)) {
      uuids = foundUuids;
      instances = grouped(found, target, log);
    }
  }

  private List<GpuInstanceReader> grouped(List<MigMember> found, QueryTarget target, CallLog log) {
    var byInstance = new TreeMap<Integer, List<MigMember>>();
    for (var member : found) {
      byInstance.computeIfAbsent(member.gpuInstanceId(), _ -> new ArrayList<>()).add(member);
    }
    var readers = new ArrayList<GpuInstanceReader>();
    byInstance.forEach(
        (id, members) -> readers.add(new GpuInstanceReader(id, members, plan, target, log)));
    return List.copyOf(readers);
  }
}
