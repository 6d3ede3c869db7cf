// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import io.gpunodeagent.core.snapshot.XidKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Parts of GPU samples that only usage cares about. */
public final class UsageBuilders {

  private UsageBuilders() {}

  /** A GPU instance with one compute instance, of the first GPU or another, and its GPM figure. */
  public static GpuBuilder instance(GpuBuilder gpu, int id, Reading<Double> smPercent) {
    var compute = new ComputeInstance(0, gpu.migUuid(id, 0), "1g.10gb", Reading.of(14L));
    return gpu.instance(
        new MigInstance(
            id,
            "1g.10gb",
            Reading.unsupported(),
            List.of(compute),
            Readings.builder().put(new GpmSignal(2), smPercent).build()));
  }

  /** A GPU instance before Hopper. */
  public static GpuBuilder withoutGpm(GpuBuilder gpu, int id) {
    return instance(gpu, id, Reading.unsupported());
  }

  /** A GPU that draws so much power. */
  public static GpuBuilder drawing(GpuBuilder gpu, long watts) {
    return gpu.with(DeviceSignal.POWER_USAGE, Reading.of(watts * 1000));
  }

  /** An XID within the event window. */
  public static GpuBuilder withXid(GpuBuilder gpu, int code) {
    return gpu.events(
        new GpuEvents(
            GpuEvents.Watch.ON,
            List.of(),
            Map.of(),
            Map.of(XidKind.of(code), 1L),
            Map.of(),
            Map.of(),
            Map.of(),
            Duration.ofMinutes(5)));
  }
}
