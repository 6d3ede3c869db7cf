// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One thermal sensor; temperatures in °C ({@code nvmlGpuThermalSettings_t}).
 *
 * @param controller the chip that reads it
 * @param defaultMin the lowest temperature of its default range
 * @param defaultMax the highest temperature of its default range
 * @param current the temperature now
 * @param target what it measures
 */
public record NvmlThermalSensor(
    NvmlThermalController controller,
    int defaultMin,
    int defaultMax,
    int current,
    NvmlThermalTarget target) {
  private static final int MAX_SENSORS = 3;
  private static final int SENSOR_SIZE = 20;

  static List<NvmlThermalSensor> allOf(Scratch scratch) {
    int count = Math.min(scratch.figure(LoadStructs.GpuThermalSettings.COUNT), MAX_SENSORS);
    return IntStream.range(0, count)
        .map(i -> LoadStructs.GpuThermalSettings.SENSOR + i * SENSOR_SIZE)
        .mapToObj(at -> of(scratch, at))
        .toList();
  }

  private static NvmlThermalSensor of(Scratch scratch, int at) {
    return new NvmlThermalSensor(
        new NvmlThermalController(scratch.int32(at)),
        scratch.int32(at + 4),
        scratch.int32(at + 8),
        scratch.int32(at + 12),
        new NvmlThermalTarget(scratch.int32(at + 16)));
  }
}
