// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * A mode that changes at a reset.
 *
 * @param current whether it is on now
 * @param pending whether it is on after the next reset
 */
public record NvmlMode(boolean current, boolean pending) {
  static NvmlMode of(Scratch scratch) {
    return new NvmlMode(scratch.flag(0), scratch.flag(NvmlHandle.SECOND));
  }
}
