// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import io.gpunodeagent.core.signal.DeviceSignal;
import java.util.Arrays;
import java.util.Optional;

/** The figures of a GPU that are kept, with NVML's units. */
public enum HistorySignal {
  UTILIZATION("gpuUtilizationPercent", DeviceSignal.GPU_UTILIZATION),
  MEMORY("memoryUsedBytes", DeviceSignal.MEMORY_USED),
  POWER("powerUsageMilliwatts", DeviceSignal.POWER_USAGE),
  TEMPERATURE("temperatureCelsius", DeviceSignal.TEMPERATURE),
  SM_CLOCK("smClockMegahertz", DeviceSignal.SM_CLOCK);

  private final String key;
  private final DeviceSignal signal;

  HistorySignal(String key, DeviceSignal signal) {
    this.key = key;
    this.signal = signal;
  }

  /** The one of this key. */
  public static Optional<HistorySignal> of(String key) {
    return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
  }

  /** Its key in JSON, the unit at the end. */
  public String key() {
    return key;
  }

  DeviceSignal signal() {
    return signal;
  }
}
