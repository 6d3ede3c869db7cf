// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import static io.gpunodeagent.core.signal.DeviceSignal.FABRIC_HEALTH_MASK;
import static io.gpunodeagent.core.signal.DeviceSignal.FABRIC_STATE;
import static io.gpunodeagent.core.signal.DeviceSignal.FABRIC_STATUS;
import static io.gpunodeagent.core.signal.DeviceSignal.MEMORY_RESERVED;
import static io.gpunodeagent.core.signal.DeviceSignal.MEMORY_TOTAL;
import static io.gpunodeagent.core.signal.DeviceSignal.MEMORY_USED;
import static io.gpunodeagent.core.signal.DeviceSignal.VGPU_LICENSED;
import static io.gpunodeagent.core.signal.FieldSignal.slow;

import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source.Formula;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Reading;
import java.util.List;
import java.util.Map;

/** Figures that take more than one reading, or more than a conversion. */
public final class HardwareMetrics {

  /** {@code NVML_GPU_FABRIC_STATE_COMPLETED}. */
  private static final long STATE_COMPLETED = 3;

  private static final long REGISTRATION_FAILED = 4;

  private static final int MANAGER_AT = 14;
  private static final int MANAGER_BITS = 0b11;
  private static final int CONNECTED = 1;
  private static final int DISCONNECTED = 2;

  public static final Map<String, Formula> FORMULAS =
      Map.of(
          "DCGM_FI_DEV_FB_USED_PERCENT",
          new Formula(
              List.of(MEMORY_TOTAL, MEMORY_USED, MEMORY_RESERVED), HardwareMetrics::usedRatio),
          "DCGM_FI_DEV_VGPU_LICENSE_STATUS",
          new Formula(List.of(VGPU_LICENSED), HardwareMetrics::licence),
          "DCGM_FI_DEV_FABRIC_MANAGER_STATUS",
          new Formula(List.of(FABRIC_STATE, FABRIC_STATUS), HardwareMetrics::fabricState),
          "gpu_fabric_manager_connected",
          new Formula(List.of(FABRIC_HEALTH_MASK), HardwareMetrics::managerConnected),
          "gpu_memory_bank_remappings",
          byName("state", "active", slow(303), "inactive", slow(304)),
          "gpu_memory_bank_groups",
          byName("spares", "all", slow(305), "none", slow(306)));

  private HardwareMetrics() {}

  /** Two fields of {@code NVML_FI_*} in one metric, distinguished by a label. */
  private static Formula byName(
      String label, String name, FieldSignal signal, String otherName, FieldSignal other) {
    return new Formula(
        List.of(signal, other),
        (row, out) -> {
          count(row, signal, label, name, out);
          count(row, other, label, otherName, out);
        });
  }

  private static void count(Row row, FieldSignal signal, String label, String name, Samples out) {
    if (row.get(signal) instanceof Reading.Value<Long>(var count)) {
      out.add(Words.label(label, name), count);
    }
  }

  private static void managerConnected(Row row, Samples out) {
    if (row.get(FABRIC_HEALTH_MASK) instanceof Reading.Value<Long>(var mask)) {
      int state = (int) (mask >> MANAGER_AT) & MANAGER_BITS;
      if (state == CONNECTED || state == DISCONNECTED) {
        out.add(state == CONNECTED ? 1 : 0);
      }
    }
  }

  /** DCGM's status distinguishes a registration that failed (4) from one that succeeded (3). */
  private static void fabricState(Row row, Samples out) {
    if (row.get(FABRIC_STATE) instanceof Reading.Value<Long>(var state)) {
      var failed =
          state == STATE_COMPLETED
              && row.get(FABRIC_STATUS) instanceof Reading.Value<Long>(var status)
              && status != 0;
      out.add(failed ? REGISTRATION_FAILED : state);
    }
  }

  /** A GPU that has no licensed features holds no licence: "not supported" is a known 0 here. */
  private static void licence(Row row, Samples out) {
    switch (row.get(VGPU_LICENSED)) {
      case Reading.Value<Long>(var held) -> out.add(held);
      case Reading.Unsupported<Long>() -> {
        if (row.readings().holds(VGPU_LICENSED)) {
          out.add(0);
        }
      }
      case Reading.Failed<Long>(var _, var _) -> {}
    }
  }

  /** The driver's part can never be used; drivers before 510 do not count it by itself. */
  private static void usedRatio(Row row, Samples out) {
    var reserved =
        row.get(MEMORY_RESERVED) instanceof Reading.Unsupported<Long>
            ? Reading.of(0L)
            : row.get(MEMORY_RESERVED);
    if (row.get(MEMORY_USED) instanceof Reading.Value<Long>(var used)
        && row.get(MEMORY_TOTAL) instanceof Reading.Value<Long>(var total)
        && reserved instanceof Reading.Value<Long>(var kept)
        && total > kept) {
      out.add((double) used / (total - kept));
    }
  }
}
