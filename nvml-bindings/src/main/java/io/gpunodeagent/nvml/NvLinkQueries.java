// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.LinkStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/**
 * NVLinks, numbered from 0 and less than {@link #MAX_LINKS}, and the link to a Grace CPU. For a
 * link that this GPU lacks, the answer is {@link NvmlReturn#INVALID_ARGUMENT} or {@link
 * NvmlReturn#NOT_SUPPORTED}.
 */
public sealed interface NvLinkQueries permits NvmlDevice {
  /** The largest number of links of a GPU, as of header 13.4. */
  int MAX_LINKS = 36;

  /**
   * {@return whether a link is active} {@code nvmlDeviceGetNvLinkState}, since driver 450 or older.
   *
   * @param link the number of the link, from 0
   */
  default NvmlResult<Boolean> nvLinkState(int link) {
    return on(this)
        .read(
            "nvmlDeviceGetNvLinkState",
            NvmlFunctions::nvmlDeviceGetNvLinkState,
            link,
            Decoder::flag);
  }

  /**
   * {@return the version of a link} {@code nvmlDeviceGetNvLinkVersion}, since driver 450 or older.
   *
   * @param link the number of the link, from 0
   */
  default NvmlResult<NvmlNvLinkVersion> nvLinkVersion(int link) {
    return on(this)
        .read(
            "nvmlDeviceGetNvLinkVersion",
            NvmlFunctions::nvmlDeviceGetNvLinkVersion,
            link,
            scratch -> new NvmlNvLinkVersion(scratch.int32(0)));
  }

  /**
   * {@return whether a link has a capability} {@code nvmlDeviceGetNvLinkCapability}, since driver
   * 450 or older.
   *
   * @param link the number of the link, from 0
   * @param capability what the link may be able to do
   */
  default NvmlResult<Boolean> nvLinkCapability(int link, NvmlNvLinkCapability capability) {
    return on(this)
        .read(
            "nvmlDeviceGetNvLinkCapability",
            NvmlFunctions::nvmlDeviceGetNvLinkCapability,
            link,
            capability.value(),
            Decoder::flag);
  }

  /**
   * {@return where the other end of a link is on the PCI bus} {@code
   * nvmlDeviceGetNvLinkRemotePciInfo_v2}, since driver 450 or older.
   *
   * @param link the number of the link, from 0
   */
  default NvmlResult<NvmlPciInfo> nvLinkRemotePciInfo(int link) {
    return on(this)
        .readStruct(
            "nvmlDeviceGetNvLinkRemotePciInfo_v2",
            NvmlFunctions::nvmlDeviceGetNvLinkRemotePciInfo_v2,
            link,
            DeviceStructs.PciInfo.SIZEOF,
            NvmlPciInfo::of);
  }

  /**
   * {@return whether the other end of a link is a GPU or a switch} {@code
   * nvmlDeviceGetNvLinkRemoteDeviceType}, since driver 470.
   *
   * @param link the number of the link, from 0
   */
  default NvmlResult<NvmlNvLinkRemoteDeviceType> nvLinkRemoteDeviceType(int link) {
    return on(this)
        .read(
            "nvmlDeviceGetNvLinkRemoteDeviceType",
            NvmlFunctions::nvmlDeviceGetNvLinkRemoteDeviceType,
            link,
            scratch -> new NvmlNvLinkRemoteDeviceType(scratch.int32(0)));
  }

  /**
   * {@return errors on a link since the driver was loaded} {@link NvmlReturn#NOT_SUPPORTED} from
   * Blackwell on; there, read {@link NvmlFieldId#NVLINK_COUNT_LINK_RECOVERY_EVENTS} and the fields
   * beside it. {@code nvmlDeviceGetNvLinkErrorCounter}, since driver 450 or older.
   *
   * @param link the number of the link, from 0
   * @param counter the kind of error
   */
  default NvmlResult<Long> nvLinkErrorCounter(int link, NvmlNvLinkErrorCounter counter) {
    return on(this)
        .read(
            "nvmlDeviceGetNvLinkErrorCounter",
            NvmlFunctions::nvmlDeviceGetNvLinkErrorCounter,
            link,
            counter.value(),
            Decoder::int64);
  }

  /**
   * {@return traffic of a link, in the unit that its counter is set to} Deprecated: newer drivers
   * answer {@link NvmlReturn#NOT_SUPPORTED}; read {@link NvmlFieldId#NVLINK_THROUGHPUT_DATA_TX}
   * instead. {@code nvmlDeviceGetNvLinkUtilizationCounter}, since driver 450 or older.
   *
   * @param link the number of the link, from 0
   * @param counter 0 or 1: each link has two counters
   */
  default NvmlResult<NvmlNvLinkUtilization> nvLinkUtilizationCounter(int link, int counter) {
    return on(this)
        .read(
            "nvmlDeviceGetNvLinkUtilizationCounter",
            (device, first, second, out) ->
                NvmlFunctions.nvmlDeviceGetNvLinkUtilizationCounter(
                    device, first, second, out, out + NvmlHandle.SECOND),
            link,
            counter,
            NvmlNvLinkUtilization::of);
  }

  /**
   * {@return encryption and firmware of the links} {@code nvmlDeviceGetNvLinkInfo}, since driver
   * 580.
   */
  default NvmlResult<NvmlNvLinkInfo> nvLinkInfo() {
    return NvmlNvLinkInfo.read(on(this));
  }

  /**
   * {@return the bandwidth mode of the links} Blackwell and newer. {@code
   * nvmlDeviceGetNvlinkBwMode}, since driver 570.
   */
  default NvmlResult<NvmlNvLinkBandwidthMode> nvlinkBwMode() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetNvlinkBwMode",
            NvmlFunctions::nvmlDeviceGetNvlinkBwMode,
            LinkStructs.NvlinkGetBwModeV1.VERSION_1,
            NvmlNvLinkBandwidthMode::of);
  }

  /**
   * {@return the bandwidth modes that the links support} Blackwell and newer. {@code
   * nvmlDeviceGetNvlinkSupportedBwModes}, since driver 570.
   */
  default NvmlResult<List<Integer>> nvlinkSupportedBwModes() {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetNvlinkSupportedBwModes",
            NvmlFunctions::nvmlDeviceGetNvlinkSupportedBwModes,
            LinkStructs.NvlinkSupportedBwModesV1.VERSION_1,
            NvmlNvLinkBandwidthMode::supported);
  }

  /**
   * {@return whether the link to the CPU is enabled} {@code nvmlDeviceGetC2cModeInfoV}, since
   * driver 545.
   */
  default NvmlResult<Boolean> c2cModeEnabled() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetC2cModeInfoV",
            NvmlFunctions::nvmlDeviceGetC2cModeInfoV,
            LinkStructs.C2cModeInfoV1.SIZEOF,
            Decoder::flag);
  }
}
