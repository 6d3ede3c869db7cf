// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

/** The NVLink fabric that a GPU belongs to. */
public sealed interface FabricQueries permits NvmlDevice {
  /**
   * {@return the state of the GPU in its fabric, in the newest form that the driver has} Hopper and
   * newer. {@code nvmlDeviceGetGpuFabricInfo_v4}, {@code nvmlDeviceGetGpuFabricInfoV}, {@code
   * nvmlDeviceGetGpuFabricInfo}, since driver 615.
   */
  default NvmlResult<NvmlFabricInfo> gpuFabricInfo() {
    return NvmlFabricInfo.read(on(this));
  }

  /**
   * {@return where in a rack the GPU is} Blackwell and newer. {@code nvmlDeviceGetPlatformInfo},
   * since driver 570.
   */
  default NvmlResult<NvmlPlatformInfo> platformInfo() {
    return NvmlPlatformInfo.read(on(this));
  }
}
