// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.nvml.NvmlReturn;

/** Ends a pass: NVML says that the GPU is lost, needs a reset or is not found. */
public final class GpuLostException extends LostException {

  private static final long serialVersionUID = 1;

  public GpuLostException(String function, NvmlReturn code) {
    super(function, code);
  }
}
