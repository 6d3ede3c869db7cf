// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.evidence;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Signal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The signals usage is judged by. A signal that is not in the sampling plan reads as one the device
 * does not have, so the plan must hold {@link #ALL}, and list processes.
 */
public final class UsageSignals {

  /** {@code NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION}, mJ since driver load. */
  public static final FieldSignal ENERGY = FieldSignal.everyPass(83);

  /** {@code NVML_GPM_METRIC_GRAPHICS_UTIL} and {@code SM_UTIL}, % 0–100. */
  static final List<GpmSignal> GPM_LOAD = List.of(new GpmSignal(1), new GpmSignal(2));

  /** {@code NVML_GPM_METRIC_DRAM_BW_UTIL}, % 0–100. */
  static final GpmSignal GPM_MEMORY = new GpmSignal(10);

  /** PCIe sent and received, NVLink received and sent in total, MiB/s. */
  static final List<GpmSignal> GPM_TRAFFIC =
      List.of(new GpmSignal(20), new GpmSignal(21), new GpmSignal(60), new GpmSignal(61));

  /** The first decoder, JPEG and optical flow engine, % 0–100. */
  static final List<GpmSignal> GPM_CODEC =
      List.of(new GpmSignal(30), new GpmSignal(40), new GpmSignal(50));

  /** {@code NVML_FI_DEV_NVLINK_THROUGHPUT_DATA_TX} and {@code RX} of all links, KiB/s. */
  public static final List<RateSignal> NVLINK =
      List.of(
          new RateSignal(FieldSignal.everyPass(138).withScope(FieldSignal.ALL)),
          new RateSignal(FieldSignal.everyPass(139).withScope(FieldSignal.ALL)));

  /** All of them. */
  public static final Set<Signal<?>> ALL = all();

  private UsageSignals() {}

  private static Set<Signal<?>> all() {
    var all =
        new HashSet<Signal<?>>(
            List.of(
                DeviceSignal.GPU_UTILIZATION,
                DeviceSignal.MEMORY_UTILIZATION,
                DeviceSignal.ENCODER_UTILIZATION,
                DeviceSignal.DECODER_UTILIZATION,
                DeviceSignal.POWER_USAGE,
                DeviceSignal.POWER_LIMIT_ENFORCED,
                DeviceSignal.PCIE_TX_THROUGHPUT,
                DeviceSignal.PCIE_RX_THROUGHPUT,
                DeviceSignal.MEMORY_TOTAL,
                DeviceSignal.MEMORY_USED,
                DeviceSignal.MEMORY_RESERVED,
                DeviceSignal.COMPUTE_MODE,
                ENERGY,
                GPM_MEMORY));
    all.addAll(GPM_LOAD);
    all.addAll(GPM_TRAFFIC);
    all.addAll(GPM_CODEC);
    all.addAll(NVLINK);
    return Set.copyOf(all);
  }
}
