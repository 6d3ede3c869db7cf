package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

/** The NVLink fabric a GPU belongs to. */
public sealed interface FabricQueries permits NvmlDevice {
  /**
   * How the GPU stands in its fabric. The newest form the driver knows is taken. Hopper and newer.
   * {@code nvmlDeviceGetGpuFabricInfo_v4}, {@code nvmlDeviceGetGpuFabricInfoV}, {@code
   * nvmlDeviceGetGpuFabricInfo}, since driver 615.
   */
  default NvmlResult<NvmlFabricInfo> gpuFabricInfo() {
    return NvmlFabricInfo.read(on(this));
  }

  /**
   * Where in a rack the GPU is. Blackwell and newer. {@code nvmlDeviceGetPlatformInfo}, since
   * driver 570.
   */
  default NvmlResult<NvmlPlatformInfo> platformInfo() {
    return NvmlPlatformInfo.read(on(this));
  }
}
