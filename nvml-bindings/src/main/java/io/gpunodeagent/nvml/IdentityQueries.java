package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Who a GPU is: ids, versions, places. */
public sealed interface IdentityQueries permits NvmlDevice {
  /**
   * The index in PCI bus order; not stable over reboots, not CUDA's order. {@code
   * nvmlDeviceGetIndex}, since driver 450 or older.
   */
  default NvmlResult<Integer> index() {
    return on(this).read("nvmlDeviceGetIndex", NvmlFunctions::nvmlDeviceGetIndex, Decoder::figure);
  }

  /**
   * The n of {@code /dev/nvidia<n>}, which need not be the index. {@code nvmlDeviceGetMinorNumber},
   * since driver 450 or older.
   */
  default NvmlResult<Integer> minorNumber() {
    return on(this)
        .read("nvmlDeviceGetMinorNumber", NvmlFunctions::nvmlDeviceGetMinorNumber, Decoder::figure);
  }

  /** The socket on the baseboard. {@code nvmlDeviceGetModuleId}, since driver 535. */
  default NvmlResult<Integer> moduleId() {
    return on(this)
        .read("nvmlDeviceGetModuleId", NvmlFunctions::nvmlDeviceGetModuleId, Decoder::figure);
  }

  /** The brand. {@code nvmlDeviceGetBrand}, since driver 450 or older. */
  default NvmlResult<NvmlBrand> brand() {
    return on(this)
        .read(
            "nvmlDeviceGetBrand",
            NvmlFunctions::nvmlDeviceGetBrand,
            scratch -> new NvmlBrand(scratch.int32(0)));
  }

  /** The architecture. {@code nvmlDeviceGetArchitecture}, since driver 450 or older. */
  default NvmlResult<NvmlArchitecture> architecture() {
    return on(this)
        .read(
            "nvmlDeviceGetArchitecture",
            NvmlFunctions::nvmlDeviceGetArchitecture,
            scratch -> new NvmlArchitecture(scratch.int32(0)));
  }

  /**
   * The serial number on the board. {@link NvmlReturn#NOT_SUPPORTED} on consumer boards. {@code
   * nvmlDeviceGetSerial}, since driver 450 or older.
   */
  default NvmlResult<String> serial() {
    return on(this).text("nvmlDeviceGetSerial", NvmlFunctions::nvmlDeviceGetSerial, 30);
  }

  /**
   * The part number of the board. {@code nvmlDeviceGetBoardPartNumber}, since driver 450 or older.
   */
  default NvmlResult<String> boardPartNumber() {
    return on(this)
        .text("nvmlDeviceGetBoardPartNumber", NvmlFunctions::nvmlDeviceGetBoardPartNumber, 80);
  }

  /** An id GPUs on one board share. {@code nvmlDeviceGetBoardId}, since driver 450 or older. */
  default NvmlResult<Long> boardId() {
    return on(this)
        .read("nvmlDeviceGetBoardId", NvmlFunctions::nvmlDeviceGetBoardId, Decoder::unsigned);
  }

  /**
   * Whether the board carries more than one GPU. {@code nvmlDeviceGetMultiGpuBoard}, since driver
   * 450 or older.
   */
  default NvmlResult<Boolean> multiGpuBoard() {
    return on(this)
        .read(
            "nvmlDeviceGetMultiGpuBoard", NvmlFunctions::nvmlDeviceGetMultiGpuBoard, Decoder::flag);
  }

  /** Where on the PCI bus. {@code nvmlDeviceGetPciInfo_v3}, since driver 450 or older. */
  default NvmlResult<NvmlPciInfo> pciInfo() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetPciInfo_v3",
            NvmlFunctions::nvmlDeviceGetPciInfo_v3,
            DeviceStructs.PciInfo.SIZEOF,
            NvmlPciInfo::of);
  }

  /** The same with the PCI class. {@code nvmlDeviceGetPciInfoExt}, since driver 550. */
  default NvmlResult<NvmlPciInfoExt> pciInfoExt() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetPciInfoExt",
            NvmlFunctions::nvmlDeviceGetPciInfoExt,
            DeviceStructs.PciInfoExtV1.VERSION_1,
            NvmlPciInfoExt::of);
  }

  /** The version of the VBIOS. {@code nvmlDeviceGetVbiosVersion}, since driver 450 or older. */
  default NvmlResult<String> vbiosVersion() {
    return on(this).text("nvmlDeviceGetVbiosVersion", NvmlFunctions::nvmlDeviceGetVbiosVersion, 32);
  }

  /**
   * The version of the whole InfoROM. {@link NvmlReturn#NOT_SUPPORTED} on consumer boards. {@code
   * nvmlDeviceGetInforomImageVersion}, since driver 450 or older.
   */
  default NvmlResult<String> inforomImageVersion() {
    return on(this)
        .text(
            "nvmlDeviceGetInforomImageVersion",
            NvmlFunctions::nvmlDeviceGetInforomImageVersion,
            16);
  }

  /**
   * The version of one InfoROM object. {@code nvmlDeviceGetInforomVersion}, since driver 450 or
   * older.
   */
  default NvmlResult<String> inforomVersion(NvmlInforomObject object) {
    return on(this)
        .text(
            "nvmlDeviceGetInforomVersion",
            (device, buffer, length) ->
                NvmlFunctions.nvmlDeviceGetInforomVersion(device, object.value(), buffer, length),
            16);
  }

  /**
   * A checksum over the configuration in the InfoROM: equal boards, equally set up, have equal
   * ones. {@link NvmlReturn#CORRUPTED_INFOROM} if the InfoROM is damaged. {@code
   * nvmlDeviceGetInforomConfigurationChecksum}, since driver 450 or older.
   */
  default NvmlResult<Long> inforomConfigurationChecksum() {
    return on(this)
        .read(
            "nvmlDeviceGetInforomConfigurationChecksum",
            NvmlFunctions::nvmlDeviceGetInforomConfigurationChecksum,
            Decoder::unsigned);
  }

  /**
   * Reads the InfoROM from flash and checks it: {@link NvmlReturn#SUCCESS} or {@link
   * NvmlReturn#CORRUPTED_INFOROM}. {@code nvmlDeviceValidateInforom}, since driver 450 or older.
   */
  default NvmlReturn validateInforom() {
    return on(this).act(NvmlFunctions::nvmlDeviceValidateInforom);
  }

  /**
   * The CUDA compute capability. {@code nvmlDeviceGetCudaComputeCapability}, since driver 450 or
   * older.
   */
  default NvmlResult<NvmlComputeCapability> cudaComputeCapability() {
    return on(this)
        .read2(
            "nvmlDeviceGetCudaComputeCapability",
            NvmlFunctions::nvmlDeviceGetCudaComputeCapability,
            NvmlComputeCapability::of);
  }

  /**
   * The number of FP32 cores, not of streaming multiprocessors. {@code nvmlDeviceGetNumGpuCores},
   * since driver 510.
   */
  default NvmlResult<Integer> numGpuCores() {
    return on(this)
        .read("nvmlDeviceGetNumGpuCores", NvmlFunctions::nvmlDeviceGetNumGpuCores, Decoder::figure);
  }

  /** The width of the memory bus in bits. {@code nvmlDeviceGetMemoryBusWidth}, since driver 510. */
  default NvmlResult<Integer> memoryBusWidth() {
    return on(this)
        .read(
            "nvmlDeviceGetMemoryBusWidth",
            NvmlFunctions::nvmlDeviceGetMemoryBusWidth,
            Decoder::figure);
  }

  /** The bus. {@code nvmlDeviceGetBusType}, since driver 495. */
  default NvmlResult<NvmlBusType> busType() {
    return on(this)
        .read(
            "nvmlDeviceGetBusType",
            NvmlFunctions::nvmlDeviceGetBusType,
            scratch -> new NvmlBusType(scratch.int32(0)));
  }

  /** The interrupt number. {@code nvmlDeviceGetIrqNum}, since driver 495. */
  default NvmlResult<Integer> irqNum() {
    return on(this)
        .read("nvmlDeviceGetIrqNum", NvmlFunctions::nvmlDeviceGetIrqNum, Decoder::figure);
  }

  /**
   * The version of the firmware on the GPU's system processor. {@link NvmlReturn#NOT_SUPPORTED}
   * without one. {@code nvmlDeviceGetGspFirmwareVersion}, since driver 515.
   */
  default NvmlResult<String> gspFirmwareVersion() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetGspFirmwareVersion",
            NvmlFunctions::nvmlDeviceGetGspFirmwareVersion,
            64,
            scratch -> scratch.text(0, 64));
  }

  /** Whether that firmware is in use. {@code nvmlDeviceGetGspFirmwareMode}, since driver 515. */
  default NvmlResult<NvmlGspFirmwareMode> gspFirmwareMode() {
    return on(this)
        .read2(
            "nvmlDeviceGetGspFirmwareMode",
            NvmlFunctions::nvmlDeviceGetGspFirmwareMode,
            NvmlGspFirmwareMode::of);
  }

  /** A 64-bit id of the device, unsigned. {@code nvmlDeviceGetPdi}, since driver 580. */
  default NvmlResult<Long> pdi() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetPdi",
            NvmlFunctions::nvmlDeviceGetPdi,
            DeviceStructs.PdiV1.VERSION_1,
            scratch -> scratch.int64(DeviceStructs.PdiV1.VALUE));
  }

  /** A bit mask: 1 is extended GPU memory. {@code nvmlDeviceGetCapabilities}, since driver 555. */
  default NvmlResult<Long> capabilities() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetCapabilities",
            NvmlFunctions::nvmlDeviceGetCapabilities,
            DeviceStructs.DeviceCapabilitiesV1.VERSION_1,
            scratch -> scratch.u32(DeviceStructs.DeviceCapabilitiesV1.CAP_MASK));
  }

  /**
   * How the GPU shares the address space of the host. {@code nvmlDeviceGetAddressingMode}, since
   * driver 580.
   */
  default NvmlResult<NvmlAddressingMode> addressingMode() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetAddressingMode",
            NvmlFunctions::nvmlDeviceGetAddressingMode,
            DeviceStructs.DeviceAddressingModeV1.VERSION_1,
            scratch ->
                new NvmlAddressingMode(scratch.int32(DeviceStructs.DeviceAddressingModeV1.VALUE)));
  }

  /**
   * The host name an administrator gave the GPU. {@code nvmlDeviceGetHostname_v1}, since driver
   * 590.
   */
  default NvmlResult<String> hostname() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetHostname_v1",
            NvmlFunctions::nvmlDeviceGetHostname_v1,
            DeviceStructs.HostnameV1.SIZEOF,
            scratch -> scratch.text(0, DeviceStructs.HostnameV1.SIZEOF));
  }

  /** Whether two GPUs share a board. {@code nvmlDeviceOnSameBoard}, since driver 450 or older. */
  default NvmlResult<Boolean> onSameBoard(NvmlDevice other) {
    return on(this)
        .read(
            "nvmlDeviceOnSameBoard",
            (device, out) -> NvmlFunctions.nvmlDeviceOnSameBoard(device, other.address(), out),
            Decoder::flag);
  }
}
