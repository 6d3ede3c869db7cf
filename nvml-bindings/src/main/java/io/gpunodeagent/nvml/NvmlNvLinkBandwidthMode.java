// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LinkStructs;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bandwidth mode of NVLinks; the header gives the numbers no names.
 *
 * @param mode 0 to 255
 * @param best whether no mode has more bandwidth
 */
public record NvmlNvLinkBandwidthMode(int mode, boolean best) {
  private static final int MODES = 23;

  static List<Integer> supported(Scratch scratch) {
    int count = Math.min(scratch.u8(LinkStructs.NvlinkSupportedBwModesV1.TOTAL_BW_MODES), MODES);
    return IntStream.range(0, count)
        .map(i -> scratch.u8(LinkStructs.NvlinkSupportedBwModesV1.BW_MODES + i))
        .boxed()
        .toList();
  }

  static NvmlNvLinkBandwidthMode of(Scratch scratch) {
    return new NvmlNvLinkBandwidthMode(
        scratch.u8(LinkStructs.NvlinkGetBwModeV1.BW_MODE),
        scratch.flag(LinkStructs.NvlinkGetBwModeV1.B_IS_BEST));
  }
}
