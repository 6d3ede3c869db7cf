// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

/**
 * Samples of the profiling counters (GPM, Hopper and newer), from which {@link Nvml#gpmMetrics}
 * makes metrics.
 */
public sealed interface GpmQueries permits NvmlDevice, MigDevice {
  /**
   * Takes a sample. {@code nvmlGpmSampleGet}, since driver 520.
   *
   * @param sample where to store it; an earlier reading in it is overwritten
   * @return {@link NvmlReturn#SUCCESS}, or why there is no new reading
   */
  default NvmlReturn gpmSample(GpmSample sample) {
    return sample.take(on(this));
  }
}
