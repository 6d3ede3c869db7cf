// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

import static io.gpunodeagent.core.signal.Cadence.PASS;
import static io.gpunodeagent.core.signal.Cadence.SLOW;
import static io.gpunodeagent.core.signal.Cadence.STATIC;

import io.gpunodeagent.core.snapshot.ClockEventReason;

/** A number that a dedicated NVML function gives for one GPU. The unit is NVML's own. */
public enum DeviceSignal implements Signal<Long> {
  /** Share of the last sample period in which a kernel ran, % 0–100. Not supported under MIG. */
  GPU_UTILIZATION(PASS, Unit.PERCENT, "nvmlDeviceGetUtilizationRates"),
  /** Share of time the memory controller was busy, % 0–100. */
  MEMORY_UTILIZATION(PASS, Unit.PERCENT, "nvmlDeviceGetUtilizationRates"),
  /** Encoder utilization, % 0–100. */
  ENCODER_UTILIZATION(PASS, Unit.PERCENT, "nvmlDeviceGetEncoderUtilization"),
  /** Decoder utilization, % 0–100. */
  DECODER_UTILIZATION(PASS, Unit.PERCENT, "nvmlDeviceGetDecoderUtilization"),

  /** Frame buffer size, bytes; per MIG instance on its own readings. */
  MEMORY_TOTAL(PASS, Unit.BYTES, "nvmlDeviceGetMemoryInfo_v2"),
  /** Free frame buffer, bytes. */
  MEMORY_FREE(PASS, Unit.BYTES, "nvmlDeviceGetMemoryInfo_v2"),
  /** Allocated frame buffer without the reserved part, bytes. */
  MEMORY_USED(PASS, Unit.BYTES, "nvmlDeviceGetMemoryInfo_v2"),
  /** Frame buffer reserved by driver and firmware, bytes; unsupported before driver 510. */
  MEMORY_RESERVED(PASS, Unit.BYTES, "nvmlDeviceGetMemoryInfo_v2"),
  /** BAR1 size, bytes. */
  BAR1_TOTAL(PASS, Unit.BYTES, "nvmlDeviceGetBAR1MemoryInfo"),
  /** BAR1 in use, bytes. */
  BAR1_USED(PASS, Unit.BYTES, "nvmlDeviceGetBAR1MemoryInfo"),
  /** BAR1 free, bytes. */
  BAR1_FREE(PASS, Unit.BYTES, "nvmlDeviceGetBAR1MemoryInfo"),

  /** SM clock, MHz. */
  SM_CLOCK(PASS, Unit.MEGAHERTZ, "nvmlDeviceGetClockInfo"),
  /** Memory clock, MHz. */
  MEMORY_CLOCK(PASS, Unit.MEGAHERTZ, "nvmlDeviceGetClockInfo"),
  /** Video clock, MHz. */
  VIDEO_CLOCK(PASS, Unit.MEGAHERTZ, "nvmlDeviceGetClockInfo"),
  /** Application graphics clock, MHz; deprecated by drivers from 590. */
  APPLICATION_GRAPHICS_CLOCK(SLOW, Unit.MEGAHERTZ, "nvmlDeviceGetApplicationsClock"),
  /** Application memory clock, MHz; deprecated by drivers from 590. */
  APPLICATION_MEMORY_CLOCK(SLOW, Unit.MEGAHERTZ, "nvmlDeviceGetApplicationsClock"),
  /** Highest SM clock, MHz. */
  MAX_SM_CLOCK(SLOW, Unit.MEGAHERTZ, "nvmlDeviceGetMaxClockInfo"),
  /** Highest memory clock, MHz. */
  MAX_MEMORY_CLOCK(SLOW, Unit.MEGAHERTZ, "nvmlDeviceGetMaxClockInfo"),
  /** Highest video clock, MHz. */
  MAX_VIDEO_CLOCK(SLOW, Unit.MEGAHERTZ, "nvmlDeviceGetMaxClockInfo"),
  /** Bit mask of the reasons clocks are held down now; see {@link ClockEventReason}. */
  CLOCKS_EVENT_REASONS(PASS, "nvmlDeviceGetCurrentClocksEventReasons"),
  /** 1 when auto boost is on. */
  AUTO_BOOST(SLOW, "nvmlDeviceGetAutoBoostedClocksEnabled"),
  /** Performance state, 0 (highest) to 15. */
  PERFORMANCE_STATE(PASS, "nvmlDeviceGetPerformanceState"),

  /** Core temperature, °C. */
  TEMPERATURE(PASS, Unit.CELSIUS, "nvmlDeviceGetTemperatureV"),
  /** Temperature of the hottest spot, °C; unsupported before driver 615. */
  HOTTEST_TEMPERATURE(PASS, Unit.CELSIUS, "nvmlDeviceGetTemperatureV"),
  /** Distance to the nearest slowdown temperature, °C, may be negative. */
  TEMPERATURE_MARGIN(PASS, Unit.CELSIUS, "nvmlDeviceGetMarginTemperature"),
  /** Temperature at which the GPU shuts down, °C. */
  SHUTDOWN_TEMPERATURE(STATIC, Unit.CELSIUS, "nvmlDeviceGetTemperatureThreshold"),
  /** Temperature at which clocks are cut, °C. */
  SLOWDOWN_TEMPERATURE(STATIC, Unit.CELSIUS, "nvmlDeviceGetTemperatureThreshold"),
  /** Highest operating temperature of the core, °C. */
  GPU_MAX_TEMPERATURE(STATIC, Unit.CELSIUS, "nvmlDeviceGetTemperatureThreshold"),
  /** Highest operating temperature of the memory, °C. */
  MEMORY_MAX_TEMPERATURE(STATIC, Unit.CELSIUS, "nvmlDeviceGetTemperatureThreshold"),
  /** Fan speed, % of the intended maximum, may exceed 100; passive boards: unsupported. */
  FAN_SPEED(PASS, Unit.PERCENT, "nvmlDeviceGetFanSpeed_v2"),

  /** Board power, mW; one-second average on Ampere (but GA100) and newer. */
  POWER_USAGE(PASS, Unit.MILLIWATTS, "nvmlDeviceGetPowerUsage"),
  /** Requested power limit, mW. */
  POWER_LIMIT(SLOW, Unit.MILLIWATTS, "nvmlDeviceGetPowerManagementLimit"),
  /** Lowest limit that may be set, mW. */
  POWER_LIMIT_MIN(STATIC, Unit.MILLIWATTS, "nvmlDeviceGetPowerManagementLimitConstraints"),
  /** Highest limit that may be set, mW. */
  POWER_LIMIT_MAX(STATIC, Unit.MILLIWATTS, "nvmlDeviceGetPowerManagementLimitConstraints"),
  /** Default limit, mW. */
  POWER_LIMIT_DEFAULT(STATIC, Unit.MILLIWATTS, "nvmlDeviceGetPowerManagementDefaultLimit"),
  /** The limit in force, the least of all, mW. */
  POWER_LIMIT_ENFORCED(SLOW, Unit.MILLIWATTS, "nvmlDeviceGetEnforcedPowerLimit"),

  /** PCIe traffic sent over the last 20 ms, KB/s; the call blocks that long. */
  PCIE_TX_THROUGHPUT(SLOW, Unit.KILOBYTES_PER_SECOND, "nvmlDeviceGetPcieThroughput"),
  /** PCIe traffic received over the last 20 ms, KB/s; the call blocks that long. */
  PCIE_RX_THROUGHPUT(SLOW, Unit.KILOBYTES_PER_SECOND, "nvmlDeviceGetPcieThroughput"),
  /** PCIe replays since driver load. */
  PCIE_REPLAY_COUNTER(PASS, "nvmlDeviceGetPcieReplayCounter"),
  /** Highest PCIe generation of device and slot. */
  PCIE_MAX_GENERATION(STATIC, "nvmlDeviceGetMaxPcieLinkGeneration"),
  /** Highest PCIe width of device and slot, lanes. */
  PCIE_MAX_WIDTH(STATIC, Unit.LANES, "nvmlDeviceGetMaxPcieLinkWidth"),
  /** PCIe generation now; drops to 1 at idle on many boards. */
  PCIE_GENERATION(SLOW, "nvmlDeviceGetCurrPcieLinkGeneration"),
  /** PCIe width now, lanes. */
  PCIE_WIDTH(SLOW, Unit.LANES, "nvmlDeviceGetCurrPcieLinkWidth"),

  /** Pages retired for several single-bit errors; before Ampere. */
  RETIRED_PAGES_SINGLE_BIT(SLOW, "nvmlDeviceGetRetiredPages"),
  /** 1 when SRAM errors exceed the threshold. */
  SRAM_THRESHOLD_EXCEEDED(SLOW, "nvmlDeviceGetSramEccErrorStatus"),
  /** Memory banks with all spare rows left. */
  REMAP_BANKS_MAX(SLOW, "nvmlDeviceGetRowRemapperHistogram"),
  /** Memory banks with most spare rows left. */
  REMAP_BANKS_HIGH(SLOW, "nvmlDeviceGetRowRemapperHistogram"),
  /** Memory banks with some spare rows left. */
  REMAP_BANKS_PARTIAL(SLOW, "nvmlDeviceGetRowRemapperHistogram"),
  /** Memory banks with few spare rows left. */
  REMAP_BANKS_LOW(SLOW, "nvmlDeviceGetRowRemapperHistogram"),
  /** Memory banks without spare rows. */
  REMAP_BANKS_NONE(SLOW, "nvmlDeviceGetRowRemapperHistogram"),
  /** 1 when memory holds errors that cannot be repaired. */
  MEMORY_UNREPAIRABLE(SLOW, "nvmlDeviceGetUnrepairableMemoryFlag_v1"),
  /** Checksum of the InfoROM configuration; a slow call. */
  INFOROM_CHECKSUM(STATIC, "nvmlDeviceGetInforomConfigurationChecksum"),
  /** 1 when the InfoROM passes validation, 0 when it is corrupted; a slow call. */
  INFOROM_VALID(STATIC, "nvmlDeviceValidateInforom"),

  /** Fabric registration, {@code NVML_GPU_FABRIC_STATE_*}: 0 unsupported … 3 completed. */
  FABRIC_STATE(SLOW, "nvmlDeviceGetGpuFabricInfoV"),
  /**
   * Fabric registration status, an {@code nvmlReturn_t}; a value only when the state is completed.
   */
  FABRIC_STATUS(SLOW, "nvmlDeviceGetGpuFabricInfoV"),
  /** Clique for plain access within the NVLink cluster; unsupported for a GPU of other kinds. */
  FABRIC_CLIQUE_ID(SLOW, "nvmlDeviceGetGpuFabricInfoV"),
  /** Fabric health bits, {@code NVML_GPU_FABRIC_HEALTH_MASK_*}. */
  FABRIC_HEALTH_MASK(SLOW, "nvmlDeviceGetGpuFabricInfoV"),
  /** Fabric health: 0 not supported, 1 healthy, 2 unhealthy, 3 limited capacity. */
  FABRIC_HEALTH_SUMMARY(SLOW, "nvmlDeviceGetGpuFabricInfoV"),

  /** 1 when the guest driver holds a vGPU licence. */
  VGPU_LICENSED(SLOW, "nvmlDeviceGetGridLicensableFeatures_v4"),
  /** {@code nvmlGpuVirtualizationMode_t}. */
  VIRTUALIZATION_MODE(STATIC, "nvmlDeviceGetVirtualizationMode"),
  /** {@code nvmlComputeMode_t}: 0 default, 2 prohibited, 3 exclusive process. */
  COMPUTE_MODE(SLOW, "nvmlDeviceGetComputeMode"),
  /** 1 when persistence mode is on. */
  PERSISTENCE_MODE(SLOW, "nvmlDeviceGetPersistenceMode"),
  /** 1 when MIG is on now. */
  MIG_MODE(PASS, "nvmlDeviceGetMigMode"),
  /** Most MIG devices the GPU may hold; 0 while MIG is off. */
  MIG_MAX_DEVICES(SLOW, "nvmlDeviceGetMaxMigDeviceCount"),
  /** 1 when confidential computing is on. */
  CONFIDENTIAL_COMPUTE(STATIC, "nvmlSystemGetConfComputeState"),
  /** 1 when the GPU has GPM (Hopper and newer). */
  GPM_SUPPORT(STATIC, "nvmlGpmQueryDeviceSupport"),
  /** Major version shifted left by 16, or minor version. */
  COMPUTE_CAPABILITY(STATIC, "nvmlDeviceGetCudaComputeCapability"),
  /** Index NVML gives the GPU: PCI bus order, not stable across reboots. */
  NVML_INDEX(STATIC, "nvmlDeviceGetIndex"),
  /** N of {@code /dev/nvidiaN}. */
  MINOR_NUMBER(STATIC, "nvmlDeviceGetMinorNumber"),
  /** Bit i is set when NVLink peer-to-peer to the GPU with index i works. */
  P2P_NVLINK_PEERS(SLOW, "nvmlDeviceGetP2PStatus"),
  /** Slot in the rack's chassis. */
  PLATFORM_SLOT_NUMBER(STATIC, "nvmlDeviceGetPlatformInfo"),
  /** Compute tray in the rack. */
  PLATFORM_TRAY_INDEX(STATIC, "nvmlDeviceGetPlatformInfo"),
  /** Host within the tray. */
  PLATFORM_HOST_ID(STATIC, "nvmlDeviceGetPlatformInfo"),
  /** How the GPU reaches its peers, a code of NVML's. */
  PLATFORM_PEER_TYPE(STATIC, "nvmlDeviceGetPlatformInfo"),
  /** Socket on the baseboard. */
  PLATFORM_MODULE_ID(STATIC, "nvmlDeviceGetPlatformInfo");

  private final Cadence cadence;
  private final Unit unit;
  private final String source;

  DeviceSignal(Cadence cadence, String source) {
    this(cadence, Unit.NONE, source);
  }

  DeviceSignal(Cadence cadence, Unit unit, String source) {
    this.cadence = cadence;
    this.unit = unit;
    this.source = source;
  }

  /** What a number measures. */
  public enum Unit {
    /** A count, a flag, a code, an index or a mask. */
    NONE,
    PERCENT,
    BYTES,
    MEGAHERTZ,
    CELSIUS,
    MILLIWATTS,
    /** What NVML calls KB/s. */
    KILOBYTES_PER_SECOND,
    LANES
  }

  /** NVML's unit. */
  public Unit unit() {
    return unit;
  }

  @Override
  public Cadence cadence() {
    return cadence;
  }

  @Override
  public String source() {
    return source;
  }
}
