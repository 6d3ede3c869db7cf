// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Field ids for {@link FieldValueQueries#fieldValues}, named and numbered as in header 13.4 ({@code
 * NVML_FI_DEV_*}).
 *
 * <p>Ids from 251 on are not stable: drivers 575 and 580 give 251 to 253 another meaning than 570,
 * 590 and newer, and answer with a plausible number. Decide by the driver's branch before asking
 * for them.
 */
public final class NvmlFieldId {
  /** Whether ECC is on: 0 or 1. */
  public static final int ECC_CURRENT = 1;

  /** Whether ECC is on after the next reset: 0 or 1. */
  public static final int ECC_PENDING = 2;

  /** Errors of one bit in all memory since the driver was loaded. */
  public static final int ECC_SBE_VOL_TOTAL = 3;

  /** Errors of two bits in all memory since the driver was loaded. */
  public static final int ECC_DBE_VOL_TOTAL = 4;

  /** Errors of one bit in all memory over the life of the board. */
  public static final int ECC_SBE_AGG_TOTAL = 5;

  /** Errors of two bits in all memory over the life of the board. */
  public static final int ECC_DBE_AGG_TOTAL = 6;

  /** Errors of one bit in the L1 caches since the driver was loaded. */
  public static final int ECC_SBE_VOL_L1 = 7;

  /** Errors of two bits in the L1 caches since the driver was loaded. */
  public static final int ECC_DBE_VOL_L1 = 8;

  /** Errors of one bit in the L2 cache since the driver was loaded. */
  public static final int ECC_SBE_VOL_L2 = 9;

  /** Errors of two bits in the L2 cache since the driver was loaded. */
  public static final int ECC_DBE_VOL_L2 = 10;

  /** Errors of one bit in the device memory since the driver was loaded. */
  public static final int ECC_SBE_VOL_DEV = 11;

  /** Errors of two bits in the device memory since the driver was loaded. */
  public static final int ECC_DBE_VOL_DEV = 12;

  /** Errors of one bit in the register files since the driver was loaded. */
  public static final int ECC_SBE_VOL_REG = 13;

  /** Errors of two bits in the register files since the driver was loaded. */
  public static final int ECC_DBE_VOL_REG = 14;

  /** Errors of one bit in the texture memory since the driver was loaded. */
  public static final int ECC_SBE_VOL_TEX = 15;

  /** Errors of two bits in the texture memory since the driver was loaded. */
  public static final int ECC_DBE_VOL_TEX = 16;

  /** Errors of two bits in the convergence barrier units since the driver was loaded. */
  public static final int ECC_DBE_VOL_CBU = 17;

  /** Errors of one bit in the L1 caches over the life of the board. */
  public static final int ECC_SBE_AGG_L1 = 18;

  /** Errors of two bits in the L1 caches over the life of the board. */
  public static final int ECC_DBE_AGG_L1 = 19;

  /** Errors of one bit in the L2 cache over the life of the board. */
  public static final int ECC_SBE_AGG_L2 = 20;

  /** Errors of two bits in the L2 cache over the life of the board. */
  public static final int ECC_DBE_AGG_L2 = 21;

  /** Errors of one bit in the device memory over the life of the board. */
  public static final int ECC_SBE_AGG_DEV = 22;

  /** Errors of two bits in the device memory over the life of the board. */
  public static final int ECC_DBE_AGG_DEV = 23;

  /** Errors of one bit in the register files over the life of the board. */
  public static final int ECC_SBE_AGG_REG = 24;

  /** Errors of two bits in the register files over the life of the board. */
  public static final int ECC_DBE_AGG_REG = 25;

  /** Errors of one bit in the texture memory over the life of the board. */
  public static final int ECC_SBE_AGG_TEX = 26;

  /** Errors of two bits in the texture memory over the life of the board. */
  public static final int ECC_DBE_AGG_TEX = 27;

  /** Errors of two bits in the convergence barrier units over the life of the board. */
  public static final int ECC_DBE_AGG_CBU = 28;

  /** Pages retired because of errors of one bit. */
  public static final int RETIRED_SBE = 29;

  /** Pages retired because of errors of two bits. */
  public static final int RETIRED_DBE = 30;

  /** Whether pages wait to be retired: 0 or 1. */
  public static final int RETIRED_PENDING = 31;

  /** Received flow control units with a wrong checksum on NVLink 0. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L0 = 32;

  /** Received flow control units with a wrong checksum on NVLink 1. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L1 = 33;

  /** Received flow control units with a wrong checksum on NVLink 2. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L2 = 34;

  /** Received flow control units with a wrong checksum on NVLink 3. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L3 = 35;

  /** Received flow control units with a wrong checksum on NVLink 4. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L4 = 36;

  /** Received flow control units with a wrong checksum on NVLink 5. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L5 = 37;

  /** Received flow control units with a wrong checksum on all NVLinks. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_TOTAL = 38;

  /** Received data with a wrong checksum on NVLink 0. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L0 = 39;

  /** Received data with a wrong checksum on NVLink 1. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L1 = 40;

  /** Received data with a wrong checksum on NVLink 2. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L2 = 41;

  /** Received data with a wrong checksum on NVLink 3. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L3 = 42;

  /** Received data with a wrong checksum on NVLink 4. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L4 = 43;

  /** Received data with a wrong checksum on NVLink 5. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L5 = 44;

  /** Received data with a wrong checksum on all NVLinks. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_TOTAL = 45;

  /** Packets that were sent again on NVLink 0. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L0 = 46;

  /** Packets that were sent again on NVLink 1. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L1 = 47;

  /** Packets that were sent again on NVLink 2. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L2 = 48;

  /** Packets that were sent again on NVLink 3. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L3 = 49;

  /** Packets that were sent again on NVLink 4. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L4 = 50;

  /** Packets that were sent again on NVLink 5. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L5 = 51;

  /** Packets that were sent again on all NVLinks. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_TOTAL = 52;

  /** Recoveries on NVLink 0. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L0 = 53;

  /** Recoveries on NVLink 1. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L1 = 54;

  /** Recoveries on NVLink 2. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L2 = 55;

  /** Recoveries on NVLink 3. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L3 = 56;

  /** Recoveries on NVLink 4. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L4 = 57;

  /** Recoveries on NVLink 5. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L5 = 58;

  /** Recoveries on all NVLinks. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_TOTAL = 59;

  /** Traffic of NVLink 0, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L0 = 60;

  /** Traffic of NVLink 1, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L1 = 61;

  /** Traffic of NVLink 2, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L2 = 62;

  /** Traffic of NVLink 3, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L3 = 63;

  /** Traffic of NVLink 4, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L4 = 64;

  /** Traffic of NVLink 5, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L5 = 65;

  /** Traffic of all NVLinks, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_TOTAL = 66;

  /** Traffic of NVLink 0, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L0 = 67;

  /** Traffic of NVLink 1, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L1 = 68;

  /** Traffic of NVLink 2, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L2 = 69;

  /** Traffic of NVLink 3, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L3 = 70;

  /** Traffic of NVLink 4, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L4 = 71;

  /** Traffic of NVLink 5, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L5 = 72;

  /** Traffic of all NVLinks, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_TOTAL = 73;

  /** Time below the clocks for applications because of power limits, in ns. */
  public static final int PERF_POLICY_POWER = 74;

  /** The newer name of {@link #PERF_POLICY_POWER}. */
  public static final int CLOCKS_EVENT_REASON_SW_POWER_CAP = 74;

  /** Time below the clocks for applications because of temperature, in ns. */
  public static final int PERF_POLICY_THERMAL = 75;

  /** Time below the clocks for applications because of a slower GPU in the group, in ns. */
  public static final int PERF_POLICY_SYNC_BOOST = 76;

  /** The newer name of {@link #PERF_POLICY_SYNC_BOOST}. */
  public static final int CLOCKS_EVENT_REASON_SYNC_BOOST = 76;

  /** Time below the clocks for applications because of limits of the board, in ns. */
  public static final int PERF_POLICY_BOARD_LIMIT = 77;

  /** Time below the clocks for applications because of too little work, in ns. */
  public static final int PERF_POLICY_LOW_UTILIZATION = 78;

  /** Time below the clocks for applications for reliability, in ns. */
  public static final int PERF_POLICY_RELIABILITY = 79;

  /** Time below the clocks for applications, for whatever reason, in ns. */
  public static final int PERF_POLICY_TOTAL_APP_CLOCKS = 80;

  /** Time below the base clocks, for whatever reason, in ns. */
  public static final int PERF_POLICY_TOTAL_BASE_CLOCKS = 81;

  /** Temperature of the memory, in °C. */
  public static final int MEMORY_TEMP = 82;

  /** Energy used since the driver was loaded, in mJ. */
  public static final int TOTAL_ENERGY_CONSUMPTION = 83;

  /** Speed of NVLink 0, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L0 = 84;

  /** Speed of NVLink 1, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L1 = 85;

  /** Speed of NVLink 2, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L2 = 86;

  /** Speed of NVLink 3, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L3 = 87;

  /** Speed of NVLink 4, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L4 = 88;

  /** Speed of NVLink 5, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L5 = 89;

  /** Speed that all active NVLinks have in common, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_COMMON = 90;

  /** Number of NVLinks of the GPU. */
  public static final int NVLINK_LINK_COUNT = 91;

  /** Whether pages wait to be retired because of errors of one bit: 0 or 1. */
  public static final int RETIRED_PENDING_SBE = 92;

  /** Whether pages wait to be retired because of errors of two bits: 0 or 1. */
  public static final int RETIRED_PENDING_DBE = 93;

  /** PCIe packets that were sent again. */
  public static final int PCIE_REPLAY_COUNTER = 94;

  /** Times that the PCIe replay number wrapped around. */
  public static final int PCIE_REPLAY_ROLLOVER_COUNTER = 95;

  /** Received flow control units with a wrong checksum on NVLink 6. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L6 = 96;

  /** Received flow control units with a wrong checksum on NVLink 7. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L7 = 97;

  /** Received flow control units with a wrong checksum on NVLink 8. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L8 = 98;

  /** Received flow control units with a wrong checksum on NVLink 9. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L9 = 99;

  /** Received flow control units with a wrong checksum on NVLink 10. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L10 = 100;

  /** Received flow control units with a wrong checksum on NVLink 11. */
  public static final int NVLINK_CRC_FLIT_ERROR_COUNT_L11 = 101;

  /** Received data with a wrong checksum on NVLink 6. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L6 = 102;

  /** Received data with a wrong checksum on NVLink 7. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L7 = 103;

  /** Received data with a wrong checksum on NVLink 8. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L8 = 104;

  /** Received data with a wrong checksum on NVLink 9. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L9 = 105;

  /** Received data with a wrong checksum on NVLink 10. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L10 = 106;

  /** Received data with a wrong checksum on NVLink 11. */
  public static final int NVLINK_CRC_DATA_ERROR_COUNT_L11 = 107;

  /** Packets that were sent again on NVLink 6. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L6 = 108;

  /** Packets that were sent again on NVLink 7. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L7 = 109;

  /** Packets that were sent again on NVLink 8. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L8 = 110;

  /** Packets that were sent again on NVLink 9. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L9 = 111;

  /** Packets that were sent again on NVLink 10. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L10 = 112;

  /** Packets that were sent again on NVLink 11. */
  public static final int NVLINK_REPLAY_ERROR_COUNT_L11 = 113;

  /** Recoveries on NVLink 6. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L6 = 114;

  /** Recoveries on NVLink 7. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L7 = 115;

  /** Recoveries on NVLink 8. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L8 = 116;

  /** Recoveries on NVLink 9. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L9 = 117;

  /** Recoveries on NVLink 10. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L10 = 118;

  /** Recoveries on NVLink 11. */
  public static final int NVLINK_RECOVERY_ERROR_COUNT_L11 = 119;

  /** Traffic of NVLink 6, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L6 = 120;

  /** Traffic of NVLink 7, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L7 = 121;

  /** Traffic of NVLink 8, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L8 = 122;

  /** Traffic of NVLink 9, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L9 = 123;

  /** Traffic of NVLink 10, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L10 = 124;

  /** Traffic of NVLink 11, counter 0; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C0_L11 = 125;

  /** Traffic of NVLink 6, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L6 = 126;

  /** Traffic of NVLink 7, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L7 = 127;

  /** Traffic of NVLink 8, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L8 = 128;

  /** Traffic of NVLink 9, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L9 = 129;

  /** Traffic of NVLink 10, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L10 = 130;

  /** Traffic of NVLink 11, counter 1; deprecated in the header. */
  public static final int NVLINK_BANDWIDTH_C1_L11 = 131;

  /** Speed of NVLink 6, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L6 = 132;

  /** Speed of NVLink 7, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L7 = 133;

  /** Speed of NVLink 8, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L8 = 134;

  /** Speed of NVLink 9, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L9 = 135;

  /** Speed of NVLink 10, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L10 = 136;

  /** Speed of NVLink 11, in MB/s. */
  public static final int NVLINK_SPEED_MBPS_L11 = 137;

  /** Data sent over NVLink, in KiB. Scope: link, or -1 for all links. */
  public static final int NVLINK_THROUGHPUT_DATA_TX = 138;

  /** Data received over NVLink, in KiB. Scope: link, or -1 for all links. */
  public static final int NVLINK_THROUGHPUT_DATA_RX = 139;

  /** Data and protocol sent over NVLink, in KiB. Scope: link, or -1 for all links. */
  public static final int NVLINK_THROUGHPUT_RAW_TX = 140;

  /** Data and protocol received over NVLink, in KiB. Scope: link, or -1 for all links. */
  public static final int NVLINK_THROUGHPUT_RAW_RX = 141;

  /** Rows remapped because of correctable errors. */
  public static final int REMAPPED_COR = 142;

  /** Rows remapped because of uncorrectable errors. */
  public static final int REMAPPED_UNC = 143;

  /** Whether rows wait to be remapped: 0 or 1. */
  public static final int REMAPPED_PENDING = 144;

  /** Whether a row could not be remapped: 0 or 1. */
  public static final int REMAPPED_FAILURE = 145;

  /** Number that the link has at its other end. Scope: link. */
  public static final int NVLINK_REMOTE_NVLINK_ID = 146;

  /** Number of NVLinks that lead to a switch. */
  public static final int NVSWITCH_CONNECTED_LINK_COUNT = 147;

  /** Received data with ECC errors on NVLink 0. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L0 = 148;

  /** Received data with ECC errors on NVLink 1. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L1 = 149;

  /** Received data with ECC errors on NVLink 2. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L2 = 150;

  /** Received data with ECC errors on NVLink 3. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L3 = 151;

  /** Received data with ECC errors on NVLink 4. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L4 = 152;

  /** Received data with ECC errors on NVLink 5. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L5 = 153;

  /** Received data with ECC errors on NVLink 6. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L6 = 154;

  /** Received data with ECC errors on NVLink 7. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L7 = 155;

  /** Received data with ECC errors on NVLink 8. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L8 = 156;

  /** Received data with ECC errors on NVLink 9. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L9 = 157;

  /** Received data with ECC errors on NVLink 10. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L10 = 158;

  /** Received data with ECC errors on NVLink 11. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_L11 = 159;

  /** Received data with ECC errors on all NVLinks. */
  public static final int NVLINK_ECC_DATA_ERROR_COUNT_TOTAL = 160;

  /** Packets that were sent again; not on Blackwell and newer. Scope: link. */
  public static final int NVLINK_ERROR_DL_REPLAY = 161;

  /** Recoveries of a link; not on Blackwell and newer. Scope: link. */
  public static final int NVLINK_ERROR_DL_RECOVERY = 162;

  /** Checksum errors of a link; not on Blackwell and newer. Scope: link. */
  public static final int NVLINK_ERROR_DL_CRC = 163;

  /** Speed of a link, in MB/s. Scope: link. */
  public static final int NVLINK_GET_SPEED = 164;

  /** State of a link: 0 inactive, 1 active, 2 asleep, 3 active without traffic. Scope: link. */
  public static final int NVLINK_GET_STATE = 165;

  /** Version of a link, see {@link NvmlNvLinkVersion}. Scope: link. */
  public static final int NVLINK_GET_VERSION = 166;

  /** Power state of the links: 0 high speed, 1 low power. */
  public static final int NVLINK_GET_POWER_STATE = 167;

  /** Idle time before links sleep, in {@link #NVLINK_GET_POWER_THRESHOLD_UNITS}. */
  public static final int NVLINK_GET_POWER_THRESHOLD = 168;

  /** Times that the PCIe link went into recovery. */
  public static final int PCIE_L0_TO_RECOVERY_COUNTER = 169;

  /** Number of C2C links of the GPU. */
  public static final int C2C_LINK_COUNT = 170;

  /** State of a C2C link: 0 inactive, 1 active. Scope: link. */
  public static final int C2C_LINK_GET_STATUS = 171;

  /** Speed of a C2C link, in MB/s. Scope: link. */
  public static final int C2C_LINK_GET_MAX_BW = 172;

  /** PCIe errors that were corrected. */
  public static final int PCIE_COUNT_CORRECTABLE_ERRORS = 173;

  /** PCIe negative acknowledgements received. */
  public static final int PCIE_COUNT_NAKS_RECEIVED = 174;

  /** PCIe receiver errors. */
  public static final int PCIE_COUNT_RECEIVER_ERROR = 175;

  /** PCIe transaction packets with errors. */
  public static final int PCIE_COUNT_BAD_TLP = 176;

  /** PCIe negative acknowledgements sent. */
  public static final int PCIE_COUNT_NAKS_SENT = 177;

  /** PCIe data link packets with errors. */
  public static final int PCIE_COUNT_BAD_DLLP = 178;

  /** PCIe errors that were not fatal. */
  public static final int PCIE_COUNT_NON_FATAL_ERROR = 179;

  /** PCIe errors that were fatal. */
  public static final int PCIE_COUNT_FATAL_ERROR = 180;

  /** PCIe requests that are not supported. */
  public static final int PCIE_COUNT_UNSUPPORTED_REQ = 181;

  /** PCIe packets with a wrong link checksum. */
  public static final int PCIE_COUNT_LCRC_ERROR = 182;

  /** PCIe errors of single lanes. */
  public static final int PCIE_COUNT_LANE_ERROR = 183;

  /** Whether MIG can be switched without a reset: 0 or 1. */
  public static final int IS_RESETLESS_MIG_SUPPORTED = 184;

  /** Mean power of the last second, in mW. Scope: power domain. Ampere except GA100, and newer. */
  public static final int POWER_AVERAGE = 185;

  /** Power at this moment, in mW. Scope: power domain. */
  public static final int POWER_INSTANT = 186;

  /** Lowest power limit that can be set, in mW. Scope: power domain. */
  public static final int POWER_MIN_LIMIT = 187;

  /** Highest power limit that can be set, in mW. Scope: power domain. */
  public static final int POWER_MAX_LIMIT = 188;

  /** Power limit when the driver is loaded, in mW. Scope: power domain. */
  public static final int POWER_DEFAULT_LIMIT = 189;

  /** Power limit in force, in mW, wherever it comes from. Scope: power domain. */
  public static final int POWER_CURRENT_LIMIT = 190;

  /** Energy used since the driver was loaded, in mJ. Scope: power domain. */
  public static final int ENERGY = 191;

  /** Power limit that a process set, in mW. Scope: power domain. */
  public static final int POWER_REQUESTED_LIMIT = 192;

  /** Distance to the thermal limit, in °C, at which the GPU may shut down. */
  public static final int TEMPERATURE_SHUTDOWN_TLIMIT = 193;

  /** Distance to the thermal limit, in °C, at which hardware may slow the GPU down. */
  public static final int TEMPERATURE_SLOWDOWN_TLIMIT = 194;

  /** Distance to the thermal limit, in °C, at which software may slow down for the memory. */
  public static final int TEMPERATURE_MEM_MAX_TLIMIT = 195;

  /** Distance to the thermal limit, in °C, at which the GPU may go below its base clock. */
  public static final int TEMPERATURE_GPU_MAX_TLIMIT = 196;

  /** Bytes sent over PCIe; may wrap around. */
  public static final int PCIE_COUNT_TX_BYTES = 197;

  /** Bytes received over PCIe; may wrap around. */
  public static final int PCIE_COUNT_RX_BYTES = 198;

  /** Whether MIG can be read while it is off: 0 or 1. */
  public static final int IS_MIG_MODE_INDEPENDENT_MIG_QUERY_CAPABLE = 199;

  /** Largest idle time that can be set before links sleep. */
  public static final int NVLINK_GET_POWER_THRESHOLD_MAX = 200;

  /** Packets sent, from NVLink 5 on. Scope: link. */
  public static final int NVLINK_COUNT_XMIT_PACKETS = 201;

  /** Bytes sent, from NVLink 5 on. Scope: link. */
  public static final int NVLINK_COUNT_XMIT_BYTES = 202;

  /** Packets received, from NVLink 5 on. Scope: link. */
  public static final int NVLINK_COUNT_RCV_PACKETS = 203;

  /** Bytes received, from NVLink 5 on. Scope: link. */
  public static final int NVLINK_COUNT_RCV_BYTES = 204;

  /** Dropped management packets. Deprecated in the header. Scope: link. */
  public static final int NVLINK_COUNT_VL15_DROPPED = 205;

  /** Malformed packets received. Scope: link. */
  public static final int NVLINK_COUNT_MALFORMED_PACKET_ERRORS = 206;

  /** Received packets that did not fit into a buffer. Scope: link. */
  public static final int NVLINK_COUNT_BUFFER_OVERRUN_ERRORS = 207;

  /** Packets received with errors. Scope: link. */
  public static final int NVLINK_COUNT_RCV_ERRORS = 208;

  /** Packets received that the other end marked as bad. Scope: link. */
  public static final int NVLINK_COUNT_RCV_REMOTE_ERRORS = 209;

  /** Packets received with a wrong header. Scope: link. */
  public static final int NVLINK_COUNT_RCV_GENERAL_ERRORS = 210;

  /** Times that local errors exceeded a threshold. Scope: link. */
  public static final int NVLINK_COUNT_LOCAL_LINK_INTEGRITY_ERRORS = 211;

  /** Packets with errors that were not sent. Scope: link. */
  public static final int NVLINK_COUNT_XMIT_DISCARDS = 212;

  /** Recoveries after which the link worked. Scope: link. */
  public static final int NVLINK_COUNT_LINK_RECOVERY_SUCCESSFUL_EVENTS = 213;

  /** Recoveries after which the link was down. Scope: link. */
  public static final int NVLINK_COUNT_LINK_RECOVERY_FAILED_EVENTS = 214;

  /** Recoveries, with either result. Scope: link. */
  public static final int NVLINK_COUNT_LINK_RECOVERY_EVENTS = 215;

  /** Raw bit error rate of lane 0. Deprecated in the header. Scope: link. */
  public static final int NVLINK_COUNT_RAW_BER_LANE0 = 216;

  /** Raw bit error rate of lane 1. Deprecated in the header. Scope: link. */
  public static final int NVLINK_COUNT_RAW_BER_LANE1 = 217;

  /** Raw bit error rate. Deprecated in the header. Scope: link. */
  public static final int NVLINK_COUNT_RAW_BER = 218;

  /** Errors left in packets after correction. Scope: link. */
  public static final int NVLINK_COUNT_EFFECTIVE_ERRORS = 219;

  /** Bit error rate of those: bits 0 to 7 exponent, bits 8 to 11 mantissa. Scope: link. */
  public static final int NVLINK_COUNT_EFFECTIVE_BER = 220;

  /** Errors in received symbols. Scope: link. */
  public static final int NVLINK_COUNT_SYMBOL_ERRORS = 221;

  /** Bit error rate of those: bits 0 to 7 exponent, bits 8 to 11 mantissa. Scope: link. */
  public static final int NVLINK_COUNT_SYMBOL_BER = 222;

  /** Smallest idle time that can be set before links sleep. */
  public static final int NVLINK_GET_POWER_THRESHOLD_MIN = 223;

  /** Unit of the idle time: 0 for 100 µs, 1 for 50 µs. */
  public static final int NVLINK_GET_POWER_THRESHOLD_UNITS = 224;

  /** Whether the idle time can be set: 0 or 1. */
  public static final int NVLINK_GET_POWER_THRESHOLD_SUPPORTED = 225;

  /** Whether a reset is needed. Deprecated in the header. */
  public static final int RESET_STATUS = 226;

  /** Whether a drain and a reset are needed. Deprecated in the header. */
  public static final int DRAIN_AND_RESET_STATUS = 227;

  /** Mask of atomic operations that the GPU can send over PCIe. */
  public static final int PCIE_OUTBOUND_ATOMICS_MASK = 228;

  /** Mask of atomic operations that the GPU can receive over PCIe. */
  public static final int PCIE_INBOUND_ATOMICS_MASK = 229;

  /** What the GPU needs to work again, see {@link NvmlRecoveryAction}. */
  public static final int GET_GPU_RECOVERY_ACTION = 230;

  /** Checksum errors of a C2C link. Scope: link. */
  public static final int C2C_LINK_ERROR_INTR = 231;

  /** Packets that a C2C link sent again. Scope: link. */
  public static final int C2C_LINK_ERROR_REPLAY = 232;

  /** Replays of a C2C link that directly followed another. Scope: link. */
  public static final int C2C_LINK_ERROR_REPLAY_B2B = 233;

  /** Power state of a C2C link: 0 full, 1 low. Scope: link. */
  public static final int C2C_LINK_POWER_STATE = 234;

  /** Corrected symbol errors of a link, histogram bin 0. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_0 = 235;

  /** Corrected symbol errors of a link, histogram bin 1. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_1 = 236;

  /** Corrected symbol errors of a link, histogram bin 2. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_2 = 237;

  /** Corrected symbol errors of a link, histogram bin 3. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_3 = 238;

  /** Corrected symbol errors of a link, histogram bin 4. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_4 = 239;

  /** Corrected symbol errors of a link, histogram bin 5. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_5 = 240;

  /** Corrected symbol errors of a link, histogram bin 6. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_6 = 241;

  /** Corrected symbol errors of a link, histogram bin 7. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_7 = 242;

  /** Corrected symbol errors of a link, histogram bin 8. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_8 = 243;

  /** Corrected symbol errors of a link, histogram bin 9. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_9 = 244;

  /** Corrected symbol errors of a link, histogram bin 10. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_10 = 245;

  /** Corrected symbol errors of a link, histogram bin 11. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_11 = 246;

  /** Corrected symbol errors of a link, histogram bin 12. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_12 = 247;

  /** Corrected symbol errors of a link, histogram bin 13. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_13 = 248;

  /** Corrected symbol errors of a link, histogram bin 14. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_14 = 249;

  /** Corrected symbol errors of a link, histogram bin 15. Scope: link. */
  public static final int NVLINK_COUNT_FEC_HISTORY_15 = 250;

  /** Power smoothing: whether it is on, 0 or 1. */
  public static final int PWR_SMOOTHING_ENABLED = 251;

  /** Power smoothing: the privilege level. */
  public static final int PWR_SMOOTHING_PRIV_LVL = 252;

  /** Power smoothing: whether power may fall immediately, 0 or 1. */
  public static final int PWR_SMOOTHING_IMM_RAMP_DOWN_ENABLED = 253;

  /** Power smoothing: the TMP ceiling in force, in W. */
  public static final int PWR_SMOOTHING_APPLIED_TMP_CEIL = 254;

  /** Power smoothing: the TMP floor in force, in W. */
  public static final int PWR_SMOOTHING_APPLIED_TMP_FLOOR = 255;

  /** Power smoothing: the highest TMP floor that can be set, in percent. */
  public static final int PWR_SMOOTHING_MAX_PERCENT_TMP_FLOOR_SETTING = 256;

  /** Power smoothing: the lowest TMP floor that can be set, in percent. */
  public static final int PWR_SMOOTHING_MIN_PERCENT_TMP_FLOOR_SETTING = 257;

  /** Power smoothing: remaining life of its circuits, in percent. */
  public static final int PWR_SMOOTHING_HW_CIRCUITRY_PERCENT_LIFETIME_REMAINING = 258;

  /** Power smoothing: the largest number of preset profiles. */
  public static final int PWR_SMOOTHING_MAX_NUM_PRESET_PROFILES = 259;

  /** Power smoothing: the TMP floor, in percent, of a profile. */
  public static final int PWR_SMOOTHING_PROFILE_PERCENT_TMP_FLOOR = 260;

  /** Power smoothing: rate at which power rises, in mW/s, of a profile. */
  public static final int PWR_SMOOTHING_PROFILE_RAMP_UP_RATE = 261;

  /** Power smoothing: rate at which power falls, in mW/s, of a profile. */
  public static final int PWR_SMOOTHING_PROFILE_RAMP_DOWN_RATE = 262;

  /** Power smoothing: delay before power falls, in ms, of a profile. */
  public static final int PWR_SMOOTHING_PROFILE_RAMP_DOWN_HYST_VAL = 263;

  /** Power smoothing: the number of the profile in use. */
  public static final int PWR_SMOOTHING_ACTIVE_PRESET_PROFILE = 264;

  /** Power smoothing: the TMP floor, in percent, set by an administrator. */
  public static final int PWR_SMOOTHING_ADMIN_OVERRIDE_PERCENT_TMP_FLOOR = 265;

  /** Power smoothing: rate at which power rises, in mW/s, set by an administrator. */
  public static final int PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_UP_RATE = 266;

  /** Power smoothing: rate at which power falls, in mW/s, set by an administrator. */
  public static final int PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_DOWN_RATE = 267;

  /** Power smoothing: delay before power falls, in ms, set by an administrator. */
  public static final int PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_DOWN_HYST_VAL = 268;

  /** Time that software limited the clocks because of temperature, in ns. */
  public static final int CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN = 269;

  /** Time that hardware limited the clocks because of temperature, in ns. */
  public static final int CLOCKS_EVENT_REASON_HW_THERM_SLOWDOWN = 270;

  /** Time that an external signal limited the clocks, in ns. */
  public static final int CLOCKS_EVENT_REASON_HW_POWER_BRAKE_SLOWDOWN = 271;

  /** Accumulated frequency of the GPU, for averaging. */
  public static final int POWER_SYNC_BALANCING_FREQ = 272;

  /** Accumulated activity of the GPU, for averaging. */
  public static final int POWER_SYNC_BALANCING_AF = 273;

  /** EDPp multiplier, in percent. */
  public static final int EDPP_MULTIPLIER = 274;

  /** Power smoothing: the primary floor. */
  public static final int PWR_SMOOTHING_PRIMARY_POWER_FLOOR = 275;

  /** Power smoothing: the secondary floor. */
  public static final int PWR_SMOOTHING_SECONDARY_POWER_FLOOR = 276;

  /** Power smoothing: smallest offset for activating the primary floor. */
  public static final int PWR_SMOOTHING_MIN_PRIMARY_FLOOR_ACT_OFFSET = 277;

  /** Power smoothing: smallest point for activating the primary floor. */
  public static final int PWR_SMOOTHING_MIN_PRIMARY_FLOOR_ACT_POINT = 278;

  /** Power smoothing: unit of the window multipliers. */
  public static final int PWR_SMOOTHING_WINDOW_MULTIPLIER = 279;

  /** Power smoothing: whether it can be delayed, 0 or 1. */
  public static final int PWR_SMOOTHING_DELAYED_PWR_SMOOTHING_SUPPORTED = 280;

  /** Power smoothing: secondary power floor, of a profile. */
  public static final int PWR_SMOOTHING_PROFILE_SECONDARY_POWER_FLOOR = 281;

  /** Power smoothing: window multiplier for activating the primary floor, of a profile. */
  public static final int PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_ACT_WIN_MULT = 282;

  /** Power smoothing: window multiplier for the target of the primary floor, of a profile. */
  public static final int PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_TAR_WIN_MULT = 283;

  /** Power smoothing: offset for activating the primary floor, of a profile. */
  public static final int PWR_SMOOTHING_PROFILE_PRIMARY_FLOOR_ACT_OFFSET = 284;

  /** Power smoothing: secondary power floor, set by an administrator. */
  public static final int PWR_SMOOTHING_ADMIN_OVERRIDE_SECONDARY_POWER_FLOOR = 285;

  /**
   * Power smoothing: window multiplier for activating the primary floor, set by an administrator.
   */
  public static final int PWR_SMOOTHING_ADMIN_OVERRIDE_PRIMARY_FLOOR_ACT_WIN_MULT = 286;

  /**
   * Power smoothing: window multiplier for the target of the primary floor, set by an
   * administrator.
   */
  public static final int PWR_SMOOTHING_ADMIN_OVERRIDE_PRIMARY_FLOOR_TAR_WIN_MULT = 287;

  /** Power smoothing: offset for activating the primary floor, set by an administrator. */
  public static final int PWR_SMOOTHING_ADMIN_OVERRIDE_PRIMARY_FLOOR_ACT_OFFSET = 288;

  /** Raw errors of lane 0. Scope: link. */
  public static final int NVLINK_COUNT_RAW_ERRORS_LANE0 = 289;

  /** Raw errors of lane 1. Scope: link. */
  public static final int NVLINK_COUNT_RAW_ERRORS_LANE1 = 290;

  /** Raw bit error rate of lane 0. Scope: link. */
  public static final int NVLINK_COUNT_RAW_BER_LANE0_V2 = 291;

  /** Raw bit error rate of lane 1. Scope: link. */
  public static final int NVLINK_COUNT_RAW_BER_LANE1_V2 = 292;

  /** Raw bit error rate. Scope: link. */
  public static final int NVLINK_COUNT_RAW_BER_V2 = 293;

  /** Blocks sent with physical layer retransmission (PLR). Scope: link. */
  public static final int NVLINK_PLR_XMIT_BLOCKS = 294;

  /** Blocks sent again by physical layer retransmission (PLR). Scope: link. */
  public static final int NVLINK_PLR_XMIT_RETRY_BLOCKS = 295;

  /** Data rate of a link without the overhead of error correction. Scope: link. */
  public static final int NVLINK_GET_DATA_RATE = 296;

  /** Time that matrix operations were stalled, in percent; a double since driver 610. */
  public static final int MMA_STALL_PERCENT = 297;

  /** How the memory clock switches: 0 not, 1 at a driver reload, 2 at run time. */
  public static final int MCLK_SWITCH_TYPE = 298;

  /** Shortest time between two switches of the memory clock, in ms; 0 for no limit. */
  public static final int MCLK_MIN_SWITCH_INTERVAL_MILLISECONDS = 299;

  /** Power smoothing by state of charge: whether it is on, 0 or 1. */
  public static final int PWR_SMOOTHING_SOC_POWER_SMOOTHING_ENABLED = 300;

  /** Remappings because of correctable errors that are not in use. */
  public static final int REMAPPED_ROWS_COR_INACTIVE = 301;

  /** Remappings because of uncorrectable errors that are not in use. */
  public static final int REMAPPED_ROWS_UNC_INACTIVE = 302;

  /** Memory banks that are remapped. */
  public static final int ACTIVE_BANK_REMAPPINGS = 303;

  /** Remappings of memory banks that are not in use. */
  public static final int INACTIVE_BANK_REMAPPINGS = 304;

  /** Groups of banks with all spare banks left. */
  public static final int BANK_REMAPPER_HISTOGRAM_MAX = 305;

  /** Groups of banks without a spare bank left. */
  public static final int BANK_REMAPPER_HISTOGRAM_NONE = 306;

  /** Whether banks wait to be remapped: 0 or 1. */
  public static final int PENDING_BANK_REMAPPING = 307;

  private NvmlFieldId() {}
}
