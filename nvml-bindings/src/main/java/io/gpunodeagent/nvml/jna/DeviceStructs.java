// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about identity and modes (x86-64 and AArch64
 * Linux). A class is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a constant after
 * its field; a test compares each with the C compiler's answer.
 */
public final class DeviceStructs {
  private DeviceStructs() {}

  /** {@code nvmlPciInfo_t}. */
  public static final class PciInfo {
    public static final int SIZEOF = 68;
    public static final int BUS_ID_LEGACY = 0;
    public static final int DOMAIN = 16;
    public static final int BUS = 20;
    public static final int DEVICE = 24;
    public static final int PCI_DEVICE_ID = 28;
    public static final int PCI_SUB_SYSTEM_ID = 32;
    public static final int BUS_ID = 36;

    private PciInfo() {}
  }

  /** {@code nvmlPciInfoExt_v1_t}. */
  public static final class PciInfoExtV1 {
    public static final int SIZEOF = 64;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int DOMAIN = 4;
    public static final int BUS = 8;
    public static final int DEVICE = 12;
    public static final int PCI_DEVICE_ID = 16;
    public static final int PCI_SUB_SYSTEM_ID = 20;
    public static final int BASE_CLASS = 24;
    public static final int SUB_CLASS = 28;
    public static final int BUS_ID = 32;

    private PciInfoExtV1() {}
  }

  /** {@code nvmlPdi_v1_t}. */
  public static final class PdiV1 {
    public static final int SIZEOF = 16;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int VALUE = 8;

    private PdiV1() {}
  }

  /** {@code nvmlDeviceCapabilities_v1_t}. */
  public static final class DeviceCapabilitiesV1 {
    public static final int SIZEOF = 8;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int CAP_MASK = 4;

    private DeviceCapabilitiesV1() {}
  }

  /** {@code nvmlDeviceAddressingMode_v1_t}. */
  public static final class DeviceAddressingModeV1 {
    public static final int SIZEOF = 8;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int VALUE = 4;

    private DeviceAddressingModeV1() {}
  }

  /** {@code nvmlRepairStatus_v1_t}. */
  public static final class RepairStatusV1 {
    public static final int SIZEOF = 12;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int B_CHANNEL_REPAIR_PENDING = 4;
    public static final int B_TPC_REPAIR_PENDING = 8;

    private RepairStatusV1() {}
  }

  /** {@code nvmlUnrepairableMemoryStatus_v1_t}. */
  public static final class UnrepairableMemoryStatusV1 {
    public static final int SIZEOF = 4;
    public static final int B_UNREPAIRABLE_MEMORY = 0;

    private UnrepairableMemoryStatusV1() {}
  }

  /** {@code nvmlHostname_v1_t}. */
  public static final class HostnameV1 {
    public static final int SIZEOF = 64;
    public static final int VALUE = 0;

    private HostnameV1() {}
  }

  /** {@code nvmlSystemDriverBranchInfo_v1_t}. */
  public static final class SystemDriverBranchInfoV1 {
    public static final int SIZEOF = 84;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int BRANCH = 4;

    private SystemDriverBranchInfoV1() {}
  }

  /** {@code nvmlExcludedDeviceInfo_t}. */
  public static final class ExcludedDeviceInfo {
    public static final int SIZEOF = 148;
    public static final int PCI_INFO = 0;
    public static final int UUID = 68;

    private ExcludedDeviceInfo() {}
  }

  /** {@code nvmlPlatformInfo_v1_t}. */
  public static final class PlatformInfoV1 {
    public static final int SIZEOF = 44;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int IB_GUID = 4;
    public static final int RACK_GUID = 20;
    public static final int CHASSIS_PHYSICAL_SLOT_NUMBER = 36;
    public static final int COMPUTE_SLOT_INDEX = 37;
    public static final int NODE_INDEX = 38;
    public static final int PEER_TYPE = 39;
    public static final int MODULE_ID = 40;

    private PlatformInfoV1() {}
  }

  /** {@code nvmlPlatformInfo_v2_t}. */
  public static final class PlatformInfoV2 {
    public static final int SIZEOF = 44;
    public static final int VERSION_2 = SIZEOF | 2 << 24;
    public static final int IB_GUID = 4;
    public static final int CHASSIS_SERIAL_NUMBER = 20;
    public static final int SLOT_NUMBER = 36;
    public static final int TRAY_INDEX = 37;
    public static final int HOST_ID = 38;
    public static final int PEER_TYPE = 39;
    public static final int MODULE_ID = 40;

    private PlatformInfoV2() {}
  }
}
