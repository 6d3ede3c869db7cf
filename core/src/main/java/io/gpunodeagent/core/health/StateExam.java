// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.ClockEventReason;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NvLink;
import java.util.OptionalLong;

/** Clocks and fabric: states that are read, not counted. */
record StateExam(GpuSample gpu) {

  /** Utilization from which on no board lowers its PCIe link, %. */
  private static final int BUSY = 10;

  private static final int COMPLETED = 3;
  private static final int UNHEALTHY = 2;
  private static final int LIMITED = 3;
  private static final int FIELD = 0b11;
  private static final int CONFIGURATION = 0b1111;
  private static final int ROUTE_UNHEALTHY_AT = 4;
  private static final int CONFIGURATION_AT = 8;

  void clocks(Symptoms symptoms) {
    value(DeviceSignal.CLOCKS_EVENT_REASONS)
        .ifPresent(
            mask -> {
              boolean brake = ClockEventReason.HW_POWER_BRAKE.in(mask);
              boolean hot = ClockEventReason.HW_THERMAL.in(mask);
              // The general bit is set with either of the two; alone it is a fault of the board.
              boolean other = ClockEventReason.HW_SLOWDOWN.in(mask) && !brake;
              var evidence = "clock event reasons 0x" + Long.toHexString(mask);
              symptoms.stateWhen(brake, FaultCause.POWER_BRAKE, evidence);
              symptoms.stateWhen(hot || other, FaultCause.HARDWARE_SLOWDOWN, evidence);
              symptoms.stateWhen(
                  ClockEventReason.SW_THERMAL.in(mask), FaultCause.THERMAL_SLOWDOWN, evidence);
            });
  }

  /** Boards lower the generation at rest, never the lanes. */
  void pcie(Symptoms symptoms) {
    long width = value(DeviceSignal.PCIE_WIDTH).orElse(0);
    long widest = value(DeviceSignal.PCIE_MAX_WIDTH).orElse(0);
    symptoms.stateWhen(
        width > 0 && width < widest, FaultCause.PCIE_WIDTH_REDUCED, "x" + width + " of x" + widest);
    long generation = value(DeviceSignal.PCIE_GENERATION).orElse(0);
    long highest = value(DeviceSignal.PCIE_MAX_GENERATION).orElse(0);
    boolean busy = value(DeviceSignal.GPU_UTILIZATION).orElse(0) >= BUSY;
    symptoms.stateWhen(
        busy && generation > 0 && generation < highest,
        FaultCause.PCIE_GENERATION_REDUCED,
        "generation " + generation + " of " + highest + " under load");
  }

  void fabric(Symptoms symptoms) {
    long state = value(DeviceSignal.FABRIC_STATE).orElse(0);
    if (state == COMPLETED) {
      long status = value(DeviceSignal.FABRIC_STATUS).orElse(0);
      symptoms.stateWhen(status != 0, FaultCause.FABRIC_FAILED, "fabric status is " + status);
      health(symptoms);
    } else if (state != 0 && leadsToSwitches()) {
      symptoms.state(
          FaultCause.FABRIC_NOT_READY, "fabric state is " + state + ", not " + COMPLETED);
    }
  }

  /** The first bit of a field is set for a fault; the configuration is right at 1. */
  private void health(Symptoms symptoms) {
    long mask = value(DeviceSignal.FABRIC_HEALTH_MASK).orElse(0);
    long summary = value(DeviceSignal.FABRIC_HEALTH_SUMMARY).orElse(0);
    long configuration = mask >> CONFIGURATION_AT & CONFIGURATION;
    boolean failed =
        summary == UNHEALTHY || (mask >> ROUTE_UNHEALTHY_AT & FIELD) == 1 || configuration > 1;
    boolean degraded = summary == LIMITED || (mask & FIELD) == 1;
    var evidence = "fabric health 0x" + Long.toHexString(mask) + ", summary " + summary;
    symptoms.stateWhen(failed, FaultCause.FABRIC_FAILED, evidence);
    symptoms.stateWhen(degraded && !failed, FaultCause.FABRIC_DEGRADED, evidence);
  }

  /** Boards whose links lead to other GPUs, or that have none, need no fabric manager. */
  private boolean leadsToSwitches() {
    return !gpu.nvLinks().isEmpty()
        && gpu.nvLinks().stream().noneMatch(link -> link.remote() instanceof NvLink.ToGpu);
  }

  private OptionalLong value(Signal<Long> signal) {
    return gpu.readings().get(signal) instanceof Reading.Value<Long>(var value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }
}
