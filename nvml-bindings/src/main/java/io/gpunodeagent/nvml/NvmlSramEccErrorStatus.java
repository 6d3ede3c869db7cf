// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs;

/**
 * The number of errors in on-chip memory, by kind and by location ({@code
 * nvmlEccSramErrorStatus_v1_t}).
 *
 * @param aggregateUncorrectedParity uncorrected parity errors over the life of the board
 * @param aggregateUncorrectedSecDed uncorrected SEC-DED errors over the life of the board
 * @param aggregateCorrected corrected errors over the life of the board
 * @param volatileUncorrectedParity uncorrected parity errors since the driver was loaded
 * @param volatileUncorrectedSecDed uncorrected SEC-DED errors since the driver was loaded
 * @param volatileCorrected corrected errors since the driver was loaded
 * @param uncorrectedL2 uncorrected errors in the L2 cache over the life of the board
 * @param uncorrectedSm uncorrected errors in multiprocessors over the life of the board
 * @param uncorrectedPcie uncorrected errors in the PCIe unit over the life of the board
 * @param uncorrectedMicrocontroller uncorrected errors in microcontrollers over the life of the
 *     board
 * @param uncorrectedOther uncorrected errors elsewhere over the life of the board
 * @param thresholdExceeded whether there are more errors than a healthy GPU has, so it should be
 *     replaced
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
