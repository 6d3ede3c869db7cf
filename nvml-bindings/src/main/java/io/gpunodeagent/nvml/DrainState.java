// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/**
 * Reads whether a GPU accepts no new clients. NVML identifies the GPU by its PCI address here, not
 * by a handle.
 */
final class DrainState {
  private static final int STATE = 72;

  private DrainState() {}

  static NvmlResult<Boolean> read(NvmlHandle device) {
    Scratch scratch = device.session().enter();
    try {
      scratch.clear(STATE + Integer.BYTES);
      long pci = scratch.address();
      int code = NvmlFunctions.nvmlDeviceGetPciInfo_v3(device.address(), pci);
      if (code != 0) {
        return NvmlSession.failure("nvmlDeviceGetPciInfo_v3", code);
      }
      return NvmlSession.result(
          "nvmlDeviceQueryDrainState",
          NvmlFunctions.nvmlDeviceQueryDrainState(pci, pci + STATE),
          scratch,
          out -> out.flag(STATE));
    } finally {
      device.session().exit();
    }
  }
}
