// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.SecurityStructs;
import java.util.List;

/** What NVML reports about the driver and the machine. */
public sealed interface SystemQueries permits Nvml {
  /**
   * {@return the driver's version, such as {@code 580.105.08}} {@code nvmlSystemGetDriverVersion},
   * since driver 450 or older.
   */
  default NvmlResult<String> driverVersion() {
    return NvmlSession.of(this)
        .text("nvmlSystemGetDriverVersion", NvmlFunctions::nvmlSystemGetDriverVersion, 80);
  }

  /**
   * {@return the library's version: CUDA's major version and the driver's} {@code
   * nvmlSystemGetNVMLVersion}, since driver 450 or older.
   */
  default NvmlResult<String> nvmlVersion() {
    return NvmlSession.of(this)
        .text("nvmlSystemGetNVMLVersion", NvmlFunctions::nvmlSystemGetNVMLVersion, 80);
  }

  /**
   * {@return the newest CUDA version that the driver supports, such as 13010 for 13.1} The driver
   * asks {@code libcuda}, and guesses without one. {@code nvmlSystemGetCudaDriverVersion_v2},
   * {@code nvmlSystemGetCudaDriverVersion}, since driver 450 or older.
   */
  default NvmlResult<Integer> cudaDriverVersion() {
    NvmlResult<Integer> result =
        NvmlSession.of(this)
            .read(
                "nvmlSystemGetCudaDriverVersion_v2",
                NvmlFunctions::nvmlSystemGetCudaDriverVersion_v2,
                Decoder::figure);
    return result.isSuccess()
        ? result
        : NvmlSession.of(this)
            .read(
                "nvmlSystemGetCudaDriverVersion",
                NvmlFunctions::nvmlSystemGetCudaDriverVersion,
                Decoder::figure);
  }

  /**
   * {@return the driver's branch, such as {@code r580_00}} {@code nvmlSystemGetDriverBranch}, since
   * driver 560.
   */
  default NvmlResult<String> driverBranch() {
    return NvmlSession.of(this)
        .readVersioned(
            "nvmlSystemGetDriverBranch",
            out -> NvmlFunctions.nvmlSystemGetDriverBranch(out, 80),
            DeviceStructs.SystemDriverBranchInfoV1.VERSION_1,
            scratch -> scratch.text(DeviceStructs.SystemDriverBranchInfoV1.BRANCH, 80));
  }

  /**
   * {@return the program of a process} {@link NvmlReturn#NOT_FOUND} if the process is in another
   * process namespace. {@code nvmlSystemGetProcessName}, since driver 450 or older.
   *
   * @param pid the id of a process that uses a GPU
   */
  default NvmlResult<String> processName(int pid) {
    return NvmlSession.of(this)
        .text(
            "nvmlSystemGetProcessName",
            (buffer, length) -> NvmlFunctions.nvmlSystemGetProcessName(pid, buffer, length),
            4096);
  }

  /**
   * {@return the GPUs that the driver ignores because an administrator excluded them} {@code
   * nvmlGetExcludedDeviceCount}, {@code nvmlGetExcludedDeviceInfoByIndex}, since driver 465.
   */
  default NvmlResult<List<NvmlExcludedDevice>> excludedDevices() {
    return NvmlSession.of(this)
        .each(
            "nvmlGetExcludedDeviceCount",
            NvmlFunctions::nvmlGetExcludedDeviceCount,
            index ->
                NvmlSession.of(this)
                    .readStruct(
                        "nvmlGetExcludedDeviceInfoByIndex",
                        out -> NvmlFunctions.nvmlGetExcludedDeviceInfoByIndex(index, out),
                        DeviceStructs.ExcludedDeviceInfo.SIZEOF,
                        NvmlExcludedDevice::of));
  }

  /**
   * {@return the GPUs to which a CPU is near} {@code nvmlSystemGetTopologyGpuSet}, since driver 450
   * or older.
   *
   * @param cpu the number of the CPU in the operating system
   */
  default NvmlResult<List<NvmlDevice>> topologyGpuSet(int cpu) {
    NvmlSession session = NvmlSession.of(this);
    return NvmlList.read(
        session,
        "nvmlSystemGetTopologyGpuSet",
        (count, array) -> NvmlFunctions.nvmlSystemGetTopologyGpuSet(cpu, count, array),
        Long.BYTES,
        (scratch, at) -> new NvmlDevice(session, scratch.int64(at)));
  }

  /**
   * {@return the bandwidth mode of all NVLinks, as a number; the header gives the numbers no names}
   * {@code nvmlSystemGetNvlinkBwMode}, since driver 535.
   */
  default NvmlResult<Integer> nvlinkBwMode() {
    return NvmlSession.of(this)
        .read(
            "nvmlSystemGetNvlinkBwMode", NvmlFunctions::nvmlSystemGetNvlinkBwMode, Decoder::figure);
  }

  /**
   * {@return whether confidential computing is on} {@code nvmlSystemGetConfComputeState}, since
   * driver 535.
   */
  default NvmlResult<NvmlConfComputeState> confComputeState() {
    return NvmlSession.of(this)
        .readStruct(
            "nvmlSystemGetConfComputeState",
            NvmlFunctions::nvmlSystemGetConfComputeState,
            SecurityStructs.ConfComputeSystemState.SIZEOF,
            NvmlConfComputeState::of);
  }

  /**
   * {@return whether confidential computing is on, and how GPUs work together in it} {@code
   * nvmlSystemGetConfComputeSettings}, since driver 550.
   */
  default NvmlResult<NvmlConfComputeSettings> confComputeSettings() {
    return NvmlSession.of(this)
        .readVersioned(
            "nvmlSystemGetConfComputeSettings",
            NvmlFunctions::nvmlSystemGetConfComputeSettings,
            SecurityStructs.SystemConfComputeSettingsV1.VERSION_1,
            NvmlConfComputeSettings::of);
  }

  /**
   * {@return which kinds of confidential computing the machine supports} {@code
   * nvmlSystemGetConfComputeCapabilities}, since driver 535.
   */
  default NvmlResult<NvmlConfComputeCapabilities> confComputeCapabilities() {
    return NvmlSession.of(this)
        .readStruct(
            "nvmlSystemGetConfComputeCapabilities",
            NvmlFunctions::nvmlSystemGetConfComputeCapabilities,
            SecurityStructs.ConfComputeSystemCaps.SIZEOF,
            NvmlConfComputeCapabilities::of);
  }

  /**
   * {@return whether the GPUs accept work yet} {@code nvmlSystemGetConfComputeGpusReadyState},
   * since driver 535.
   */
  default NvmlResult<Boolean> confComputeGpusReadyState() {
    return NvmlSession.of(this)
        .read(
            "nvmlSystemGetConfComputeGpusReadyState",
            NvmlFunctions::nvmlSystemGetConfComputeGpusReadyState,
            Decoder::flag);
  }
}
