// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Whether the GPU system processor runs the driver's firmware.
 *
 * @param enabled whether it does now
 * @param enabledByDefault whether it does unless it is set otherwise
 */
public record NvmlGspFirmwareMode(boolean enabled, boolean enabledByDefault) {
  static NvmlGspFirmwareMode of(Scratch scratch) {
    return new NvmlGspFirmwareMode(scratch.flag(0), scratch.flag(NvmlHandle.SECOND));
  }
}
