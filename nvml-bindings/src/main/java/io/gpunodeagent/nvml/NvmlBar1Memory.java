// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;

/**
 * The window through which the CPU and other devices reach a GPU's memory, in bytes.
 *
 * @param total the size of the window
 * @param free the part that is not mapped
 * @param used the part that is mapped
 */
public record NvmlBar1Memory(long total, long free, long used) {
  static NvmlBar1Memory of(Scratch scratch) {
    return new NvmlBar1Memory(
        scratch.int64(LoadStructs.BAR1Memory.BAR1_TOTAL),
        scratch.int64(LoadStructs.BAR1Memory.BAR1_FREE),
        scratch.int64(LoadStructs.BAR1Memory.BAR1_USED));
  }
}
