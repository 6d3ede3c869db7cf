package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs;

/**
 * Errors in on-chip memory ({@code nvmlEccSramErrorStatus_v1_t}). Volatile counts restart with the
 * driver; all others are aggregate.
 *
 * @param thresholdExceeded more errors than a healthy GPU has: it should be replaced
 */
public record NvmlSramEccErrorStatus(
    long aggregateUncorrectedParity,
    long aggregateUncorrectedSecDed,
    long aggregateCorrected,
    long volatileUncorrectedParity,
    long volatileUncorrectedSecDed,
    long volatileCorrected,
    long uncorrectedL2,
    long uncorrectedSm,
    long uncorrectedPcie,
    long uncorrectedMicrocontroller,
    long uncorrectedOther,
    boolean thresholdExceeded) {
  static NvmlSramEccErrorStatus of(Scratch scratch) {
    return new NvmlSramEccErrorStatus(
        scratch.int64(EccStructs.EccSramErrorStatusV1.AGGREGATE_UNC_PARITY),
        scratch.int64(EccStructs.EccSramErrorStatusV1.AGGREGATE_UNC_SEC_DED),
        scratch.int64(EccStructs.EccSramErrorStatusV1.AGGREGATE_COR),
        scratch.int64(EccStructs.EccSramErrorStatusV1.VOLATILE_UNC_PARITY),
        scratch.int64(EccStructs.EccSramErrorStatusV1.VOLATILE_UNC_SEC_DED),
        scratch.int64(EccStructs.EccSramErrorStatusV1.VOLATILE_COR),
        scratch.int64(EccStructs.EccSramErrorStatusV1.AGGREGATE_UNC_BUCKET_L2),
        scratch.int64(EccStructs.EccSramErrorStatusV1.AGGREGATE_UNC_BUCKET_SM),
        scratch.int64(EccStructs.EccSramErrorStatusV1.AGGREGATE_UNC_BUCKET_PCIE),
        scratch.int64(EccStructs.EccSramErrorStatusV1.AGGREGATE_UNC_BUCKET_MCU),
        scratch.int64(EccStructs.EccSramErrorStatusV1.AGGREGATE_UNC_BUCKET_OTHER),
        scratch.flag(EccStructs.EccSramErrorStatusV1.B_THRESHOLD_EXCEEDED));
  }
}
