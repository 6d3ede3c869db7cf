// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;

/**
 * Which repairs wait for a reset.
 *
 * @param channelRepairPending whether the repair of a memory channel does
 * @param tpcRepairPending whether the repair of a texture processing cluster does
 */
public record NvmlRepairStatus(boolean channelRepairPending, boolean tpcRepairPending) {
  static NvmlRepairStatus of(Scratch scratch) {
    return new NvmlRepairStatus(
        scratch.flag(DeviceStructs.RepairStatusV1.B_CHANNEL_REPAIR_PENDING),
        scratch.flag(DeviceStructs.RepairStatusV1.B_TPC_REPAIR_PENDING));
  }
}
