// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Thrown by a call on something that is closed: NVML itself, an event set or a sample. */
public final class NvmlClosedException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  NvmlClosedException(String message) {
    super(message);
  }
}
