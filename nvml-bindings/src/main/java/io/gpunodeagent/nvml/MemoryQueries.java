package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** The memory of a GPU or a MIG device. */
public sealed interface MemoryQueries permits NvmlDevice, MigDevice {
  /**
   * The memory and how much of it is used. A MIG device tells of its GPU instance, so all compute
   * instances in it say the same. {@code nvmlDeviceGetMemoryInfo_v2}, {@code
   * nvmlDeviceGetMemoryInfo}, since driver 510.
   */
  default NvmlResult<NvmlMemory> memoryInfo() {
    NvmlResult<NvmlMemory> result =
        on(this)
            .readVersioned(
                "nvmlDeviceGetMemoryInfo_v2",
                NvmlFunctions::nvmlDeviceGetMemoryInfo_v2,
                LoadStructs.MemoryV2.VERSION_2,
                NvmlMemory::of);
    return result.code().asksForOlderForm()
        ? on(this)
            .readStruct(
                "nvmlDeviceGetMemoryInfo",
                NvmlFunctions::nvmlDeviceGetMemoryInfo,
                LoadStructs.Memory.SIZEOF,
                NvmlMemory::ofVersion1)
        : result;
  }

  /**
   * The window through which the CPU and other devices reach the memory. {@code
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
