// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.OptionalLong;

/**
 * The accounting data of a process, with sums over its samples ({@code nvmlAccountingStats_v2_t}).
 *
 * @param running whether it still runs
 * @param gpuUtilization percentage of its life in which its kernels ran, 0 to 100
 * @param memoryUtilization percentage of its life in which it read or wrote memory, 0 to 100
 * @param maxMemoryUsage the most memory it held, in bytes; empty if NVML does not know
 * @param samples the number of samples in the sums
 * @param gpuUtilizationSum sum of the percentages of its samples
 * @param memoryUtilizationSum sum of the percentages of its samples
 * @param timeMillis how long its context existed, in milliseconds; 0 while it exists
 * @param startTimeMicros when it started, in microseconds since the epoch
 */
public record NvmlAccountingSums(
    boolean running,
    int gpuUtilization,
    int memoryUtilization,
    OptionalLong maxMemoryUsage,
    long samples,
    long gpuUtilizationSum,
    long memoryUtilizationSum,
    long timeMillis,
    long startTimeMicros) {
  static NvmlAccountingSums of(Scratch scratch) {
    return new NvmlAccountingSums(
        scratch.flag(ProcessStructs.AccountingStatsV2.IS_RUNNING),
        scratch.figure(ProcessStructs.AccountingStatsV2.GPU_UTILIZATION),
        scratch.figure(ProcessStructs.AccountingStatsV2.MEMORY_UTILIZATION),
        Sentinel.unlessAllOnes(scratch.int64(ProcessStructs.AccountingStatsV2.MAX_MEMORY_USAGE)),
        scratch.u32(ProcessStructs.AccountingStatsV2.SAMPLE_COUNT),
        scratch.int64(ProcessStructs.AccountingStatsV2.SUM_GPU_UTIL),
        scratch.int64(ProcessStructs.AccountingStatsV2.SUM_FB_UTIL),
        scratch.int64(ProcessStructs.AccountingStatsV2.TIME),
        scratch.int64(ProcessStructs.AccountingStatsV2.START_TIME));
  }
}
