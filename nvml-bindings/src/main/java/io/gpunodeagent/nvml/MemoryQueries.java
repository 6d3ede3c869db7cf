// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** The memory of a GPU or a MIG device. */
public sealed interface MemoryQueries permits NvmlDevice, MigDevice {
  /**
   * {@return the memory, and how much of it is used} A MIG device answers for its GPU instance, so
   * all compute instances in it answer the same. {@code nvmlDeviceGetMemoryInfo_v2}, {@code
   * nvmlDeviceGetMemoryInfo}, since driver 510. Boards that do not support the newer form, such as
   * those with unified memory, are read by the older one. From driver 615 on, if this process is in
   * a control group whose memory is limited, the figures are those of the group and not those of
   * the GPU.
   */
  default NvmlResult<NvmlMemory> memoryInfo() {
    NvmlResult<NvmlMemory> result =
        on(this)
            .readVersioned(
                "nvmlDeviceGetMemoryInfo_v2",
                NvmlFunctions::nvmlDeviceGetMemoryInfo_v2,
                LoadStructs.MemoryV2.VERSION_2,
                NvmlMemory::of);
    boolean older =
        result.code().asksForOlderForm() || result.code().equals(NvmlReturn.NOT_SUPPORTED);
    return older ? memoryInfoVersion1() : result;
  }

  /**
   * {@return the memory as the older form alone reports it: reserved memory counts as used} {@code
   * nvmlDeviceGetMemoryInfo}, since driver 450 or older.
   */
  default NvmlResult<NvmlMemory> memoryInfoVersion1() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetMemoryInfo",
            NvmlFunctions::nvmlDeviceGetMemoryInfo,
            LoadStructs.Memory.SIZEOF,
            NvmlMemory::ofVersion1);
  }

  /**
   * {@return the window through which the CPU and other devices reach the memory} {@code
   * nvmlDeviceGetBAR1MemoryInfo}, since driver 450 or older.
   */
  default NvmlResult<NvmlBar1Memory> bar1MemoryInfo() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetBAR1MemoryInfo",
            NvmlFunctions::nvmlDeviceGetBAR1MemoryInfo,
            LoadStructs.BAR1Memory.SIZEOF,
            NvmlBar1Memory::of);
  }
}
