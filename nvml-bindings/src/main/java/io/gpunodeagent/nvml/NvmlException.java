// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Thrown by {@link NvmlResult#orElseThrow} when NVML answered with an error. */
public final class NvmlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exported C name of the function that failed. */
  private final String function;

  /** What it answered, as a number. */
  private final int code;

  NvmlException(String function, NvmlReturn code) {
    super(function + ": " + code + ", " + code.description());
    this.function = function;
    this.code = code.value();
  }

  /** {@return the exported C name of the function that failed} */
  public String function() {
    return function;
  }

  /** {@return what the function answered} */
  public NvmlReturn code() {
    return new NvmlReturn(code);
  }
}
