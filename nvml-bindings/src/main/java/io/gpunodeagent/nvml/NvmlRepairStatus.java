package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.DeviceStructs;

/**
 * Which repairs wait for a reset.
 *
 * @param channelRepairPending of a memory channel
 * @param tpcRepairPending of a texture processing cluster
 */
public record NvmlRepairStatus(boolean channelRepairPending, boolean tpcRepairPending) {
  static NvmlRepairStatus of(Scratch scratch) {
    return new NvmlRepairStatus(
        scratch.flag(DeviceStructs.RepairStatusV1.B_CHANNEL_REPAIR_PENDING),
        scratch.flag(DeviceStructs.RepairStatusV1.B_TPC_REPAIR_PENDING));
  }
}
