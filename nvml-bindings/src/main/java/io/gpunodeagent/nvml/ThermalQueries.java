// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/** Temperatures in °C, and fans. */
public sealed interface ThermalQueries permits NvmlDevice {
  /**
   * {@return the temperature of the GPU's die, in °C} For drivers before 570 the older name is
   * called. {@code nvmlDeviceGetTemperatureV}, {@code nvmlDeviceGetTemperature}, since driver 570.
   */
  default NvmlResult<Integer> temperature() {
    NvmlResult<Integer> result =
        on(this)
            .readVersioned(
                "nvmlDeviceGetTemperatureV",
                NvmlFunctions::nvmlDeviceGetTemperatureV,
                LoadStructs.TemperatureV1.VERSION_1,
                scratch -> scratch.int32(LoadStructs.TemperatureV1.TEMPERATURE));
    return result.code().asksForOlderForm()
        ? on(this)
            .read(
                "nvmlDeviceGetTemperature",
                NvmlFunctions::nvmlDeviceGetTemperature,
                0,
                Decoder::int32)
        : result;
  }

  /**
   * {@return a temperature of the GPU, in °C} Drivers before 615 have no sensor but {@link
   * NvmlTemperatureSensor#GPU}, and answer {@link NvmlReturn#INVALID_ARGUMENT} for another. {@code
   * nvmlDeviceGetTemperatureV}, since driver 570.
   *
   * @param sensor where to measure
   */
  default NvmlResult<Integer> temperature(NvmlTemperatureSensor sensor) {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetTemperatureV",
            NvmlFunctions::nvmlDeviceGetTemperatureV,
            LoadStructs.TemperatureV1.VERSION_1,
            request -> request.putInt(LoadStructs.TemperatureV1.SENSOR_TYPE, sensor.value()),
            scratch -> scratch.int32(LoadStructs.TemperatureV1.TEMPERATURE));
  }

  /**
   * {@return how many °C are left before the GPU slows down; negative beyond that} {@code
   * nvmlDeviceGetMarginTemperature}, since driver 570.
   */
  default NvmlResult<Integer> marginTemperature() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetMarginTemperature",
            NvmlFunctions::nvmlDeviceGetMarginTemperature,
            LoadStructs.MarginTemperatureV1.VERSION_1,
            scratch -> scratch.int32(LoadStructs.MarginTemperatureV1.MARGIN_TEMPERATURE));
  }

  /**
   * {@return a limit in °C} Ada and newer GPUs often have none and report distances instead; read
   * {@link NvmlFieldId#TEMPERATURE_SHUTDOWN_TLIMIT} and the fields beside it. {@code
   * nvmlDeviceGetTemperatureThreshold}, since driver 450 or older.
   *
   * @param threshold which limit to read
   */
  default NvmlResult<Integer> temperatureThreshold(NvmlTemperatureThreshold threshold) {
    return on(this)
        .read(
            "nvmlDeviceGetTemperatureThreshold",
            NvmlFunctions::nvmlDeviceGetTemperatureThreshold,
            threshold.value(),
            Decoder::int32);
  }

  /**
   * {@return the number of fans; 0 on boards that the server cools} {@code nvmlDeviceGetNumFans},
   * since driver 510.
   */
  default NvmlResult<Integer> numFans() {
    return on(this)
        .read("nvmlDeviceGetNumFans", NvmlFunctions::nvmlDeviceGetNumFans, Decoder::figure);
  }

  /**
   * {@return the speed of a fan, in percent of its highest intended speed; may exceed 100} {@code
   * nvmlDeviceGetFanSpeed_v2}, since driver 450 or older.
   *
   * @param fan the number of the fan, from 0
   */
  default NvmlResult<Integer> fanSpeed(int fan) {
    return on(this)
        .read(
            "nvmlDeviceGetFanSpeed_v2",
            NvmlFunctions::nvmlDeviceGetFanSpeed_v2,
            fan,
            Decoder::figure);
  }

  /**
   * {@return the speed of a fan in revolutions per minute} {@code nvmlDeviceGetFanSpeedRPM}, since
   * driver 570.
   *
   * @param fan the number of the fan, from 0
   */
  default NvmlResult<Integer> fanSpeedRpm(int fan) {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetFanSpeedRPM",
            NvmlFunctions::nvmlDeviceGetFanSpeedRPM,
            LoadStructs.FanSpeedInfoV1.VERSION_1,
            request -> request.putInt(LoadStructs.FanSpeedInfoV1.FAN, fan),
            scratch -> scratch.figure(LoadStructs.FanSpeedInfoV1.SPEED));
  }

  /**
   * {@return the speed that the fan is set to, in percent} {@code nvmlDeviceGetTargetFanSpeed},
   * since driver 520.
   *
   * @param fan the number of the fan, from 0
   */
  default NvmlResult<Integer> targetFanSpeed(int fan) {
    return on(this)
        .read(
            "nvmlDeviceGetTargetFanSpeed",
            NvmlFunctions::nvmlDeviceGetTargetFanSpeed,
            fan,
            Decoder::figure);
  }

  /**
   * {@return the thermal sensors} {@code nvmlDeviceGetThermalSettings}, since driver 515.
   *
   * @param sensorIndex the number of one sensor, or 15 for all
   */
  default NvmlResult<List<NvmlThermalSensor>> thermalSettings(int sensorIndex) {
    return on(this)
        .readStruct(
            "nvmlDeviceGetThermalSettings",
            NvmlFunctions::nvmlDeviceGetThermalSettings,
            sensorIndex,
            LoadStructs.GpuThermalSettings.SIZEOF,
            NvmlThermalSensor::allOf);
  }
}
