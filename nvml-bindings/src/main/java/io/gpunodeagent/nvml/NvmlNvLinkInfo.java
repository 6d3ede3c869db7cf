// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LinkStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Encryption and firmware of the NVLinks.
 *
 * @param encrypted whether the traffic is encrypted
 * @param firmware one entry for each program that runs the links; empty for drivers that have only
 *     the first form of the struct
 */
public record NvmlNvLinkInfo(boolean encrypted, List<Firmware> firmware) {
  private static final int MAX_FIRMWARE = 100;
  private static final int COUNT =
      LinkStructs.NvLinkInfoV2.FIRMWARE_INFO + LinkStructs.NvlinkFirmwareInfo.NUM_VALID_ENTRIES;

  /** Copies the list. */
  public NvmlNvLinkInfo {
    firmware = List.copyOf(firmware);
  }

  /**
   * The version of one of the programs that run the links.
   *
   * @param type 1 MSE, 2 NETIR, 3 NETIR UPHY, 4 NETIR CLN, 5 NETIR DLN
   * @param major the first number of its version
   * @param minor the second number of its version
   * @param subMinor the third number of its version
   */
  public record Firmware(int type, long major, long minor, long subMinor) {
    private static Firmware of(Scratch scratch, int at) {
      return new Firmware(
          scratch.u8(at + LinkStructs.NvlinkFirmwareVersion.UCODE_TYPE),
          scratch.u32(at + LinkStructs.NvlinkFirmwareVersion.MAJOR),
          scratch.u32(at + LinkStructs.NvlinkFirmwareVersion.MINOR),
          scratch.u32(at + LinkStructs.NvlinkFirmwareVersion.SUB_MINOR));
    }
  }

  static NvmlResult<NvmlNvLinkInfo> read(NvmlHandle device) {
    NvmlResult<NvmlNvLinkInfo> result =
        device.readVersioned(
            "nvmlDeviceGetNvLinkInfo",
            NvmlFunctions::nvmlDeviceGetNvLinkInfo,
            LinkStructs.NvLinkInfoV2.VERSION_2,
            NvmlNvLinkInfo::of);
    return result.code().equals(NvmlReturn.ARGUMENT_VERSION_MISMATCH)
        ? device.readVersioned(
            "nvmlDeviceGetNvLinkInfo",
            NvmlFunctions::nvmlDeviceGetNvLinkInfo,
            LinkStructs.NvLinkInfoV1.VERSION_1,
            scratch ->
                new NvmlNvLinkInfo(
                    scratch.flag(LinkStructs.NvLinkInfoV1.IS_NVLE_ENABLED), List.of()))
        : result;
  }

  private static NvmlNvLinkInfo of(Scratch scratch) {
    List<Firmware> firmware =
        IntStream.range(0, Math.min(scratch.count(COUNT), MAX_FIRMWARE))
            .map(i -> i * LinkStructs.NvlinkFirmwareVersion.SIZEOF)
            .mapToObj(at -> Firmware.of(scratch, LinkStructs.NvLinkInfoV2.FIRMWARE_INFO + at))
            .toList();
    return new NvmlNvLinkInfo(scratch.flag(LinkStructs.NvLinkInfoV2.IS_NVLE_ENABLED), firmware);
  }
}
