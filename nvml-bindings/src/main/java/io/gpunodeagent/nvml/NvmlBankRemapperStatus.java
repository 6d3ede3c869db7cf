// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs.EccBankRemapperHistogramV1;
import io.gpunodeagent.nvml.jna.EccStructs.EccBankRemapperStatusV1;

/**
 * Memory banks that spare banks replace ({@code nvmlEccBankRemapperStatus_v1_t}).
 *
 * @param active the number of replacements in use
 * @param inactive the number of replacements not in use
 * @param pending whether a replacement waits for a reset
 * @param groupsWithAllSpares groups of banks that have all their spare banks left
 * @param groupsWithoutSpares groups of banks that have no spare bank left
 */
public record NvmlBankRemapperStatus(
    int active, int inactive, boolean pending, int groupsWithAllSpares, int groupsWithoutSpares) {
  static NvmlBankRemapperStatus of(Scratch scratch) {
    int groups = EccBankRemapperStatusV1.HISTOGRAM;
    return new NvmlBankRemapperStatus(
        scratch.count(EccBankRemapperStatusV1.ACTIVE_REMAPPINGS),
        scratch.count(EccBankRemapperStatusV1.INACTIVE_REMAPPINGS),
        scratch.flag(EccBankRemapperStatusV1.B_PENDING),
        scratch.count(groups + EccBankRemapperHistogramV1.MAX_SPARE_GROUP_COUNT),
        scratch.count(groups + EccBankRemapperHistogramV1.NO_SPARE_GROUP_COUNT));
  }
}
