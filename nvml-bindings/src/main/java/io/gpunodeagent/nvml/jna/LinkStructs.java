// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about NVLink, C2C, fabric (x86-64 and AArch64
 * Linux). A class is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a constant after
 * its field; a test compares each with the C compiler's answer.
 */
public final class LinkStructs {
  private LinkStructs() {}

  /** {@code nvmlNvLinkInfo_v1_t}. */
  public static final class NvLinkInfoV1 {
    public static final int SIZEOF = 8;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int IS_NVLE_ENABLED = 4;

    private NvLinkInfoV1() {}
  }

  /** {@code nvmlNvLinkInfo_v2_t}. */
  public static final class NvLinkInfoV2 {
    public static final int SIZEOF = 1612;
    public static final int VERSION_2 = SIZEOF | 2 << 24;
    public static final int IS_NVLE_ENABLED = 4;
    public static final int FIRMWARE_INFO = 8;

    private NvLinkInfoV2() {}
  }

  /** {@code nvmlNvlinkFirmwareInfo_t}. */
  public static final class NvlinkFirmwareInfo {
    public static final int SIZEOF = 1604;
    public static final int FIRMWARE_VERSION = 0;
    public static final int NUM_VALID_ENTRIES = 1600;

    private NvlinkFirmwareInfo() {}
  }

  /** {@code nvmlNvlinkFirmwareVersion_t}. */
  public static final class NvlinkFirmwareVersion {
    public static final int SIZEOF = 16;
    public static final int UCODE_TYPE = 0;
    public static final int MAJOR = 4;
    public static final int MINOR = 8;
    public static final int SUB_MINOR = 12;

    private NvlinkFirmwareVersion() {}
  }

  /** {@code nvmlNvlinkGetBwMode_v1_t}. */
  public static final class NvlinkGetBwModeV1 {
    public static final int SIZEOF = 12;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int B_IS_BEST = 4;
    public static final int BW_MODE = 8;

    private NvlinkGetBwModeV1() {}
  }

  /** {@code nvmlNvlinkSupportedBwModes_v1_t}. */
  public static final class NvlinkSupportedBwModesV1 {
    public static final int SIZEOF = 28;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int BW_MODES = 4;
    public static final int TOTAL_BW_MODES = 27;

    private NvlinkSupportedBwModesV1() {}
  }

  /** {@code nvmlC2cModeInfo_v1_t}. */
  public static final class C2cModeInfoV1 {
    public static final int SIZEOF = 4;
    public static final int IS_C2C_ENABLED = 0;

    private C2cModeInfoV1() {}
  }

  /** {@code nvmlGpuFabricInfo_t}. */
  public static final class GpuFabricInfo {
    public static final int SIZEOF = 28;
    public static final int CLUSTER_UUID = 0;
    public static final int STATUS = 16;
    public static final int CLIQUE_ID = 20;
    public static final int STATE = 24;

    private GpuFabricInfo() {}
  }

  /** {@code nvmlGpuFabricInfo_v2_t}. */
  public static final class GpuFabricInfoV2 {
    public static final int SIZEOF = 36;
    public static final int VERSION_2 = SIZEOF | 2 << 24;
    public static final int CLUSTER_UUID = 4;
    public static final int STATUS = 20;
    public static final int CLIQUE_ID = 24;
    public static final int STATE = 28;
    public static final int HEALTH_MASK = 32;

    private GpuFabricInfoV2() {}
  }

  /** {@code nvmlGpuFabricInfo_v3_t}. */
  public static final class GpuFabricInfoV3 {
    public static final int SIZEOF = 40;
    public static final int VERSION_3 = SIZEOF | 3 << 24;
    public static final int CLUSTER_UUID = 4;
    public static final int STATUS = 20;
    public static final int CLIQUE_ID = 24;
    public static final int STATE = 28;
    public static final int HEALTH_MASK = 32;
    public static final int HEALTH_SUMMARY = 36;

    private GpuFabricInfoV3() {}
  }

  /** {@code nvmlGpuFabricInfo_v4_t}. */
  public static final class GpuFabricInfoV4 {
    public static final int SIZEOF = 548;
    public static final int CLUSTER_UUID = 0;
    public static final int STATUS = 16;
    public static final int CLIQUES = 20;
    public static final int NUM_CLIQUES = 532;
    public static final int STATE = 536;
    public static final int HEALTH_MASK = 540;
    public static final int HEALTH_SUMMARY = 544;

    private GpuFabricInfoV4() {}
  }

  /** {@code nvmlGpuFabricClique_v1_t}. */
  public static final class GpuFabricCliqueV1 {
    public static final int SIZEOF = 8;
    public static final int TYPE = 0;
    public static final int ID = 4;

    private GpuFabricCliqueV1() {}
  }
}
