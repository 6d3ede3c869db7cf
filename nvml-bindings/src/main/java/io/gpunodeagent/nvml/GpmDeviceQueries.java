// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.GpmStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** The profiling counters of a whole GPU (GPM). */
public sealed interface GpmDeviceQueries permits NvmlDevice {
  /**
   * {@return whether the GPU has profiling counters} {@link NvmlReturn#FUNCTION_NOT_FOUND} before
   * driver 520. {@code nvmlGpmQueryDeviceSupport}, since driver 520.
   */
  default NvmlResult<Boolean> gpmSupport() {
    return on(this)
        .readVersioned(
            "nvmlGpmQueryDeviceSupport",
            NvmlFunctions::nvmlGpmQueryDeviceSupport,
            GpmSample.SUPPORT_VERSION,
            scratch -> scratch.flag(GpmStructs.GpmSupport.IS_SUPPORTED_DEVICE));
  }

  /**
   * {@return whether the counters run continuously} {@code nvmlGpmQueryIfStreamingEnabled}, since
   * driver 535.
   */
  default NvmlResult<Boolean> gpmStreamingEnabled() {
    return on(this)
        .read(
            "nvmlGpmQueryIfStreamingEnabled",
            NvmlFunctions::nvmlGpmQueryIfStreamingEnabled,
            Decoder::flag);
  }

  /**
   * Takes a sample of one GPU instance. {@code nvmlGpmMigSampleGet}, since driver 525.
   *
   * @param gpuInstanceId the id of a GPU instance on this GPU, see {@link NvmlGpuInstanceInfo}
   * @param sample where to store it; an earlier reading in it is overwritten
   * @return {@link NvmlReturn#SUCCESS}, or why there is no new reading
   */
  default NvmlReturn gpmMigSample(int gpuInstanceId, GpmSample sample) {
    return sample.take(on(this), gpuInstanceId);
  }
}
