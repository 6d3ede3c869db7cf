// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs;
import java.util.OptionalLong;

/**
 * Rows of memory that spare rows replace.
 *
 * @param correctable rows replaced because of correctable errors
 * @param uncorrectable rows replaced because of uncorrectable errors
 * @param pending whether rows wait for a reset to be replaced
 * @param failureOccurred whether a row could not be replaced, so the board should be
 * @param inactiveCorrectable replacements because of correctable errors that are recorded but not
 *     in use; empty for drivers before 595
 * @param inactiveUncorrectable replacements because of uncorrectable errors that are recorded but
 *     not in use; empty for drivers before 595
 */
public record NvmlRemappedRows(
    long correctable,
    long uncorrectable,
    boolean pending,
    boolean failureOccurred,
    OptionalLong inactiveCorrectable,
    OptionalLong inactiveUncorrectable) {
  static NvmlRemappedRows ofVersion1(Scratch scratch) {
    return new NvmlRemappedRows(
        scratch.u32(0),
        scratch.u32(NvmlHandle.SECOND),
        scratch.flag(NvmlHandle.THIRD),
        scratch.flag(NvmlHandle.FOURTH),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  static NvmlRemappedRows of(Scratch scratch) {
    return new NvmlRemappedRows(
        scratch.u32(EccStructs.RemappedRowsInfoV2.CORR_ACTIVE_REMAPS),
        scratch.u32(EccStructs.RemappedRowsInfoV2.UNC_ACTIVE_REMAPS),
        scratch.flag(EccStructs.RemappedRowsInfoV2.B_PENDING),
        scratch.flag(EccStructs.RemappedRowsInfoV2.B_FAILURE_OCCURRED),
        OptionalLong.of(scratch.u32(EccStructs.RemappedRowsInfoV2.CORR_INACTIVE_REMAPS)),
        OptionalLong.of(scratch.u32(EccStructs.RemappedRowsInfoV2.UNC_INACTIVE_REMAPS)));
  }
}
