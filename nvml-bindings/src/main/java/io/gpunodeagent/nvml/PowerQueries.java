// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Power in milliwatts and energy in millijoules. */
public sealed interface PowerQueries permits NvmlDevice {
  /**
   * {@return the power that the board draws, in mW: at this moment on GA100 and older GPUs, the
   * mean of the last second on newer ones} {@code nvmlDeviceGetPowerUsage}, since driver 450 or
   * older.
   */
  default NvmlResult<Long> powerUsage() {
    return on(this)
        .read("nvmlDeviceGetPowerUsage", NvmlFunctions::nvmlDeviceGetPowerUsage, Decoder::unsigned);
  }

  /**
   * {@return whether the power can be limited} {@code nvmlDeviceGetPowerManagementMode}, since
   * driver 450 or older.
   */
  default NvmlResult<Boolean> powerManagementMode() {
    return on(this)
        .read(
            "nvmlDeviceGetPowerManagementMode",
            NvmlFunctions::nvmlDeviceGetPowerManagementMode,
            Decoder::flag);
  }

  /**
   * {@return the limit that was set, in mW} {@code nvmlDeviceGetPowerManagementLimit}, since driver
   * 450 or older.
   */
  default NvmlResult<Long> powerManagementLimit() {
    return on(this)
        .read(
            "nvmlDeviceGetPowerManagementLimit",
            NvmlFunctions::nvmlDeviceGetPowerManagementLimit,
            Decoder::unsigned);
  }

  /**
   * {@return the limit in force, in mW: the lowest of all limits, wherever they come from} {@code
   * nvmlDeviceGetEnforcedPowerLimit}, since driver 450 or older.
   */
  default NvmlResult<Long> enforcedPowerLimit() {
    return on(this)
        .read(
            "nvmlDeviceGetEnforcedPowerLimit",
            NvmlFunctions::nvmlDeviceGetEnforcedPowerLimit,
            Decoder::unsigned);
  }

  /**
   * {@return the limit when the driver is loaded, in mW} {@code
   * nvmlDeviceGetPowerManagementDefaultLimit}, since driver 450 or older.
   */
  default NvmlResult<Long> powerManagementDefaultLimit() {
    return on(this)
        .read(
            "nvmlDeviceGetPowerManagementDefaultLimit",
            NvmlFunctions::nvmlDeviceGetPowerManagementDefaultLimit,
            Decoder::unsigned);
  }

  /**
   * {@return the range in which the limit can be set} {@code
   * nvmlDeviceGetPowerManagementLimitConstraints}, since driver 450 or older.
   */
  default NvmlResult<NvmlPowerRange> powerManagementLimitConstraints() {
    return on(this)
        .read2(
            "nvmlDeviceGetPowerManagementLimitConstraints",
            NvmlFunctions::nvmlDeviceGetPowerManagementLimitConstraints,
            NvmlPowerRange::of);
  }

  /**
   * {@return the energy used since the driver was loaded, in mJ} Volta and newer. {@code
   * nvmlDeviceGetTotalEnergyConsumption}, since driver 450 or older.
   */
  default NvmlResult<Long> totalEnergyConsumption() {
    return on(this)
        .read(
            "nvmlDeviceGetTotalEnergyConsumption",
            NvmlFunctions::nvmlDeviceGetTotalEnergyConsumption,
            Decoder::int64);
  }

  /**
   * {@return the power limit that the GPU adjusts itself} Rubin and newer. {@code
   * nvmlDeviceGetAdaptiveTgpModeInfo_v1}, since driver 615.
   */
  default NvmlResult<NvmlAdaptiveTgp> adaptiveTgpModeInfo() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetAdaptiveTgpModeInfo_v1",
            NvmlFunctions::nvmlDeviceGetAdaptiveTgpModeInfo_v1,
            LoadStructs.AdaptiveTgpModeInfoV1.SIZEOF,
            NvmlAdaptiveTgp::of);
  }

  /** {@return where the power comes from} {@code nvmlDeviceGetPowerSource}, since driver 510. */
  default NvmlResult<NvmlPowerSource> powerSource() {
    return on(this)
        .read(
            "nvmlDeviceGetPowerSource",
            NvmlFunctions::nvmlDeviceGetPowerSource,
            scratch -> new NvmlPowerSource(scratch.int32(0)));
  }

  /**
   * Sets the limit. Needs root. The setting is lost when the driver is unloaded. {@code
   * nvmlDeviceSetPowerManagementLimit}, since driver 450 or older.
   *
   * @param milliwatts the new limit in mW, within {@link #powerManagementLimitConstraints}
   * @return {@link NvmlReturn#SUCCESS}, or why the limit was not set
   */
  default NvmlReturn setPowerManagementLimit(long milliwatts) {
    int limit = Math.toIntExact(milliwatts);
    return on(this).act(device -> NvmlFunctions.nvmlDeviceSetPowerManagementLimit(device, limit));
  }
}
