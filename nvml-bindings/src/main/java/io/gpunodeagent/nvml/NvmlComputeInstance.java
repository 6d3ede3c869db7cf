// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** A part of a GPU instance that has its own multiprocessors. */
public final class NvmlComputeInstance extends NvmlHandle {
  NvmlComputeInstance(NvmlSession session, long address) {
    super(session, address);
  }

  /**
   * {@return its id, profile and place} {@code nvmlComputeInstanceGetInfo_v2}, since driver 460.
   */
  public NvmlResult<NvmlComputeInstanceInfo> info() {
    return readStruct(
        "nvmlComputeInstanceGetInfo_v2",
        NvmlFunctions::nvmlComputeInstanceGetInfo_v2,
        MigStructs.ComputeInstanceInfo.SIZEOF,
        NvmlComputeInstanceInfo::of);
  }
}
