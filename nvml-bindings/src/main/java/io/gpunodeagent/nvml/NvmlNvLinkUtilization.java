package io.gpunodeagent.nvml;

/** Traffic of a link. */
public record NvmlNvLinkUtilization(long received, long transmitted) {
  static NvmlNvLinkUtilization of(Scratch scratch) {
    return new NvmlNvLinkUtilization(scratch.int64(0), scratch.int64(NvmlHandle.SECOND));
  }
}
