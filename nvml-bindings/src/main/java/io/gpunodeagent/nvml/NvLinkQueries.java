package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.DeviceStructs;
import io.gpunodeagent.nvml.jna.LinkStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/**
 * NVLinks, numbered from 0 up to {@link #MAX_LINKS}, and the link to a Grace CPU. A link this GPU
 * lacks answers {@link NvmlReturn#INVALID_ARGUMENT} or {@link NvmlReturn#NOT_SUPPORTED}.
 */
public sealed interface NvLinkQueries permits NvmlDevice {
  /** No GPU has more links. */
  int MAX_LINKS = 36;

  /** Whether a link is active. {@code nvmlDeviceGetNvLinkState}, since driver 450 or older. */
  default NvmlResult<Boolean> nvLinkState(int link) {
    return on(this)
        .read(
            "nvmlDeviceGetNvLinkState",
            NvmlFunctions::nvmlDeviceGetNvLinkState,
            link,
            Decoder::flag);
  }

  /** The version of a link. {@code nvmlDeviceGetNvLinkVersion}, since driver 450 or older. */
  default NvmlResult<NvmlNvLinkVersion> nvLinkVersion(int link) {
    return on(this)
        .read(
            "nvmlDeviceGetNvLinkVersion",
            NvmlFunctions::nvmlDeviceGetNvLinkVersion,
            link,
            scratch -> new NvmlNvLinkVersion(scratch.int32(0)));
  }

  /**
   * Whether a link can do something. {@code nvmlDeviceGetNvLinkCapability}, since driver 450 or
   * older.
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
   * What is at the other end. {@code nvmlDeviceGetNvLinkRemotePciInfo_v2}, since driver 450 or
   * older.
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
   * Whether that is a GPU or a switch. {@code nvmlDeviceGetNvLinkRemoteDeviceType}, since driver
   * 470.
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
   * Errors on a link since the driver was loaded. {@link NvmlReturn#NOT_SUPPORTED} from Blackwell
   * on, see {@link NvmlFieldId#NVLINK_COUNT_LINK_RECOVERY_EVENTS} and its neighbours. {@code
   * nvmlDeviceGetNvLinkErrorCounter}, since driver 450 or older.
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
   * Traffic of a link in the unit its counter is set to. Deprecated; newer drivers answer {@link
   * NvmlReturn#NOT_SUPPORTED}, see {@link NvmlFieldId#NVLINK_THROUGHPUT_DATA_TX}. {@code
   * nvmlDeviceGetNvLinkUtilizationCounter}, since driver 450 or older.
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

  /** Encryption and firmware of the links. {@code nvmlDeviceGetNvLinkInfo}, since driver 580. */
  default NvmlResult<NvmlNvLinkInfo> nvLinkInfo() {
    return NvmlNvLinkInfo.read(on(this));
  }

  /**
   * Which bandwidth mode the links run in. Blackwell and newer. {@code nvmlDeviceGetNvlinkBwMode},
   * since driver 570.
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
   * The bandwidth modes the links can run in. Blackwell and newer. {@code
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

  /** Whether the link to the CPU is on. {@code nvmlDeviceGetC2cModeInfoV}, since driver 545. */
  default NvmlResult<Boolean> c2cModeEnabled() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetC2cModeInfoV",
            NvmlFunctions::nvmlDeviceGetC2cModeInfoV,
            LinkStructs.C2cModeInfoV1.SIZEOF,
            Decoder::flag);
  }
}
