package io.gpunodeagent.nvml;

/**
 * A mode that changes with a reset.
 *
 * @param current on now
 * @param pending on after the next reset
 */
public record NvmlMode(boolean current, boolean pending) {
  static NvmlMode of(Scratch scratch) {
    return new NvmlMode(scratch.flag(0), scratch.flag(NvmlHandle.SECOND));
  }
}
