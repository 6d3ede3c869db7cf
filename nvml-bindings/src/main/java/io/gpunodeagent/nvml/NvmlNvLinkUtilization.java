// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Traffic of an NVLink, in the unit that its counter is set to.
 *
 * @param received traffic to this GPU
 * @param transmitted traffic from this GPU
 */
public record NvmlNvLinkUtilization(long received, long transmitted) {
  static NvmlNvLinkUtilization of(Scratch scratch) {
    return new NvmlNvLinkUtilization(scratch.int64(0), scratch.int64(NvmlHandle.SECOND));
  }
}
