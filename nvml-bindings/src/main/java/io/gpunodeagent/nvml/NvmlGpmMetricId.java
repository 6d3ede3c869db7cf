// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Metric ids for {@link Nvml#gpmMetrics}, named and numbered as in header 13.4 ({@code
 * NVML_GPM_METRIC_*}). A driver answers an id it does not know with a failure in that metric's own
 * return code.
 */
public final class NvmlGpmMetricId {
  /** Percentage of the time in which any graphics or compute work was active. */
  public static final int GRAPHICS_UTIL = 1;

  /** Percentage of the multiprocessors that were busy. */
  public static final int SM_UTIL = 2;

  /** Percentage of the possible warps that were active. */
  public static final int SM_OCCUPANCY = 3;

  /** Percentage of the time in which multiprocessors did integer operations. */
  public static final int INTEGER_UTIL = 4;

  /** Percentage of the time in which tensor cores did any operations. */
  public static final int ANY_TENSOR_UTIL = 5;

  /** Percentage of the time in which tensor cores did DFMA operations. */
  public static final int DFMA_TENSOR_UTIL = 6;

  /** Percentage of the time in which tensor cores did HMMA operations. */
  public static final int HMMA_TENSOR_UTIL = 7;

  /** Percentage of the time in which tensor cores did DMMA operations. */
  public static final int DMMA_TENSOR_UTIL = 8;

  /** Percentage of the time in which tensor cores did IMMA operations. */
  public static final int IMMA_TENSOR_UTIL = 9;

  /** Percentage of the bandwidth of the device memory that was used. */
  public static final int DRAM_BW_UTIL = 10;

  /** Percentage of the time in which multiprocessors did FP64 operations outside tensor cores. */
  public static final int FP64_UTIL = 11;

  /** Percentage of the time in which multiprocessors did FP32 operations outside tensor cores. */
  public static final int FP32_UTIL = 12;

  /** Percentage of the time in which multiprocessors did FP16 operations outside tensor cores. */
  public static final int FP16_UTIL = 13;

  /** Sent over PCIe, in MiB/s. */
  public static final int PCIE_TX_PER_SEC = 20;

  /** Received over PCIe, in MiB/s. */
  public static final int PCIE_RX_PER_SEC = 21;

  /** Video decoder 0: percentage of the time it was busy. */
  public static final int NVDEC_0_UTIL = 30;

  /** Video decoder 1: percentage of the time it was busy. */
  public static final int NVDEC_1_UTIL = 31;

  /** Video decoder 2: percentage of the time it was busy. */
  public static final int NVDEC_2_UTIL = 32;

  /** Video decoder 3: percentage of the time it was busy. */
  public static final int NVDEC_3_UTIL = 33;

  /** Video decoder 4: percentage of the time it was busy. */
  public static final int NVDEC_4_UTIL = 34;

  /** Video decoder 5: percentage of the time it was busy. */
  public static final int NVDEC_5_UTIL = 35;

  /** Video decoder 6: percentage of the time it was busy. */
  public static final int NVDEC_6_UTIL = 36;

  /** Video decoder 7: percentage of the time it was busy. */
  public static final int NVDEC_7_UTIL = 37;

  /** JPEG decoder 0: percentage of the time it was busy. */
  public static final int NVJPG_0_UTIL = 40;

  /** JPEG decoder 1: percentage of the time it was busy. */
  public static final int NVJPG_1_UTIL = 41;

  /** JPEG decoder 2: percentage of the time it was busy. */
  public static final int NVJPG_2_UTIL = 42;

  /** JPEG decoder 3: percentage of the time it was busy. */
  public static final int NVJPG_3_UTIL = 43;

  /** JPEG decoder 4: percentage of the time it was busy. */
  public static final int NVJPG_4_UTIL = 44;

  /** JPEG decoder 5: percentage of the time it was busy. */
  public static final int NVJPG_5_UTIL = 45;

  /** JPEG decoder 6: percentage of the time it was busy. */
  public static final int NVJPG_6_UTIL = 46;

  /** JPEG decoder 7: percentage of the time it was busy. */
  public static final int NVJPG_7_UTIL = 47;

  /** Optical flow accelerator 0: percentage of the time it was busy. */
  public static final int NVOFA_0_UTIL = 50;

  /** Optical flow accelerator 1: percentage of the time it was busy. */
  public static final int NVOFA_1_UTIL = 51;

  /** Received over all NVLinks, in MiB/s. */
  public static final int NVLINK_TOTAL_RX_PER_SEC = 60;

  /** Sent over all NVLinks, in MiB/s. */
  public static final int NVLINK_TOTAL_TX_PER_SEC = 61;

  /** Received over NVLink 0, in MiB/s. */
  public static final int NVLINK_L0_RX_PER_SEC = 62;

  /** Sent over NVLink 0, in MiB/s. */
  public static final int NVLINK_L0_TX_PER_SEC = 63;

  /** Received over NVLink 1, in MiB/s. */
  public static final int NVLINK_L1_RX_PER_SEC = 64;

  /** Sent over NVLink 1, in MiB/s. */
  public static final int NVLINK_L1_TX_PER_SEC = 65;

  /** Received over NVLink 2, in MiB/s. */
  public static final int NVLINK_L2_RX_PER_SEC = 66;

  /** Sent over NVLink 2, in MiB/s. */
  public static final int NVLINK_L2_TX_PER_SEC = 67;

  /** Received over NVLink 3, in MiB/s. */
  public static final int NVLINK_L3_RX_PER_SEC = 68;

  /** Sent over NVLink 3, in MiB/s. */
  public static final int NVLINK_L3_TX_PER_SEC = 69;

  /** Received over NVLink 4, in MiB/s. */
  public static final int NVLINK_L4_RX_PER_SEC = 70;

  /** Sent over NVLink 4, in MiB/s. */
  public static final int NVLINK_L4_TX_PER_SEC = 71;

  /** Received over NVLink 5, in MiB/s. */
  public static final int NVLINK_L5_RX_PER_SEC = 72;

  /** Sent over NVLink 5, in MiB/s. */
  public static final int NVLINK_L5_TX_PER_SEC = 73;

  /** Received over NVLink 6, in MiB/s. */
  public static final int NVLINK_L6_RX_PER_SEC = 74;

  /** Sent over NVLink 6, in MiB/s. */
  public static final int NVLINK_L6_TX_PER_SEC = 75;

  /** Received over NVLink 7, in MiB/s. */
  public static final int NVLINK_L7_RX_PER_SEC = 76;

  /** Sent over NVLink 7, in MiB/s. */
  public static final int NVLINK_L7_TX_PER_SEC = 77;

  /** Received over NVLink 8, in MiB/s. */
  public static final int NVLINK_L8_RX_PER_SEC = 78;

  /** Sent over NVLink 8, in MiB/s. */
  public static final int NVLINK_L8_TX_PER_SEC = 79;

  /** Received over NVLink 9, in MiB/s. */
  public static final int NVLINK_L9_RX_PER_SEC = 80;

  /** Sent over NVLink 9, in MiB/s. */
  public static final int NVLINK_L9_TX_PER_SEC = 81;

  /** Received over NVLink 10, in MiB/s. */
  public static final int NVLINK_L10_RX_PER_SEC = 82;

  /** Sent over NVLink 10, in MiB/s. */
  public static final int NVLINK_L10_TX_PER_SEC = 83;

  /** Received over NVLink 11, in MiB/s. */
  public static final int NVLINK_L11_RX_PER_SEC = 84;

  /** Sent over NVLink 11, in MiB/s. */
  public static final int NVLINK_L11_TX_PER_SEC = 85;

  /** Received over NVLink 12, in MiB/s. */
  public static final int NVLINK_L12_RX_PER_SEC = 86;

  /** Sent over NVLink 12, in MiB/s. */
  public static final int NVLINK_L12_TX_PER_SEC = 87;

  /** Received over NVLink 13, in MiB/s. */
  public static final int NVLINK_L13_RX_PER_SEC = 88;

  /** Sent over NVLink 13, in MiB/s. */
  public static final int NVLINK_L13_TX_PER_SEC = 89;

  /** Received over NVLink 14, in MiB/s. */
  public static final int NVLINK_L14_RX_PER_SEC = 90;

  /** Sent over NVLink 14, in MiB/s. */
  public static final int NVLINK_L14_TX_PER_SEC = 91;

  /** Received over NVLink 15, in MiB/s. */
  public static final int NVLINK_L15_RX_PER_SEC = 92;

  /** Sent over NVLink 15, in MiB/s. */
  public static final int NVLINK_L15_TX_PER_SEC = 93;

  /** Received over NVLink 16, in MiB/s. */
  public static final int NVLINK_L16_RX_PER_SEC = 94;

  /** Sent over NVLink 16, in MiB/s. */
  public static final int NVLINK_L16_TX_PER_SEC = 95;

  /** Received over NVLink 17, in MiB/s. */
  public static final int NVLINK_L17_RX_PER_SEC = 96;

  /** Sent over NVLink 17, in MiB/s. */
  public static final int NVLINK_L17_TX_PER_SEC = 97;

  /** Sent over all C2C links, with protocol, in MiB/s. */
  public static final int C2C_TOTAL_TX_PER_SEC = 100;

  /** Received over all C2C links, with protocol, in MiB/s. */
  public static final int C2C_TOTAL_RX_PER_SEC = 101;

  /** Sent over all C2C links, data alone, in MiB/s. */
  public static final int C2C_DATA_TX_PER_SEC = 102;

  /** Received over all C2C links, data alone, in MiB/s. */
  public static final int C2C_DATA_RX_PER_SEC = 103;

  /** Sent over C2C link 0, with protocol, in MiB/s. */
  public static final int C2C_LINK0_TOTAL_TX_PER_SEC = 104;

  /** Received over C2C link 0, with protocol, in MiB/s. */
  public static final int C2C_LINK0_TOTAL_RX_PER_SEC = 105;

  /** Sent over C2C link 0, data alone, in MiB/s. */
  public static final int C2C_LINK0_DATA_TX_PER_SEC = 106;

  /** Received over C2C link 0, data alone, in MiB/s. */
  public static final int C2C_LINK0_DATA_RX_PER_SEC = 107;

  /** Sent over C2C link 1, with protocol, in MiB/s. */
  public static final int C2C_LINK1_TOTAL_TX_PER_SEC = 108;

  /** Received over C2C link 1, with protocol, in MiB/s. */
  public static final int C2C_LINK1_TOTAL_RX_PER_SEC = 109;

  /** Sent over C2C link 1, data alone, in MiB/s. */
  public static final int C2C_LINK1_DATA_TX_PER_SEC = 110;

  /** Received over C2C link 1, data alone, in MiB/s. */
  public static final int C2C_LINK1_DATA_RX_PER_SEC = 111;

  /** Sent over C2C link 2, with protocol, in MiB/s. */
  public static final int C2C_LINK2_TOTAL_TX_PER_SEC = 112;

  /** Received over C2C link 2, with protocol, in MiB/s. */
  public static final int C2C_LINK2_TOTAL_RX_PER_SEC = 113;

  /** Sent over C2C link 2, data alone, in MiB/s. */
  public static final int C2C_LINK2_DATA_TX_PER_SEC = 114;

  /** Received over C2C link 2, data alone, in MiB/s. */
  public static final int C2C_LINK2_DATA_RX_PER_SEC = 115;

  /** Sent over C2C link 3, with protocol, in MiB/s. */
  public static final int C2C_LINK3_TOTAL_TX_PER_SEC = 116;

  /** Received over C2C link 3, with protocol, in MiB/s. */
  public static final int C2C_LINK3_TOTAL_RX_PER_SEC = 117;

  /** Sent over C2C link 3, data alone, in MiB/s. */
  public static final int C2C_LINK3_DATA_TX_PER_SEC = 118;

  /** Received over C2C link 3, data alone, in MiB/s. */
  public static final int C2C_LINK3_DATA_RX_PER_SEC = 119;

  /** Sent over C2C link 4, with protocol, in MiB/s. */
  public static final int C2C_LINK4_TOTAL_TX_PER_SEC = 120;

  /** Received over C2C link 4, with protocol, in MiB/s. */
  public static final int C2C_LINK4_TOTAL_RX_PER_SEC = 121;

  /** Sent over C2C link 4, data alone, in MiB/s. */
  public static final int C2C_LINK4_DATA_TX_PER_SEC = 122;

  /** Received over C2C link 4, data alone, in MiB/s. */
  public static final int C2C_LINK4_DATA_RX_PER_SEC = 123;

  /** Sent over C2C link 5, with protocol, in MiB/s. */
  public static final int C2C_LINK5_TOTAL_TX_PER_SEC = 124;

  /** Received over C2C link 5, with protocol, in MiB/s. */
  public static final int C2C_LINK5_TOTAL_RX_PER_SEC = 125;

  /** Sent over C2C link 5, data alone, in MiB/s. */
  public static final int C2C_LINK5_DATA_TX_PER_SEC = 126;

  /** Received over C2C link 5, data alone, in MiB/s. */
  public static final int C2C_LINK5_DATA_RX_PER_SEC = 127;

  /** Sent over C2C link 6, with protocol, in MiB/s. */
  public static final int C2C_LINK6_TOTAL_TX_PER_SEC = 128;

  /** Received over C2C link 6, with protocol, in MiB/s. */
  public static final int C2C_LINK6_TOTAL_RX_PER_SEC = 129;

  /** Sent over C2C link 6, data alone, in MiB/s. */
  public static final int C2C_LINK6_DATA_TX_PER_SEC = 130;

  /** Received over C2C link 6, data alone, in MiB/s. */
  public static final int C2C_LINK6_DATA_RX_PER_SEC = 131;

  /** Sent over C2C link 7, with protocol, in MiB/s. */
  public static final int C2C_LINK7_TOTAL_TX_PER_SEC = 132;

  /** Received over C2C link 7, with protocol, in MiB/s. */
  public static final int C2C_LINK7_TOTAL_RX_PER_SEC = 133;

  /** Sent over C2C link 7, data alone, in MiB/s. */
  public static final int C2C_LINK7_DATA_TX_PER_SEC = 134;

  /** Received over C2C link 7, data alone, in MiB/s. */
  public static final int C2C_LINK7_DATA_RX_PER_SEC = 135;

  /** Sent over C2C link 8, with protocol, in MiB/s. */
  public static final int C2C_LINK8_TOTAL_TX_PER_SEC = 136;

  /** Received over C2C link 8, with protocol, in MiB/s. */
  public static final int C2C_LINK8_TOTAL_RX_PER_SEC = 137;

  /** Sent over C2C link 8, data alone, in MiB/s. */
  public static final int C2C_LINK8_DATA_TX_PER_SEC = 138;

  /** Received over C2C link 8, data alone, in MiB/s. */
  public static final int C2C_LINK8_DATA_RX_PER_SEC = 139;

  /** Sent over C2C link 9, with protocol, in MiB/s. */
  public static final int C2C_LINK9_TOTAL_TX_PER_SEC = 140;

  /** Received over C2C link 9, with protocol, in MiB/s. */
  public static final int C2C_LINK9_TOTAL_RX_PER_SEC = 141;

  /** Sent over C2C link 9, data alone, in MiB/s. */
  public static final int C2C_LINK9_DATA_TX_PER_SEC = 142;

  /** Received over C2C link 9, data alone, in MiB/s. */
  public static final int C2C_LINK9_DATA_RX_PER_SEC = 143;

  /** Sent over C2C link 10, with protocol, in MiB/s. */
  public static final int C2C_LINK10_TOTAL_TX_PER_SEC = 144;

  /** Received over C2C link 10, with protocol, in MiB/s. */
  public static final int C2C_LINK10_TOTAL_RX_PER_SEC = 145;

  /** Sent over C2C link 10, data alone, in MiB/s. */
  public static final int C2C_LINK10_DATA_TX_PER_SEC = 146;

  /** Received over C2C link 10, data alone, in MiB/s. */
  public static final int C2C_LINK10_DATA_RX_PER_SEC = 147;

  /** Sent over C2C link 11, with protocol, in MiB/s. */
  public static final int C2C_LINK11_TOTAL_TX_PER_SEC = 148;

  /** Received over C2C link 11, with protocol, in MiB/s. */
  public static final int C2C_LINK11_TOTAL_RX_PER_SEC = 149;

  /** Sent over C2C link 11, data alone, in MiB/s. */
  public static final int C2C_LINK11_DATA_TX_PER_SEC = 150;

  /** Received over C2C link 11, data alone, in MiB/s. */
  public static final int C2C_LINK11_DATA_RX_PER_SEC = 151;

  /** Sent over C2C link 12, with protocol, in MiB/s. */
  public static final int C2C_LINK12_TOTAL_TX_PER_SEC = 152;

  /** Received over C2C link 12, with protocol, in MiB/s. */
  public static final int C2C_LINK12_TOTAL_RX_PER_SEC = 153;

  /** Sent over C2C link 12, data alone, in MiB/s. */
  public static final int C2C_LINK12_DATA_TX_PER_SEC = 154;

  /** Received over C2C link 12, data alone, in MiB/s. */
  public static final int C2C_LINK12_DATA_RX_PER_SEC = 155;

  /** Sent over C2C link 13, with protocol, in MiB/s. */
  public static final int C2C_LINK13_TOTAL_TX_PER_SEC = 156;

  /** Received over C2C link 13, with protocol, in MiB/s. */
  public static final int C2C_LINK13_TOTAL_RX_PER_SEC = 157;

  /** Sent over C2C link 13, data alone, in MiB/s. */
  public static final int C2C_LINK13_DATA_TX_PER_SEC = 158;

  /** Received over C2C link 13, data alone, in MiB/s. */
  public static final int C2C_LINK13_DATA_RX_PER_SEC = 159;

  /** Cache hits for memory of the host, in percent. */
  public static final int HOSTMEM_CACHE_HIT = 160;

  /** Cache misses for memory of the host, in percent. */
  public static final int HOSTMEM_CACHE_MISS = 161;

  /** Cache hits for memory of other GPUs, in percent. */
  public static final int PEERMEM_CACHE_HIT = 162;

  /** Cache misses for memory of other GPUs, in percent. */
  public static final int PEERMEM_CACHE_MISS = 163;

  /** Cache hits for device memory, in percent. */
  public static final int DRAM_CACHE_HIT = 164;

  /** Cache misses for device memory, in percent. */
  public static final int DRAM_CACHE_MISS = 165;

  /** Video encoder 0: percentage of the time it was busy. */
  public static final int NVENC_0_UTIL = 166;

  /** Video encoder 1: percentage of the time it was busy. */
  public static final int NVENC_1_UTIL = 167;

  /** Video encoder 2: percentage of the time it was busy. */
  public static final int NVENC_2_UTIL = 168;

  /** Video encoder 3: percentage of the time it was busy. */
  public static final int NVENC_3_UTIL = 169;

  /** Graphics engine 0: cycles over which its context switches were counted. */
  public static final int GR0_CTXSW_CYCLES_ELAPSED = 170;

  /** Graphics engine 0: cycles spent in context switches. */
  public static final int GR0_CTXSW_CYCLES_ACTIVE = 171;

  /** Graphics engine 0: number of requests for a context switch. */
  public static final int GR0_CTXSW_REQUESTS = 172;

  /** Graphics engine 0: mean cycles of a context switch. */
  public static final int GR0_CTXSW_CYCLES_PER_REQ = 173;

  /** Graphics engine 0: percentage of the time spent in context switches. */
  public static final int GR0_CTXSW_ACTIVE_PCT = 174;

  /** Graphics engine 1: cycles over which its context switches were counted. */
  public static final int GR1_CTXSW_CYCLES_ELAPSED = 175;

  /** Graphics engine 1: cycles spent in context switches. */
  public static final int GR1_CTXSW_CYCLES_ACTIVE = 176;

  /** Graphics engine 1: number of requests for a context switch. */
  public static final int GR1_CTXSW_REQUESTS = 177;

  /** Graphics engine 1: mean cycles of a context switch. */
  public static final int GR1_CTXSW_CYCLES_PER_REQ = 178;

  /** Graphics engine 1: percentage of the time spent in context switches. */
  public static final int GR1_CTXSW_ACTIVE_PCT = 179;

  /** Graphics engine 2: cycles over which its context switches were counted. */
  public static final int GR2_CTXSW_CYCLES_ELAPSED = 180;

  /** Graphics engine 2: cycles spent in context switches. */
  public static final int GR2_CTXSW_CYCLES_ACTIVE = 181;

  /** Graphics engine 2: number of requests for a context switch. */
  public static final int GR2_CTXSW_REQUESTS = 182;

  /** Graphics engine 2: mean cycles of a context switch. */
  public static final int GR2_CTXSW_CYCLES_PER_REQ = 183;

  /** Graphics engine 2: percentage of the time spent in context switches. */
  public static final int GR2_CTXSW_ACTIVE_PCT = 184;

  /** Graphics engine 3: cycles over which its context switches were counted. */
  public static final int GR3_CTXSW_CYCLES_ELAPSED = 185;

  /** Graphics engine 3: cycles spent in context switches. */
  public static final int GR3_CTXSW_CYCLES_ACTIVE = 186;

  /** Graphics engine 3: number of requests for a context switch. */
  public static final int GR3_CTXSW_REQUESTS = 187;

  /** Graphics engine 3: mean cycles of a context switch. */
  public static final int GR3_CTXSW_CYCLES_PER_REQ = 188;

  /** Graphics engine 3: percentage of the time spent in context switches. */
  public static final int GR3_CTXSW_ACTIVE_PCT = 189;

  /** Graphics engine 4: cycles over which its context switches were counted. */
  public static final int GR4_CTXSW_CYCLES_ELAPSED = 190;

  /** Graphics engine 4: cycles spent in context switches. */
  public static final int GR4_CTXSW_CYCLES_ACTIVE = 191;

  /** Graphics engine 4: number of requests for a context switch. */
  public static final int GR4_CTXSW_REQUESTS = 192;

  /** Graphics engine 4: mean cycles of a context switch. */
  public static final int GR4_CTXSW_CYCLES_PER_REQ = 193;

  /** Graphics engine 4: percentage of the time spent in context switches. */
  public static final int GR4_CTXSW_ACTIVE_PCT = 194;

  /** Graphics engine 5: cycles over which its context switches were counted. */
  public static final int GR5_CTXSW_CYCLES_ELAPSED = 195;

  /** Graphics engine 5: cycles spent in context switches. */
  public static final int GR5_CTXSW_CYCLES_ACTIVE = 196;

  /** Graphics engine 5: number of requests for a context switch. */
  public static final int GR5_CTXSW_REQUESTS = 197;

  /** Graphics engine 5: mean cycles of a context switch. */
  public static final int GR5_CTXSW_CYCLES_PER_REQ = 198;

  /** Graphics engine 5: percentage of the time spent in context switches. */
  public static final int GR5_CTXSW_ACTIVE_PCT = 199;

  /** Graphics engine 6: cycles over which its context switches were counted. */
  public static final int GR6_CTXSW_CYCLES_ELAPSED = 200;

  /** Graphics engine 6: cycles spent in context switches. */
  public static final int GR6_CTXSW_CYCLES_ACTIVE = 201;

  /** Graphics engine 6: number of requests for a context switch. */
  public static final int GR6_CTXSW_REQUESTS = 202;

  /** Graphics engine 6: mean cycles of a context switch. */
  public static final int GR6_CTXSW_CYCLES_PER_REQ = 203;

  /** Graphics engine 6: percentage of the time spent in context switches. */
  public static final int GR6_CTXSW_ACTIVE_PCT = 204;

  /** Graphics engine 7: cycles over which its context switches were counted. */
  public static final int GR7_CTXSW_CYCLES_ELAPSED = 205;

  /** Graphics engine 7: cycles spent in context switches. */
  public static final int GR7_CTXSW_CYCLES_ACTIVE = 206;

  /** Graphics engine 7: number of requests for a context switch. */
  public static final int GR7_CTXSW_REQUESTS = 207;

  /** Graphics engine 7: mean cycles of a context switch. */
  public static final int GR7_CTXSW_CYCLES_PER_REQ = 208;

  /** Graphics engine 7: percentage of the time spent in context switches. */
  public static final int GR7_CTXSW_ACTIVE_PCT = 209;

  /** Received over NVLink 18, in MiB/s. */
  public static final int NVLINK_L18_RX_PER_SEC = 212;

  /** Sent over NVLink 18, in MiB/s. */
  public static final int NVLINK_L18_TX_PER_SEC = 213;

  /** Received over NVLink 19, in MiB/s. */
  public static final int NVLINK_L19_RX_PER_SEC = 214;

  /** Sent over NVLink 19, in MiB/s. */
  public static final int NVLINK_L19_TX_PER_SEC = 215;

  /** Received over NVLink 20, in MiB/s. */
  public static final int NVLINK_L20_RX_PER_SEC = 216;

  /** Sent over NVLink 20, in MiB/s. */
  public static final int NVLINK_L20_TX_PER_SEC = 217;

  /** Received over NVLink 21, in MiB/s. */
  public static final int NVLINK_L21_RX_PER_SEC = 218;

  /** Sent over NVLink 21, in MiB/s. */
  public static final int NVLINK_L21_TX_PER_SEC = 219;

  /** Received over NVLink 22, in MiB/s. */
  public static final int NVLINK_L22_RX_PER_SEC = 220;

  /** Sent over NVLink 22, in MiB/s. */
  public static final int NVLINK_L22_TX_PER_SEC = 221;

  /** Received over NVLink 23, in MiB/s. */
  public static final int NVLINK_L23_RX_PER_SEC = 222;

  /** Sent over NVLink 23, in MiB/s. */
  public static final int NVLINK_L23_TX_PER_SEC = 223;

  /** Received over NVLink 24, in MiB/s. */
  public static final int NVLINK_L24_RX_PER_SEC = 224;

  /** Sent over NVLink 24, in MiB/s. */
  public static final int NVLINK_L24_TX_PER_SEC = 225;

  /** Received over NVLink 25, in MiB/s. */
  public static final int NVLINK_L25_RX_PER_SEC = 226;

  /** Sent over NVLink 25, in MiB/s. */
  public static final int NVLINK_L25_TX_PER_SEC = 227;

  /** Received over NVLink 26, in MiB/s. */
  public static final int NVLINK_L26_RX_PER_SEC = 228;

  /** Sent over NVLink 26, in MiB/s. */
  public static final int NVLINK_L26_TX_PER_SEC = 229;

  /** Received over NVLink 27, in MiB/s. */
  public static final int NVLINK_L27_RX_PER_SEC = 230;

  /** Sent over NVLink 27, in MiB/s. */
  public static final int NVLINK_L27_TX_PER_SEC = 231;

  /** Received over NVLink 28, in MiB/s. */
  public static final int NVLINK_L28_RX_PER_SEC = 232;

  /** Sent over NVLink 28, in MiB/s. */
  public static final int NVLINK_L28_TX_PER_SEC = 233;

  /** Received over NVLink 29, in MiB/s. */
  public static final int NVLINK_L29_RX_PER_SEC = 234;

  /** Sent over NVLink 29, in MiB/s. */
  public static final int NVLINK_L29_TX_PER_SEC = 235;

  /** Received over NVLink 30, in MiB/s. */
  public static final int NVLINK_L30_RX_PER_SEC = 236;

  /** Sent over NVLink 30, in MiB/s. */
  public static final int NVLINK_L30_TX_PER_SEC = 237;

  /** Received over NVLink 31, in MiB/s. */
  public static final int NVLINK_L31_RX_PER_SEC = 238;

  /** Sent over NVLink 31, in MiB/s. */
  public static final int NVLINK_L31_TX_PER_SEC = 239;

  /** Received over NVLink 32, in MiB/s. */
  public static final int NVLINK_L32_RX_PER_SEC = 240;

  /** Sent over NVLink 32, in MiB/s. */
  public static final int NVLINK_L32_TX_PER_SEC = 241;

  /** Received over NVLink 33, in MiB/s. */
  public static final int NVLINK_L33_RX_PER_SEC = 242;

  /** Sent over NVLink 33, in MiB/s. */
  public static final int NVLINK_L33_TX_PER_SEC = 243;

  /** Received over NVLink 34, in MiB/s. */
  public static final int NVLINK_L34_RX_PER_SEC = 244;

  /** Sent over NVLink 34, in MiB/s. */
  public static final int NVLINK_L34_TX_PER_SEC = 245;

  /** Received over NVLink 35, in MiB/s. */
  public static final int NVLINK_L35_RX_PER_SEC = 246;

  /** Sent over NVLink 35, in MiB/s. */
  public static final int NVLINK_L35_TX_PER_SEC = 247;

  /** Cycles of the multiprocessors since the machine started. */
  public static final int SM_CYCLES_ELAPSED = 248;

  /** Cycles in which multiprocessors were busy since the machine started. */
  public static final int SM_CYCLES_ACTIVE = 249;

  /** Cycles with any tensor operation since the machine started. */
  public static final int MMA_CYCLES_ACTIVE = 250;

  /** Cycles with DMMA tensor operations since the machine started. */
  public static final int DMMA_CYCLES_ACTIVE = 251;

  /** Cycles with HMMA tensor operations since the machine started. */
  public static final int HMMA_CYCLES_ACTIVE = 252;

  /** Cycles with IMMA tensor operations since the machine started. */
  public static final int IMMA_CYCLES_ACTIVE = 253;

  /** Cycles with DFMA tensor operations since the machine started. */
  public static final int DFMA_CYCLES_ACTIVE = 254;

  /** Sent over PCIe since the machine started. */
  public static final int PCIE_TX = 255;

  /** Received over PCIe since the machine started. */
  public static final int PCIE_RX = 256;

  /** Cycles with integer operations since the machine started. */
  public static final int INTEGER_CYCLES_ACTIVE = 257;

  /** Cycles with FP64 operations since the machine started. */
  public static final int FP64_CYCLES_ACTIVE = 258;

  /** Cycles with FP32 operations since the machine started. */
  public static final int FP32_CYCLES_ACTIVE = 259;

  /** Cycles with FP16 operations since the machine started. */
  public static final int FP16_CYCLES_ACTIVE = 260;

  /** Received over NVLink 0, in bytes since the machine started. */
  public static final int NVLINK_L0_RX = 261;

  /** Sent over NVLink 0, in bytes since the machine started. */
  public static final int NVLINK_L0_TX = 262;

  /** Received over NVLink 1, in bytes since the machine started. */
  public static final int NVLINK_L1_RX = 263;

  /** Sent over NVLink 1, in bytes since the machine started. */
  public static final int NVLINK_L1_TX = 264;

  /** Received over NVLink 2, in bytes since the machine started. */
  public static final int NVLINK_L2_RX = 265;

  /** Sent over NVLink 2, in bytes since the machine started. */
  public static final int NVLINK_L2_TX = 266;

  /** Received over NVLink 3, in bytes since the machine started. */
  public static final int NVLINK_L3_RX = 267;

  /** Sent over NVLink 3, in bytes since the machine started. */
  public static final int NVLINK_L3_TX = 268;

  /** Received over NVLink 4, in bytes since the machine started. */
  public static final int NVLINK_L4_RX = 269;

  /** Sent over NVLink 4, in bytes since the machine started. */
  public static final int NVLINK_L4_TX = 270;

  /** Received over NVLink 5, in bytes since the machine started. */
  public static final int NVLINK_L5_RX = 271;

  /** Sent over NVLink 5, in bytes since the machine started. */
  public static final int NVLINK_L5_TX = 272;

  /** Received over NVLink 6, in bytes since the machine started. */
  public static final int NVLINK_L6_RX = 273;

  /** Sent over NVLink 6, in bytes since the machine started. */
  public static final int NVLINK_L6_TX = 274;

  /** Received over NVLink 7, in bytes since the machine started. */
  public static final int NVLINK_L7_RX = 275;

  /** Sent over NVLink 7, in bytes since the machine started. */
  public static final int NVLINK_L7_TX = 276;

  /** Received over NVLink 8, in bytes since the machine started. */
  public static final int NVLINK_L8_RX = 277;

  /** Sent over NVLink 8, in bytes since the machine started. */
  public static final int NVLINK_L8_TX = 278;

  /** Received over NVLink 9, in bytes since the machine started. */
  public static final int NVLINK_L9_RX = 279;

  /** Sent over NVLink 9, in bytes since the machine started. */
  public static final int NVLINK_L9_TX = 280;

  /** Received over NVLink 10, in bytes since the machine started. */
  public static final int NVLINK_L10_RX = 281;

  /** Sent over NVLink 10, in bytes since the machine started. */
  public static final int NVLINK_L10_TX = 282;

  /** Received over NVLink 11, in bytes since the machine started. */
  public static final int NVLINK_L11_RX = 283;

  /** Sent over NVLink 11, in bytes since the machine started. */
  public static final int NVLINK_L11_TX = 284;

  /** Received over NVLink 12, in bytes since the machine started. */
  public static final int NVLINK_L12_RX = 285;

  /** Sent over NVLink 12, in bytes since the machine started. */
  public static final int NVLINK_L12_TX = 286;

  /** Received over NVLink 13, in bytes since the machine started. */
  public static final int NVLINK_L13_RX = 287;

  /** Sent over NVLink 13, in bytes since the machine started. */
  public static final int NVLINK_L13_TX = 288;

  /** Received over NVLink 14, in bytes since the machine started. */
  public static final int NVLINK_L14_RX = 289;

  /** Sent over NVLink 14, in bytes since the machine started. */
  public static final int NVLINK_L14_TX = 290;

  /** Received over NVLink 15, in bytes since the machine started. */
  public static final int NVLINK_L15_RX = 291;

  /** Sent over NVLink 15, in bytes since the machine started. */
  public static final int NVLINK_L15_TX = 292;

  /** Received over NVLink 16, in bytes since the machine started. */
  public static final int NVLINK_L16_RX = 293;

  /** Sent over NVLink 16, in bytes since the machine started. */
  public static final int NVLINK_L16_TX = 294;

  /** Received over NVLink 17, in bytes since the machine started. */
  public static final int NVLINK_L17_RX = 295;

  /** Sent over NVLink 17, in bytes since the machine started. */
  public static final int NVLINK_L17_TX = 296;

  /** Received over NVLink 18, in bytes since the machine started. */
  public static final int NVLINK_L18_RX = 297;

  /** Sent over NVLink 18, in bytes since the machine started. */
  public static final int NVLINK_L18_TX = 298;

  /** Received over NVLink 19, in bytes since the machine started. */
  public static final int NVLINK_L19_RX = 299;

  /** Sent over NVLink 19, in bytes since the machine started. */
  public static final int NVLINK_L19_TX = 300;

  /** Received over NVLink 20, in bytes since the machine started. */
  public static final int NVLINK_L20_RX = 301;

  /** Sent over NVLink 20, in bytes since the machine started. */
  public static final int NVLINK_L20_TX = 302;

  /** Received over NVLink 21, in bytes since the machine started. */
  public static final int NVLINK_L21_RX = 303;

  /** Sent over NVLink 21, in bytes since the machine started. */
  public static final int NVLINK_L21_TX = 304;

  /** Received over NVLink 22, in bytes since the machine started. */
  public static final int NVLINK_L22_RX = 305;

  /** Sent over NVLink 22, in bytes since the machine started. */
  public static final int NVLINK_L22_TX = 306;

  /** Received over NVLink 23, in bytes since the machine started. */
  public static final int NVLINK_L23_RX = 307;

  /** Sent over NVLink 23, in bytes since the machine started. */
  public static final int NVLINK_L23_TX = 308;

  /** Received over NVLink 24, in bytes since the machine started. */
  public static final int NVLINK_L24_RX = 309;

  /** Sent over NVLink 24, in bytes since the machine started. */
  public static final int NVLINK_L24_TX = 310;

  /** Received over NVLink 25, in bytes since the machine started. */
  public static final int NVLINK_L25_RX = 311;

  /** Sent over NVLink 25, in bytes since the machine started. */
  public static final int NVLINK_L25_TX = 312;

  /** Received over NVLink 26, in bytes since the machine started. */
  public static final int NVLINK_L26_RX = 313;

  /** Sent over NVLink 26, in bytes since the machine started. */
  public static final int NVLINK_L26_TX = 314;

  /** Received over NVLink 27, in bytes since the machine started. */
  public static final int NVLINK_L27_RX = 315;

  /** Sent over NVLink 27, in bytes since the machine started. */
  public static final int NVLINK_L27_TX = 316;

  /** Received over NVLink 28, in bytes since the machine started. */
  public static final int NVLINK_L28_RX = 317;

  /** Sent over NVLink 28, in bytes since the machine started. */
  public static final int NVLINK_L28_TX = 318;

  /** Received over NVLink 29, in bytes since the machine started. */
  public static final int NVLINK_L29_RX = 319;

  /** Sent over NVLink 29, in bytes since the machine started. */
  public static final int NVLINK_L29_TX = 320;

  /** Received over NVLink 30, in bytes since the machine started. */
  public static final int NVLINK_L30_RX = 321;

  /** Sent over NVLink 30, in bytes since the machine started. */
  public static final int NVLINK_L30_TX = 322;

  /** Received over NVLink 31, in bytes since the machine started. */
  public static final int NVLINK_L31_RX = 323;

  /** Sent over NVLink 31, in bytes since the machine started. */
  public static final int NVLINK_L31_TX = 324;

  /** Received over NVLink 32, in bytes since the machine started. */
  public static final int NVLINK_L32_RX = 325;

  /** Sent over NVLink 32, in bytes since the machine started. */
  public static final int NVLINK_L32_TX = 326;

  /** Received over NVLink 33, in bytes since the machine started. */
  public static final int NVLINK_L33_RX = 327;

  /** Sent over NVLink 33, in bytes since the machine started. */
  public static final int NVLINK_L33_TX = 328;

  /** Received over NVLink 34, in bytes since the machine started. */
  public static final int NVLINK_L34_RX = 329;

  /** Sent over NVLink 34, in bytes since the machine started. */
  public static final int NVLINK_L34_TX = 330;

  /** Received over NVLink 35, in bytes since the machine started. */
  public static final int NVLINK_L35_RX = 331;

  /** Sent over NVLink 35, in bytes since the machine started. */
  public static final int NVLINK_L35_TX = 332;

  /** Received over NVLink 36, in bytes since the machine started. */
  public static final int NVLINK_L36_RX = 333;

  /** Sent over NVLink 36, in bytes since the machine started. */
  public static final int NVLINK_L36_TX = 334;

  /** Received over NVLink 37, in bytes since the machine started. */
  public static final int NVLINK_L37_RX = 335;

  /** Sent over NVLink 37, in bytes since the machine started. */
  public static final int NVLINK_L37_TX = 336;

  /** Received over NVLink 38, in bytes since the machine started. */
  public static final int NVLINK_L38_RX = 337;

  /** Sent over NVLink 38, in bytes since the machine started. */
  public static final int NVLINK_L38_TX = 338;

  /** Received over NVLink 39, in bytes since the machine started. */
  public static final int NVLINK_L39_RX = 339;

  /** Sent over NVLink 39, in bytes since the machine started. */
  public static final int NVLINK_L39_TX = 340;

  /** Received over NVLink 40, in bytes since the machine started. */
  public static final int NVLINK_L40_RX = 341;

  /** Sent over NVLink 40, in bytes since the machine started. */
  public static final int NVLINK_L40_TX = 342;

  /** Received over NVLink 41, in bytes since the machine started. */
  public static final int NVLINK_L41_RX = 343;

  /** Sent over NVLink 41, in bytes since the machine started. */
  public static final int NVLINK_L41_TX = 344;

  /** Received over NVLink 42, in bytes since the machine started. */
  public static final int NVLINK_L42_RX = 345;

  /** Sent over NVLink 42, in bytes since the machine started. */
  public static final int NVLINK_L42_TX = 346;

  /** Received over NVLink 43, in bytes since the machine started. */
  public static final int NVLINK_L43_RX = 347;

  /** Sent over NVLink 43, in bytes since the machine started. */
  public static final int NVLINK_L43_TX = 348;

  /** Received over NVLink 44, in bytes since the machine started. */
  public static final int NVLINK_L44_RX = 349;

  /** Sent over NVLink 44, in bytes since the machine started. */
  public static final int NVLINK_L44_TX = 350;

  /** Received over NVLink 45, in bytes since the machine started. */
  public static final int NVLINK_L45_RX = 351;

  /** Sent over NVLink 45, in bytes since the machine started. */
  public static final int NVLINK_L45_TX = 352;

  /** Received over NVLink 46, in bytes since the machine started. */
  public static final int NVLINK_L46_RX = 353;

  /** Sent over NVLink 46, in bytes since the machine started. */
  public static final int NVLINK_L46_TX = 354;

  /** Received over NVLink 47, in bytes since the machine started. */
  public static final int NVLINK_L47_RX = 355;

  /** Sent over NVLink 47, in bytes since the machine started. */
  public static final int NVLINK_L47_TX = 356;

  /** Received over NVLink 48, in bytes since the machine started. */
  public static final int NVLINK_L48_RX = 357;

  /** Sent over NVLink 48, in bytes since the machine started. */
  public static final int NVLINK_L48_TX = 358;

  /** Received over NVLink 49, in bytes since the machine started. */
  public static final int NVLINK_L49_RX = 359;

  /** Sent over NVLink 49, in bytes since the machine started. */
  public static final int NVLINK_L49_TX = 360;

  /** Received over NVLink 50, in bytes since the machine started. */
  public static final int NVLINK_L50_RX = 361;

  /** Sent over NVLink 50, in bytes since the machine started. */
  public static final int NVLINK_L50_TX = 362;

  /** Received over NVLink 51, in bytes since the machine started. */
  public static final int NVLINK_L51_RX = 363;

  /** Sent over NVLink 51, in bytes since the machine started. */
  public static final int NVLINK_L51_TX = 364;

  /** Received over NVLink 52, in bytes since the machine started. */
  public static final int NVLINK_L52_RX = 365;

  /** Sent over NVLink 52, in bytes since the machine started. */
  public static final int NVLINK_L52_TX = 366;

  /** Received over NVLink 53, in bytes since the machine started. */
  public static final int NVLINK_L53_RX = 367;

  /** Sent over NVLink 53, in bytes since the machine started. */
  public static final int NVLINK_L53_TX = 368;

  /** Received over NVLink 54, in bytes since the machine started. */
  public static final int NVLINK_L54_RX = 369;

  /** Sent over NVLink 54, in bytes since the machine started. */
  public static final int NVLINK_L54_TX = 370;

  /** Received over NVLink 55, in bytes since the machine started. */
  public static final int NVLINK_L55_RX = 371;

  /** Sent over NVLink 55, in bytes since the machine started. */
  public static final int NVLINK_L55_TX = 372;

  /** Received over NVLink 56, in bytes since the machine started. */
  public static final int NVLINK_L56_RX = 373;

  /** Sent over NVLink 56, in bytes since the machine started. */
  public static final int NVLINK_L56_TX = 374;

  /** Received over NVLink 57, in bytes since the machine started. */
  public static final int NVLINK_L57_RX = 375;

  /** Sent over NVLink 57, in bytes since the machine started. */
  public static final int NVLINK_L57_TX = 376;

  /** Received over NVLink 58, in bytes since the machine started. */
  public static final int NVLINK_L58_RX = 377;

  /** Sent over NVLink 58, in bytes since the machine started. */
  public static final int NVLINK_L58_TX = 378;

  /** Received over NVLink 59, in bytes since the machine started. */
  public static final int NVLINK_L59_RX = 379;

  /** Sent over NVLink 59, in bytes since the machine started. */
  public static final int NVLINK_L59_TX = 380;

  /** Received over NVLink 60, in bytes since the machine started. */
  public static final int NVLINK_L60_RX = 381;

  /** Sent over NVLink 60, in bytes since the machine started. */
  public static final int NVLINK_L60_TX = 382;

  /** Received over NVLink 61, in bytes since the machine started. */
  public static final int NVLINK_L61_RX = 383;

  /** Sent over NVLink 61, in bytes since the machine started. */
  public static final int NVLINK_L61_TX = 384;

  /** Received over NVLink 62, in bytes since the machine started. */
  public static final int NVLINK_L62_RX = 385;

  /** Sent over NVLink 62, in bytes since the machine started. */
  public static final int NVLINK_L62_TX = 386;

  /** Received over NVLink 63, in bytes since the machine started. */
  public static final int NVLINK_L63_RX = 387;

  /** Sent over NVLink 63, in bytes since the machine started. */
  public static final int NVLINK_L63_TX = 388;

  /** Received over NVLink 64, in bytes since the machine started. */
  public static final int NVLINK_L64_RX = 389;

  /** Sent over NVLink 64, in bytes since the machine started. */
  public static final int NVLINK_L64_TX = 390;

  /** Received over NVLink 65, in bytes since the machine started. */
  public static final int NVLINK_L65_RX = 391;

  /** Sent over NVLink 65, in bytes since the machine started. */
  public static final int NVLINK_L65_TX = 392;

  /** Received over NVLink 66, in bytes since the machine started. */
  public static final int NVLINK_L66_RX = 393;

  /** Sent over NVLink 66, in bytes since the machine started. */
  public static final int NVLINK_L66_TX = 394;

  /** Received over NVLink 67, in bytes since the machine started. */
  public static final int NVLINK_L67_RX = 395;

  /** Sent over NVLink 67, in bytes since the machine started. */
  public static final int NVLINK_L67_TX = 396;

  /** Received over NVLink 68, in bytes since the machine started. */
  public static final int NVLINK_L68_RX = 397;

  /** Sent over NVLink 68, in bytes since the machine started. */
  public static final int NVLINK_L68_TX = 398;

  /** Received over NVLink 69, in bytes since the machine started. */
  public static final int NVLINK_L69_RX = 399;

  /** Sent over NVLink 69, in bytes since the machine started. */
  public static final int NVLINK_L69_TX = 400;

  /** Received over NVLink 70, in bytes since the machine started. */
  public static final int NVLINK_L70_RX = 401;

  /** Sent over NVLink 70, in bytes since the machine started. */
  public static final int NVLINK_L70_TX = 402;

  /** Received over NVLink 71, in bytes since the machine started. */
  public static final int NVLINK_L71_RX = 403;

  /** Sent over NVLink 71, in bytes since the machine started. */
  public static final int NVLINK_L71_TX = 404;

  /** Received over NVLink 36, in MiB/s. */
  public static final int NVLINK_L36_RX_PER_SEC = 405;

  /** Sent over NVLink 36, in MiB/s. */
  public static final int NVLINK_L36_TX_PER_SEC = 406;

  /** Received over NVLink 37, in MiB/s. */
  public static final int NVLINK_L37_RX_PER_SEC = 407;

  /** Sent over NVLink 37, in MiB/s. */
  public static final int NVLINK_L37_TX_PER_SEC = 408;

  /** Received over NVLink 38, in MiB/s. */
  public static final int NVLINK_L38_RX_PER_SEC = 409;

  /** Sent over NVLink 38, in MiB/s. */
  public static final int NVLINK_L38_TX_PER_SEC = 410;

  /** Received over NVLink 39, in MiB/s. */
  public static final int NVLINK_L39_RX_PER_SEC = 411;

  /** Sent over NVLink 39, in MiB/s. */
  public static final int NVLINK_L39_TX_PER_SEC = 412;

  /** Received over NVLink 40, in MiB/s. */
  public static final int NVLINK_L40_RX_PER_SEC = 413;

  /** Sent over NVLink 40, in MiB/s. */
  public static final int NVLINK_L40_TX_PER_SEC = 414;

  /** Received over NVLink 41, in MiB/s. */
  public static final int NVLINK_L41_RX_PER_SEC = 415;

  /** Sent over NVLink 41, in MiB/s. */
  public static final int NVLINK_L41_TX_PER_SEC = 416;

  /** Received over NVLink 42, in MiB/s. */
  public static final int NVLINK_L42_RX_PER_SEC = 417;

  /** Sent over NVLink 42, in MiB/s. */
  public static final int NVLINK_L42_TX_PER_SEC = 418;

  /** Received over NVLink 43, in MiB/s. */
  public static final int NVLINK_L43_RX_PER_SEC = 419;

  /** Sent over NVLink 43, in MiB/s. */
  public static final int NVLINK_L43_TX_PER_SEC = 420;

  /** Received over NVLink 44, in MiB/s. */
  public static final int NVLINK_L44_RX_PER_SEC = 421;

  /** Sent over NVLink 44, in MiB/s. */
  public static final int NVLINK_L44_TX_PER_SEC = 422;

  /** Received over NVLink 45, in MiB/s. */
  public static final int NVLINK_L45_RX_PER_SEC = 423;

  /** Sent over NVLink 45, in MiB/s. */
  public static final int NVLINK_L45_TX_PER_SEC = 424;

  /** Received over NVLink 46, in MiB/s. */
  public static final int NVLINK_L46_RX_PER_SEC = 425;

  /** Sent over NVLink 46, in MiB/s. */
  public static final int NVLINK_L46_TX_PER_SEC = 426;

  /** Received over NVLink 47, in MiB/s. */
  public static final int NVLINK_L47_RX_PER_SEC = 427;

  /** Sent over NVLink 47, in MiB/s. */
  public static final int NVLINK_L47_TX_PER_SEC = 428;

  /** Received over NVLink 48, in MiB/s. */
  public static final int NVLINK_L48_RX_PER_SEC = 429;

  /** Sent over NVLink 48, in MiB/s. */
  public static final int NVLINK_L48_TX_PER_SEC = 430;

  /** Received over NVLink 49, in MiB/s. */
  public static final int NVLINK_L49_RX_PER_SEC = 431;

  /** Sent over NVLink 49, in MiB/s. */
  public static final int NVLINK_L49_TX_PER_SEC = 432;

  /** Received over NVLink 50, in MiB/s. */
  public static final int NVLINK_L50_RX_PER_SEC = 433;

  /** Sent over NVLink 50, in MiB/s. */
  public static final int NVLINK_L50_TX_PER_SEC = 434;

  /** Received over NVLink 51, in MiB/s. */
  public static final int NVLINK_L51_RX_PER_SEC = 435;

  /** Sent over NVLink 51, in MiB/s. */
  public static final int NVLINK_L51_TX_PER_SEC = 436;

  /** Received over NVLink 52, in MiB/s. */
  public static final int NVLINK_L52_RX_PER_SEC = 437;

  /** Sent over NVLink 52, in MiB/s. */
  public static final int NVLINK_L52_TX_PER_SEC = 438;

  /** Received over NVLink 53, in MiB/s. */
  public static final int NVLINK_L53_RX_PER_SEC = 439;

  /** Sent over NVLink 53, in MiB/s. */
  public static final int NVLINK_L53_TX_PER_SEC = 440;

  /** Received over NVLink 54, in MiB/s. */
  public static final int NVLINK_L54_RX_PER_SEC = 441;

  /** Sent over NVLink 54, in MiB/s. */
  public static final int NVLINK_L54_TX_PER_SEC = 442;

  /** Received over NVLink 55, in MiB/s. */
  public static final int NVLINK_L55_RX_PER_SEC = 443;

  /** Sent over NVLink 55, in MiB/s. */
  public static final int NVLINK_L55_TX_PER_SEC = 444;

  /** Received over NVLink 56, in MiB/s. */
  public static final int NVLINK_L56_RX_PER_SEC = 445;

  /** Sent over NVLink 56, in MiB/s. */
  public static final int NVLINK_L56_TX_PER_SEC = 446;

  /** Received over NVLink 57, in MiB/s. */
  public static final int NVLINK_L57_RX_PER_SEC = 447;

  /** Sent over NVLink 57, in MiB/s. */
  public static final int NVLINK_L57_TX_PER_SEC = 448;

  /** Received over NVLink 58, in MiB/s. */
  public static final int NVLINK_L58_RX_PER_SEC = 449;

  /** Sent over NVLink 58, in MiB/s. */
  public static final int NVLINK_L58_TX_PER_SEC = 450;

  /** Received over NVLink 59, in MiB/s. */
  public static final int NVLINK_L59_RX_PER_SEC = 451;

  /** Sent over NVLink 59, in MiB/s. */
  public static final int NVLINK_L59_TX_PER_SEC = 452;

  /** Received over NVLink 60, in MiB/s. */
  public static final int NVLINK_L60_RX_PER_SEC = 453;

  /** Sent over NVLink 60, in MiB/s. */
  public static final int NVLINK_L60_TX_PER_SEC = 454;

  /** Received over NVLink 61, in MiB/s. */
  public static final int NVLINK_L61_RX_PER_SEC = 455;

  /** Sent over NVLink 61, in MiB/s. */
  public static final int NVLINK_L61_TX_PER_SEC = 456;

  /** Received over NVLink 62, in MiB/s. */
  public static final int NVLINK_L62_RX_PER_SEC = 457;

  /** Sent over NVLink 62, in MiB/s. */
  public static final int NVLINK_L62_TX_PER_SEC = 458;

  /** Received over NVLink 63, in MiB/s. */
  public static final int NVLINK_L63_RX_PER_SEC = 459;

  /** Sent over NVLink 63, in MiB/s. */
  public static final int NVLINK_L63_TX_PER_SEC = 460;

  /** Received over NVLink 64, in MiB/s. */
  public static final int NVLINK_L64_RX_PER_SEC = 461;

  /** Sent over NVLink 64, in MiB/s. */
  public static final int NVLINK_L64_TX_PER_SEC = 462;

  /** Received over NVLink 65, in MiB/s. */
  public static final int NVLINK_L65_RX_PER_SEC = 463;

  /** Sent over NVLink 65, in MiB/s. */
  public static final int NVLINK_L65_TX_PER_SEC = 464;

  /** Received over NVLink 66, in MiB/s. */
  public static final int NVLINK_L66_RX_PER_SEC = 465;

  /** Sent over NVLink 66, in MiB/s. */
  public static final int NVLINK_L66_TX_PER_SEC = 466;

  /** Received over NVLink 67, in MiB/s. */
  public static final int NVLINK_L67_RX_PER_SEC = 467;

  /** Sent over NVLink 67, in MiB/s. */
  public static final int NVLINK_L67_TX_PER_SEC = 468;

  /** Received over NVLink 68, in MiB/s. */
  public static final int NVLINK_L68_RX_PER_SEC = 469;

  /** Sent over NVLink 68, in MiB/s. */
  public static final int NVLINK_L68_TX_PER_SEC = 470;

  /** Received over NVLink 69, in MiB/s. */
  public static final int NVLINK_L69_RX_PER_SEC = 471;

  /** Sent over NVLink 69, in MiB/s. */
  public static final int NVLINK_L69_TX_PER_SEC = 472;

  /** Received over NVLink 70, in MiB/s. */
  public static final int NVLINK_L70_RX_PER_SEC = 473;

  /** Sent over NVLink 70, in MiB/s. */
  public static final int NVLINK_L70_TX_PER_SEC = 474;

  /** Received over NVLink 71, in MiB/s. */
  public static final int NVLINK_L71_RX_PER_SEC = 475;

  /** Sent over NVLink 71, in MiB/s. */
  public static final int NVLINK_L71_TX_PER_SEC = 476;

  private NvmlGpmMetricId() {}
}
