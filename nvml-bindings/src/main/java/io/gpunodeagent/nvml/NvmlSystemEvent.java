package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EventStructs.SystemEventDataV1;

/**
 * A GPU came or went.
 *
 * @param type {@link #DRIVER_UNBIND} or {@link #DRIVER_BIND}
 * @param gpuId the driver's number of the GPU
 */
public record NvmlSystemEvent(long type, long gpuId) {
  /** The driver let go of a GPU. */
  public static final long DRIVER_UNBIND = 0x1;

  /** The driver took a GPU. */
  public static final long DRIVER_BIND = 0x2;

  static NvmlSystemEvent of(Scratch scratch, int at) {
    return new NvmlSystemEvent(
        scratch.int64(at + SystemEventDataV1.EVENT_TYPE),
        scratch.u32(at + SystemEventDataV1.GPU_ID));
  }
}
