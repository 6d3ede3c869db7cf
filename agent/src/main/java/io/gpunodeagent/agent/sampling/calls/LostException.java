// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.nvml.NvmlReturn;

/** Ends a pass: after this answer of NVML no other call of its kind can succeed. */
public abstract sealed class LostException extends RuntimeException
    permits GpuLostException, LibraryLostException {

  private static final long serialVersionUID = 1;

  private final String function;
  private final transient NvmlReturn code;

  LostException(String function, NvmlReturn code) {
    super(function + ": " + code, null, false, false);
    this.function = function;
    this.code = code;
  }

  /** The function of NVML that answered so. */
  public String function() {
    return function;
  }

  /** What it answered. */
  public NvmlReturn code() {
    return code;
  }
}
