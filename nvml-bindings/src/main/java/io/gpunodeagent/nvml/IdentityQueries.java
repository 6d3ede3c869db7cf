// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Identity of a GPU: ids, versions and location. */
public sealed interface IdentityQueries permits NvmlDevice {
  /**
   * {@return the index in PCI bus order} It may change when the machine starts, and CUDA may count
   * otherwise. {@code nvmlDeviceGetIndex}, since driver 450 or older.
   */
  default NvmlResult<Integer> index() {
    return on(this).read("nvmlDeviceGetIndex", NvmlFunctions::nvmlDeviceGetIndex, Decoder::figure);
  }

  /**
   * {@return the number in {@code /dev/nvidia<n>}, which may differ from the index} {@code
   * nvmlDeviceGetMinorNumber}, since driver 450 or older.
   */
  default NvmlResult<Integer> minorNumber() {
    return on(this)
        .read("nvmlDeviceGetMinorNumber", NvmlFunctions::nvmlDeviceGetMinorNumber, Decoder::figure);
  }

  /**
   * {@return the number of the socket on the baseboard} {@code nvmlDeviceGetModuleId}, since driver
   * 535.
   */
  default NvmlResult<Integer> moduleId() {
    return on(this)
        .read("nvmlDeviceGetModuleId", NvmlFunctions::nvmlDeviceGetModuleId, Decoder::figure);
  }

  /** {@return the brand} {@code nvmlDeviceGetBrand}, since driver 450 or older. */
  default NvmlResult<NvmlBrand> brand() {
    return on(this)
        .read(
            "nvmlDeviceGetBrand",
            NvmlFunctions::nvmlDeviceGetBrand,
            scratch -> new NvmlBrand(scratch.int32(0)));
  }

  /** {@return the architecture} {@code nvmlDeviceGetArchitecture}, since driver 450 or older. */
  default NvmlResult<NvmlArchitecture> architecture() {
    return on(this)
        .read(
            "nvmlDeviceGetArchitecture",
            NvmlFunctions::nvmlDeviceGetArchitecture,
            scratch -> new NvmlArchitecture(scratch.int32(0)));
  }

  /**
   * {@return the serial number on the board} {@link NvmlReturn#NOT_SUPPORTED} on consumer boards.
   * {@code nvmlDeviceGetSerial}, since driver 450 or older.
   */
  default NvmlResult<String> serial() {
    return on(this).text("nvmlDeviceGetSerial", NvmlFunctions::nvmlDeviceGetSerial, 30);
  }

  /**
   * {@return the part number of the board} {@code nvmlDeviceGetBoardPartNumber}, since driver 450
   * or older.
   */
  default NvmlResult<String> boardPartNumber() {
    return on(this)
        .text("nvmlDeviceGetBoardPartNumber", NvmlFunctions::nvmlDeviceGetBoardPartNumber, 80);
  }

  /**
   * {@return an id that the GPUs on one board share} {@code nvmlDeviceGetBoardId}, since driver 450
   * or older.
   */
  default NvmlResult<Long> boardId() {
    return on(this)
        .read("nvmlDeviceGetBoardId", NvmlFunctions::nvmlDeviceGetBoardId, Decoder::unsigned);
  }

  /**
   * {@return whether the board carries more than one GPU} {@code nvmlDeviceGetMultiGpuBoard}, since
   * driver 450 or older.
   */
  default NvmlResult<Boolean> multiGpuBoard() {
    return on(this)
        .read(
            "nvmlDeviceGetMultiGpuBoard", NvmlFunctions::nvmlDeviceGetMultiGpuBoard, Decoder::flag);
  }

  /**
   * {@return where the GPU is on the PCI bus} {@code nvmlDeviceGetPciInfo_v3}, since driver 450 or
   * older.
   */
  default NvmlResult<NvmlPciInfo> pciInfo() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetPciInfo_v3",
            NvmlFunctions::nvmlDeviceGetPciInfo_v3,
            DeviceStructs.PciInfo.SIZEOF,
            NvmlPciInfo::of);
  }

  /**
   * {@return where the GPU is on the PCI bus, and its PCI class} {@code nvmlDeviceGetPciInfoExt},
   * since driver 550.
   */
  default NvmlResult<NvmlPciInfoExt> pciInfoExt() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetPciInfoExt",
            NvmlFunctions::nvmlDeviceGetPciInfoExt,
            DeviceStructs.PciInfoExtV1.VERSION_1,
            NvmlPciInfoExt::of);
  }

  /**
   * {@return the version of the VBIOS} {@code nvmlDeviceGetVbiosVersion}, since driver 450 or
   * older.
   */
  default NvmlResult<String> vbiosVersion() {
    return on(this).text("nvmlDeviceGetVbiosVersion", NvmlFunctions::nvmlDeviceGetVbiosVersion, 32);
  }

  /**
   * {@return the version of the whole InfoROM} {@link NvmlReturn#NOT_SUPPORTED} on consumer boards.
   * {@code nvmlDeviceGetInforomImageVersion}, since driver 450 or older.
   */
  default NvmlResult<String> inforomImageVersion() {
    return on(this)
        .text(
            "nvmlDeviceGetInforomImageVersion",
            NvmlFunctions::nvmlDeviceGetInforomImageVersion,
            16);
  }

  /**
   * {@return the version of one InfoROM object} {@code nvmlDeviceGetInforomVersion}, since driver
   * 450 or older.
   *
   * @param object the part of the InfoROM
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
   * {@return a checksum of the configuration in the InfoROM} Boards of one model with the same
   * settings have the same checksum. {@link NvmlReturn#CORRUPTED_INFOROM} if the InfoROM is
   * damaged. {@code nvmlDeviceGetInforomConfigurationChecksum}, since driver 450 or older.
   */
  default NvmlResult<Long> inforomConfigurationChecksum() {
    return on(this)
        .read(
            "nvmlDeviceGetInforomConfigurationChecksum",
            NvmlFunctions::nvmlDeviceGetInforomConfigurationChecksum,
            Decoder::unsigned);
  }

  /**
   * Reads the InfoROM from flash and checks it. {@code nvmlDeviceValidateInforom}, since driver 450
   * or older.
   *
   * @return {@link NvmlReturn#SUCCESS}, {@link NvmlReturn#CORRUPTED_INFOROM}, or why it was not
   *     checked
   */
  default NvmlReturn validateInforom() {
    return on(this).act(NvmlFunctions::nvmlDeviceValidateInforom);
  }

  /**
   * {@return the CUDA compute capability} {@code nvmlDeviceGetCudaComputeCapability}, since driver
   * 450 or older.
   */
  default NvmlResult<NvmlComputeCapability> cudaComputeCapability() {
    return on(this)
        .read2(
            "nvmlDeviceGetCudaComputeCapability",
            NvmlFunctions::nvmlDeviceGetCudaComputeCapability,
            NvmlComputeCapability::of);
  }

  /**
   * {@return the number of FP32 cores, not of streaming multiprocessors} {@code
   * nvmlDeviceGetNumGpuCores}, since driver 510.
   */
  default NvmlResult<Integer> numGpuCores() {
    return on(this)
        .read("nvmlDeviceGetNumGpuCores", NvmlFunctions::nvmlDeviceGetNumGpuCores, Decoder::figure);
  }

  /**
   * {@return the width of the memory bus in bits} {@code nvmlDeviceGetMemoryBusWidth}, since driver
   * 510.
   */
  default NvmlResult<Integer> memoryBusWidth() {
    return on(this)
        .read(
            "nvmlDeviceGetMemoryBusWidth",
            NvmlFunctions::nvmlDeviceGetMemoryBusWidth,
            Decoder::figure);
  }

  /** {@return the bus} {@code nvmlDeviceGetBusType}, since driver 495. */
  default NvmlResult<NvmlBusType> busType() {
    return on(this)
        .read(
            "nvmlDeviceGetBusType",
            NvmlFunctions::nvmlDeviceGetBusType,
            scratch -> new NvmlBusType(scratch.int32(0)));
  }

  /** {@return the interrupt number} {@code nvmlDeviceGetIrqNum}, since driver 495. */
  default NvmlResult<Integer> irqNum() {
    return on(this)
        .read("nvmlDeviceGetIrqNum", NvmlFunctions::nvmlDeviceGetIrqNum, Decoder::figure);
  }

  /**
   * {@return the version of the firmware on the GPU system processor} {@link
   * NvmlReturn#NOT_SUPPORTED} without one. {@code nvmlDeviceGetGspFirmwareVersion}, since driver
   * 515.
   */
  default NvmlResult<String> gspFirmwareVersion() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetGspFirmwareVersion",
            NvmlFunctions::nvmlDeviceGetGspFirmwareVersion,
            64,
            scratch -> scratch.text(0, 64));
  }

  /**
   * {@return whether the firmware of the GPU system processor is in use} {@code
   * nvmlDeviceGetGspFirmwareMode}, since driver 515.
   */
  default NvmlResult<NvmlGspFirmwareMode> gspFirmwareMode() {
    return on(this)
        .read2(
            "nvmlDeviceGetGspFirmwareMode",
            NvmlFunctions::nvmlDeviceGetGspFirmwareMode,
            NvmlGspFirmwareMode::of);
  }

  /**
   * {@return a 64-bit id of the device, to be read as unsigned} {@code nvmlDeviceGetPdi}, since
   * driver 580.
   */
  default NvmlResult<Long> pdi() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetPdi",
            NvmlFunctions::nvmlDeviceGetPdi,
            DeviceStructs.PdiV1.VERSION_1,
            scratch -> scratch.int64(DeviceStructs.PdiV1.VALUE));
  }

  /**
   * {@return a mask of capabilities; bit 0 is extended GPU memory} {@code
   * nvmlDeviceGetCapabilities}, since driver 555.
   */
  default NvmlResult<Long> capabilities() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetCapabilities",
            NvmlFunctions::nvmlDeviceGetCapabilities,
            DeviceStructs.DeviceCapabilitiesV1.VERSION_1,
            scratch -> scratch.u32(DeviceStructs.DeviceCapabilitiesV1.CAP_MASK));
  }

  /**
   * {@return how the GPU shares the address space of the host} {@code nvmlDeviceGetAddressingMode},
   * since driver 580.
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
   * {@return the host name that an administrator gave the GPU} {@code nvmlDeviceGetHostname_v1},
   * since driver 590.
   */
  default NvmlResult<String> hostname() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetHostname_v1",
            NvmlFunctions::nvmlDeviceGetHostname_v1,
            DeviceStructs.HostnameV1.SIZEOF,
            scratch -> scratch.text(0, DeviceStructs.HostnameV1.SIZEOF));
  }

  /**
   * {@return whether two GPUs share a board} {@code nvmlDeviceOnSameBoard}, since driver 450 or
   * older.
   *
   * @param other the GPU to compare with
   */
  default NvmlResult<Boolean> onSameBoard(NvmlDevice other) {
    return on(this)
        .read(
            "nvmlDeviceOnSameBoard",
            (device, out) -> NvmlFunctions.nvmlDeviceOnSameBoard(device, other.address(), out),
            Decoder::flag);
  }
}
