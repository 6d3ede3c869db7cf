package io.gpunodeagent.nvml;

/** Between which power limits one may choose. */
public record NvmlPowerRange(long minMilliwatts, long maxMilliwatts) {
  static NvmlPowerRange of(Scratch scratch) {
    return new NvmlPowerRange(scratch.u32(0), scratch.u32(NvmlHandle.SECOND));
  }
}
