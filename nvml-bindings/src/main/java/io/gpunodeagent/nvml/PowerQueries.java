package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Power in milliwatts and energy in millijoules. */
public sealed interface PowerQueries permits NvmlDevice {
  /**
   * The power the board draws, in mW: at this moment on GA100 and older, the mean of the last
   * second on newer ones. {@code nvmlDeviceGetPowerUsage}, since driver 450 or older.
   */
  default NvmlResult<Long> powerUsage() {
    return on(this)
        .read("nvmlDeviceGetPowerUsage", NvmlFunctions::nvmlDeviceGetPowerUsage, Decoder::unsigned);
  }

  /**
   * Whether power can be limited at all. {@code nvmlDeviceGetPowerManagementMode}, since driver 450
   * or older.
   */
  default NvmlResult<Boolean> powerManagementMode() {
    return on(this)
        .read(
            "nvmlDeviceGetPowerManagementMode",
            NvmlFunctions::nvmlDeviceGetPowerManagementMode,
            Decoder::flag);
  }

  /**
   * The limit that was asked for, in mW. {@code nvmlDeviceGetPowerManagementLimit}, since driver
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
   * The limit in force, the least of all there are, in mW. {@code nvmlDeviceGetEnforcedPowerLimit},
   * since driver 450 or older.
   */
  default NvmlResult<Long> enforcedPowerLimit() {
    return on(this)
        .read(
            "nvmlDeviceGetEnforcedPowerLimit",
            NvmlFunctions::nvmlDeviceGetEnforcedPowerLimit,
            Decoder::unsigned);
  }

  /**
   * The limit at start, in mW. {@code nvmlDeviceGetPowerManagementDefaultLimit}, since driver 450
   * or older.
   */
  default NvmlResult<Long> powerManagementDefaultLimit() {
    return on(this)
        .read(
            "nvmlDeviceGetPowerManagementDefaultLimit",
            NvmlFunctions::nvmlDeviceGetPowerManagementDefaultLimit,
            Decoder::unsigned);
  }

  /**
   * Between which limits one may choose. {@code nvmlDeviceGetPowerManagementLimitConstraints},
   * since driver 450 or older.
   */
  default NvmlResult<NvmlPowerRange> powerManagementLimitConstraints() {
    return on(this)
        .read2(
            "nvmlDeviceGetPowerManagementLimitConstraints",
            NvmlFunctions::nvmlDeviceGetPowerManagementLimitConstraints,
            NvmlPowerRange::of);
  }

  /**
   * The energy used since the driver was loaded, in mJ. Volta and newer. {@code
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
   * The power limit that the GPU adjusts by itself. Rubin and newer. {@code
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

  /** Where the power comes from. {@code nvmlDeviceGetPowerSource}, since driver 510. */
  default NvmlResult<NvmlPowerSource> powerSource() {
    return on(this)
        .read(
            "nvmlDeviceGetPowerSource",
            NvmlFunctions::nvmlDeviceGetPowerSource,
            scratch -> new NvmlPowerSource(scratch.int32(0)));
  }

  /**
   * Sets the limit in mW, within {@link #powerManagementLimitConstraints}, as root. It does not
   * outlive the driver. {@code nvmlDeviceSetPowerManagementLimit}, since driver 450 or older.
   */
  default NvmlReturn setPowerManagementLimit(long milliwatts) {
    int limit = Math.toIntExact(milliwatts);
    return on(this).act(device -> NvmlFunctions.nvmlDeviceSetPowerManagementLimit(device, limit));
  }
}
