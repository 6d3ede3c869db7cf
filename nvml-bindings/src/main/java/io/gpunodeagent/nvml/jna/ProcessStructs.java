// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about processes and accounting (x86-64 and
 * AArch64 Linux). A class is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a constant
 * after its field; a test compares each with the C compiler's answer.
 */
public final class ProcessStructs {
  private ProcessStructs() {}

  /** {@code nvmlProcessInfo_v1_t}. */
  public static final class ProcessInfoV1 {
    public static final int SIZEOF = 16;
    public static final int PID = 0;
    public static final int USED_GPU_MEMORY = 8;

    private ProcessInfoV1() {}
  }

  /** {@code nvmlProcessInfo_v2_t}. */
  public static final class ProcessInfoV2 {
    public static final int SIZEOF = 24;
    public static final int PID = 0;
    public static final int USED_GPU_MEMORY = 8;
    public static final int GPU_INSTANCE_ID = 16;
    public static final int COMPUTE_INSTANCE_ID = 20;

    private ProcessInfoV2() {}
  }

  /** {@code nvmlProcessInfo_t}. */
  public static final class ProcessInfo {
    public static final int SIZEOF = 24;
    public static final int PID = 0;
    public static final int USED_GPU_MEMORY = 8;
    public static final int GPU_INSTANCE_ID = 16;
    public static final int COMPUTE_INSTANCE_ID = 20;

    private ProcessInfo() {}
  }

  /** {@code nvmlProcessDetail_v1_t}. */
  public static final class ProcessDetailV1 {
    public static final int SIZEOF = 32;
    public static final int PID = 0;
    public static final int USED_GPU_MEMORY = 8;
    public static final int GPU_INSTANCE_ID = 16;
    public static final int COMPUTE_INSTANCE_ID = 20;
    public static final int USED_GPU_CC_PROTECTED_MEMORY = 24;

    private ProcessDetailV1() {}
  }

  /** {@code nvmlProcessDetailList_v1_t}. */
  public static final class ProcessDetailListV1 {
    public static final int SIZEOF = 24;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int MODE = 4;
    public static final int NUM_PROC_ARRAY_ENTRIES = 8;
    public static final int PROC_ARRAY = 16;

    private ProcessDetailListV1() {}
  }

  /** {@code nvmlProcessUtilizationSample_t}. */
  public static final class ProcessUtilizationSample {
    public static final int SIZEOF = 32;
    public static final int PID = 0;
    public static final int TIME_STAMP = 8;
    public static final int SM_UTIL = 16;
    public static final int MEM_UTIL = 20;
    public static final int ENC_UTIL = 24;
    public static final int DEC_UTIL = 28;

    private ProcessUtilizationSample() {}
  }

  /** {@code nvmlProcessUtilizationInfo_v1_t}. */
  public static final class ProcessUtilizationInfoV1 {
    public static final int SIZEOF = 40;
    public static final int TIME_STAMP = 0;
    public static final int PID = 8;
    public static final int SM_UTIL = 12;
    public static final int MEM_UTIL = 16;
    public static final int ENC_UTIL = 20;
    public static final int DEC_UTIL = 24;
    public static final int JPG_UTIL = 28;
    public static final int OFA_UTIL = 32;

    private ProcessUtilizationInfoV1() {}
  }

  /** {@code nvmlProcessesUtilizationInfo_v1_t}. */
  public static final class ProcessesUtilizationInfoV1 {
    public static final int SIZEOF = 24;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int PROCESS_SAMPLES_COUNT = 4;
    public static final int LAST_SEEN_TIME_STAMP = 8;
    public static final int PROC_UTIL_ARRAY = 16;

    private ProcessesUtilizationInfoV1() {}
  }

  /** {@code nvmlAccountingStats_t}. */
  public static final class AccountingStats {
    public static final int SIZEOF = 56;
    public static final int GPU_UTILIZATION = 0;
    public static final int MEMORY_UTILIZATION = 4;
    public static final int MAX_MEMORY_USAGE = 8;
    public static final int TIME = 16;
    public static final int START_TIME = 24;
    public static final int IS_RUNNING = 32;

    private AccountingStats() {}
  }

  /** {@code nvmlAccountingStats_v2_t}. */
  public static final class AccountingStatsV2 {
    public static final int SIZEOF = 64;
    public static final int PID = 0;
    public static final int IS_RUNNING = 4;
    public static final int GPU_UTILIZATION = 8;
    public static final int MEMORY_UTILIZATION = 12;
    public static final int MAX_MEMORY_USAGE = 16;
    public static final int SAMPLE_COUNT = 24;
    public static final int SUM_GPU_UTIL = 32;
    public static final int SUM_FB_UTIL = 40;
    public static final int TIME = 48;
    public static final int START_TIME = 56;

    private AccountingStatsV2() {}
  }
}
