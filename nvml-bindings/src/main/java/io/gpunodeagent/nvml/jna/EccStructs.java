// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about ECC and memory repair (x86-64 and
 * AArch64 Linux). A class is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a constant
 * after its field; a test compares each with the C compiler's answer.
 */
public final class EccStructs {
  private EccStructs() {}

  /** {@code nvmlEccErrorCounts_t}. */
  public static final class EccErrorCounts {
    public static final int SIZEOF = 32;
    public static final int L1_CACHE = 0;
    public static final int L2_CACHE = 8;
    public static final int DEVICE_MEMORY = 16;
    public static final int REGISTER_FILE = 24;

    private EccErrorCounts() {}
  }

  /** {@code nvmlEccSramErrorStatus_v1_t}. */
  public static final class EccSramErrorStatusV1 {
    public static final int SIZEOF = 104;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int AGGREGATE_UNC_PARITY = 8;
    public static final int AGGREGATE_UNC_SEC_DED = 16;
    public static final int AGGREGATE_COR = 24;
    public static final int VOLATILE_UNC_PARITY = 32;
    public static final int VOLATILE_UNC_SEC_DED = 40;
    public static final int VOLATILE_COR = 48;
    public static final int AGGREGATE_UNC_BUCKET_L2 = 56;
    public static final int AGGREGATE_UNC_BUCKET_SM = 64;
    public static final int AGGREGATE_UNC_BUCKET_PCIE = 72;
    public static final int AGGREGATE_UNC_BUCKET_MCU = 80;
    public static final int AGGREGATE_UNC_BUCKET_OTHER = 88;
    public static final int B_THRESHOLD_EXCEEDED = 96;

    private EccSramErrorStatusV1() {}
  }

  /** {@code nvmlEccSramUniqueUncorrectedErrorCounts_v1_t}. */
  public static final class EccSramUniqueUncorrectedErrorCountsV1 {
    public static final int SIZEOF = 16;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int ENTRY_COUNT = 4;
    public static final int ENTRIES = 8;

    private EccSramUniqueUncorrectedErrorCountsV1() {}
  }

  /** {@code nvmlEccSramUniqueUncorrectedErrorEntry_v1_t}. */
  public static final class EccSramUniqueUncorrectedErrorEntryV1 {
    public static final int SIZEOF = 28;
    public static final int UNIT = 0;
    public static final int LOCATION = 4;
    public static final int SUBLOCATION = 8;
    public static final int EXTLOCATION = 12;
    public static final int ADDRESS = 16;
    public static final int IS_PARITY = 20;
    public static final int COUNT = 24;

    private EccSramUniqueUncorrectedErrorEntryV1() {}
  }

  /** {@code nvmlRemappedRowsInfo_v2_t}. */
  public static final class RemappedRowsInfoV2 {
    public static final int SIZEOF = 24;
    public static final int CORR_ACTIVE_REMAPS = 0;
    public static final int CORR_INACTIVE_REMAPS = 4;
    public static final int UNC_ACTIVE_REMAPS = 8;
    public static final int UNC_INACTIVE_REMAPS = 12;
    public static final int B_PENDING = 16;
    public static final int B_FAILURE_OCCURRED = 20;

    private RemappedRowsInfoV2() {}
  }

  /** {@code nvmlRowRemapperHistogramValues_t}. */
  public static final class RowRemapperHistogramValues {
    public static final int SIZEOF = 20;
    public static final int MAX = 0;
    public static final int HIGH = 4;
    public static final int PARTIAL = 8;
    public static final int LOW = 12;
    public static final int NONE = 16;

    private RowRemapperHistogramValues() {}
  }

  /** {@code nvmlEccBankRemapperStatus_v1_t}. */
  public static final class EccBankRemapperStatusV1 {
    public static final int SIZEOF = 20;
    public static final int ACTIVE_REMAPPINGS = 0;
    public static final int INACTIVE_REMAPPINGS = 4;
    public static final int B_PENDING = 8;
    public static final int HISTOGRAM = 12;

    private EccBankRemapperStatusV1() {}
  }

  /** {@code nvmlEccBankRemapperHistogram_v1_t}. */
  public static final class EccBankRemapperHistogramV1 {
    public static final int SIZEOF = 8;
    public static final int MAX_SPARE_GROUP_COUNT = 0;
    public static final int NO_SPARE_GROUP_COUNT = 4;

    private EccBankRemapperHistogramV1() {}
  }
}
