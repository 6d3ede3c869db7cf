// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EventStructs.SystemEventDataV1;

/**
 * The driver was attached to a GPU, or detached from one.
 *
 * @param type {@link #DRIVER_UNBIND} or {@link #DRIVER_BIND}
 * @param gpuId the number that the driver gives the GPU
 */
public record NvmlSystemEvent(long type, long gpuId) {
  /** The driver was detached from a GPU. */
  public static final long DRIVER_UNBIND = 0x1;

  /** The driver was attached to a GPU. */
  public static final long DRIVER_BIND = 0x2;

  static NvmlSystemEvent of(Scratch scratch, int at) {
    return new NvmlSystemEvent(
        scratch.int64(at + SystemEventDataV1.EVENT_TYPE),
        scratch.u32(at + SystemEventDataV1.GPU_ID));
  }
}
