// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.plausibility;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.EccSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.NvLinkErrorSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import java.util.Map;

/**
 * What each signal can be at most, by its unit and by the device. Wide on purpose: a value outside
 * is one no GPU gives, not an unusual one.
 */
final class Bounds {

  /** Percent of something that is there once. */
  private static final Bound PERCENT = Bound.upTo(100);

  /** GPM counts some units of MIG instances more than once, so its percentages go beyond 100. */
  private static final Bound GPM_PERCENT = Bound.upTo(200);

  /** NVML says that fans may turn faster than their nominal maximum. */
  private static final Bound FAN_PERCENT = Bound.upTo(300);

  /** No sensor reads more, °C; some drivers give nonsense where there is no sensor. */
  private static final Bound CELSIUS = Bound.range(-60, 200).orAbsent();

  private static final Bound DEGREES_LEFT = Bound.range(-200, 200);

  /** 16 TiB. */
  private static final Bound BYTES = Bound.upTo(0x1p44);

  private static final Bound MEGAHERTZ = Bound.upTo(30_000);

  /** 10 kW. No board draws nothing. */
  private static final Bound MILLIWATTS = Bound.range(1, 10_000_000);

  /** 4 TiB/s in one direction. */
  private static final Bound KIB_PER_SECOND = Bound.upTo(0x1p32);

  /** 1 TB/s, KB/s. */
  private static final Bound PCIE = Bound.upTo(1e9);

  private static final Bound MIB_PER_SECOND = Bound.upTo(0x1p22);

  private static final Bound COUNT = Bound.upTo(Long.MAX_VALUE);

  /** Clocks may be set beyond the reported maximum. */
  private static final double OVERCLOCKED = 1.5;

  /** Power goes beyond the limit for moments. */
  private static final double PEAK = 2;

  /** KB/s of one lane by PCIe generation from 1 on, and some. */
  private static final double[] LANE = {300e3, 600e3, 1.2e6, 2.4e6, 4.8e6, 9.6e6, 19.2e6};

  // NVML_GPM_METRIC_*: where kinds of metrics begin.
  private static final int GPM_PCIE = 20;
  private static final int GPM_CODECS = 30;
  private static final int GPM_NVLINK = 60;
  private static final int GPM_AFTER_NVLINK = 98;

  /** {@code NVML_FI_DEV_*}. */
  private static final Map<Integer, Bound> FIELDS =
      Map.of(82, CELSIUS, 185, MILLIWATTS, 186, MILLIWATTS);

  private static final Map<DeviceSignal, Bound> DEVICE =
      Map.ofEntries(
          Map.entry(DeviceSignal.GPU_UTILIZATION, PERCENT),
          Map.entry(DeviceSignal.MEMORY_UTILIZATION, PERCENT),
          Map.entry(DeviceSignal.ENCODER_UTILIZATION, PERCENT),
          Map.entry(DeviceSignal.DECODER_UTILIZATION, PERCENT),
          Map.entry(DeviceSignal.MEMORY_TOTAL, BYTES),
          Map.entry(DeviceSignal.MEMORY_FREE, BYTES.within(1, DeviceSignal.MEMORY_TOTAL)),
          Map.entry(DeviceSignal.MEMORY_USED, BYTES.within(1, DeviceSignal.MEMORY_TOTAL)),
          Map.entry(DeviceSignal.MEMORY_RESERVED, BYTES.within(1, DeviceSignal.MEMORY_TOTAL)),
          Map.entry(DeviceSignal.BAR1_TOTAL, BYTES),
          Map.entry(DeviceSignal.BAR1_USED, BYTES.within(1, DeviceSignal.BAR1_TOTAL)),
          Map.entry(DeviceSignal.BAR1_FREE, BYTES.within(1, DeviceSignal.BAR1_TOTAL)),
          Map.entry(DeviceSignal.SM_CLOCK, clock(DeviceSignal.MAX_SM_CLOCK)),
          Map.entry(DeviceSignal.MEMORY_CLOCK, clock(DeviceSignal.MAX_MEMORY_CLOCK)),
          Map.entry(DeviceSignal.VIDEO_CLOCK, clock(DeviceSignal.MAX_VIDEO_CLOCK)),
          Map.entry(DeviceSignal.APPLICATION_GRAPHICS_CLOCK, clock(DeviceSignal.MAX_SM_CLOCK)),
          Map.entry(DeviceSignal.APPLICATION_MEMORY_CLOCK, clock(DeviceSignal.MAX_MEMORY_CLOCK)),
          Map.entry(DeviceSignal.MAX_SM_CLOCK, MEGAHERTZ),
          Map.entry(DeviceSignal.MAX_MEMORY_CLOCK, MEGAHERTZ),
          Map.entry(DeviceSignal.MAX_VIDEO_CLOCK, MEGAHERTZ),
          Map.entry(DeviceSignal.PERFORMANCE_STATE, Bound.upTo(15)),
          Map.entry(DeviceSignal.TEMPERATURE, CELSIUS),
          Map.entry(DeviceSignal.HOTTEST_TEMPERATURE, CELSIUS),
          Map.entry(DeviceSignal.TEMPERATURE_MARGIN, DEGREES_LEFT),
          Map.entry(DeviceSignal.SHUTDOWN_TEMPERATURE, CELSIUS),
          Map.entry(DeviceSignal.SLOWDOWN_TEMPERATURE, CELSIUS),
          Map.entry(DeviceSignal.GPU_MAX_TEMPERATURE, CELSIUS),
          Map.entry(DeviceSignal.MEMORY_MAX_TEMPERATURE, CELSIUS),
          Map.entry(DeviceSignal.FAN_SPEED, FAN_PERCENT),
          Map.entry(
              DeviceSignal.POWER_USAGE, MILLIWATTS.within(PEAK, DeviceSignal.POWER_LIMIT_MAX)),
          Map.entry(DeviceSignal.POWER_LIMIT, MILLIWATTS),
          Map.entry(DeviceSignal.POWER_LIMIT_MIN, MILLIWATTS),
          Map.entry(DeviceSignal.POWER_LIMIT_MAX, MILLIWATTS),
          Map.entry(DeviceSignal.POWER_LIMIT_DEFAULT, MILLIWATTS),
          Map.entry(DeviceSignal.POWER_LIMIT_ENFORCED, MILLIWATTS),
          Map.entry(DeviceSignal.PCIE_TX_THROUGHPUT, PCIE.within(Bounds::pcie)),
          Map.entry(DeviceSignal.PCIE_RX_THROUGHPUT, PCIE.within(Bounds::pcie)),
          Map.entry(DeviceSignal.PCIE_GENERATION, Bound.range(1, 10)),
          Map.entry(DeviceSignal.PCIE_MAX_GENERATION, Bound.range(1, 10)),
          Map.entry(DeviceSignal.PCIE_WIDTH, Bound.range(1, 32)),
          Map.entry(DeviceSignal.PCIE_MAX_WIDTH, Bound.range(1, 32)),
          Map.entry(DeviceSignal.MIG_MAX_DEVICES, Bound.upTo(64)),
          Map.entry(DeviceSignal.P2P_NVLINK_PEERS, Bound.NONE));

  private Bounds() {}

  /** The bound of a signal. */
  static Bound of(Signal<?> signal) {
    return switch (signal) {
      case DeviceSignal device -> DEVICE.getOrDefault(device, COUNT);
      case EccSignal _, NvLinkErrorSignal _ -> COUNT;
      case FieldSignal field -> FIELDS.getOrDefault(field.fieldId(), Bound.NONE);
      case RateSignal _ -> KIB_PER_SECOND;
      case GpmSignal gpm -> gpm(gpm.metricId());
      case TextSignal _ -> Bound.NONE;
    };
  }

  private static Bound gpm(int metric) {
    if (metric < GPM_PCIE || (metric >= GPM_CODECS && metric < GPM_NVLINK)) {
      return GPM_PERCENT;
    }
    return metric < GPM_AFTER_NVLINK ? MIB_PER_SECOND : COUNT;
  }

  private static Bound clock(DeviceSignal highest) {
    return MEGAHERTZ.within(OVERCLOCKED, highest);
  }

  /** What the link carries in one direction, KB/s. */
  private static double pcie(Bound.Limits limits) {
    double generation = limits.of(DeviceSignal.PCIE_MAX_GENERATION);
    double width = limits.of(DeviceSignal.PCIE_MAX_WIDTH);
    return generation > LANE.length ? Double.POSITIVE_INFINITY : LANE[(int) generation - 1] * width;
  }
}
