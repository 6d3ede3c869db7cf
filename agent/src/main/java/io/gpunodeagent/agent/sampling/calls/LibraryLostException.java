// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.nvml.NvmlReturn;

/** Ends a pass: NVML says that it is not initialised or has no driver to talk to. */
public final class LibraryLostException extends LostException {

  private static final long serialVersionUID = 1;

  LibraryLostException(String function, NvmlReturn code) {
    super(function, code);
  }
}
