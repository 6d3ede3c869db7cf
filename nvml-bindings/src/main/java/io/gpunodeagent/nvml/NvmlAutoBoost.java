package io.gpunodeagent.nvml;

/** Whether clocks rise by themselves when there is room. */
public record NvmlAutoBoost(boolean enabled, boolean enabledByDefault) {
  static NvmlAutoBoost of(Scratch scratch) {
    return new NvmlAutoBoost(scratch.flag(0), scratch.flag(NvmlHandle.SECOND));
  }
}
