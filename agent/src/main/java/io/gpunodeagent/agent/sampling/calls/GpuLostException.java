// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.nvml.NvmlReturn;

/** Ends a pass: NVML says that the GPU is lost, needs a reset or is not found. */
public final class GpuLostException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String function;
  private final transient NvmlReturn code;

  public GpuLostException(String function, NvmlReturn code) {
    super(function + ": " + code, null, false, false);
    this.function = function;
    this.code = code;
  }

  public String function() {
    return function;
  }

  public NvmlReturn code() {
    return code;
  }
}
