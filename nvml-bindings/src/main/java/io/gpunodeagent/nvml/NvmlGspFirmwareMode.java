package io.gpunodeagent.nvml;

/** Whether the GPU system processor runs the driver's firmware. */
public record NvmlGspFirmwareMode(boolean enabled, boolean enabledByDefault) {
  static NvmlGspFirmwareMode of(Scratch scratch) {
    return new NvmlGspFirmwareMode(scratch.flag(0), scratch.flag(NvmlHandle.SECOND));
  }
}
