// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.nvml.NvmlReturn;

/** Ends a pass: NVML says that it is not initialised or has no driver to talk to. */
public final class LibraryLostException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String function;
  private final transient NvmlReturn code;

  LibraryLostException(String function, NvmlReturn code) {
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
