package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/** Temperatures in °C, and fans. */
public sealed interface ThermalQueries permits NvmlDevice {
  /**
   * The temperature of the GPU's die, in °C. Drivers before 570 are asked by the older name. {@code
   * nvmlDeviceGetTemperatureV}, {@code nvmlDeviceGetTemperature}, since driver 570.
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
   * A temperature of the GPU, in °C. Drivers before 615 know no sensor but {@link
   * NvmlTemperatureSensor#GPU} and call another an invalid argument. {@code
   * nvmlDeviceGetTemperatureV}, since driver 570.
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
   * How many °C are left to the nearest slow-down; negative beyond it. {@code
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
   * A limit in °C. Ada and newer often have none and tell distances instead, see {@link
   * NvmlFieldId#TEMPERATURE_SHUTDOWN_TLIMIT} and its neighbours. {@code
   * nvmlDeviceGetTemperatureThreshold}, since driver 450 or older.
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
   * The number of fans, 0 on boards cooled by the server. {@code nvmlDeviceGetNumFans}, since
   * driver 510.
   */
  default NvmlResult<Integer> numFans() {
    return on(this)
        .read("nvmlDeviceGetNumFans", NvmlFunctions::nvmlDeviceGetNumFans, Decoder::figure);
  }

  /**
   * The speed of a fan as a percentage of the greatest intended; may exceed 100. {@code
   * nvmlDeviceGetFanSpeed_v2}, since driver 450 or older.
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
   * The speed of a fan in revolutions per minute. {@code nvmlDeviceGetFanSpeedRPM}, since driver
   * 570.
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
   * The speed a fan is told to have, in percent. {@code nvmlDeviceGetTargetFanSpeed}, since driver
   * 520.
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
   * The thermal sensors. {@code sensorIndex} is one of them, or 15 for all. {@code
   * nvmlDeviceGetThermalSettings}, since driver 515.
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
