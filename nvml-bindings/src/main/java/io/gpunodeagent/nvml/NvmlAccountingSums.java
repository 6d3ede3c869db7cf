package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.OptionalLong;

/**
 * The account of a process with sums over the samples ({@code nvmlAccountingStats_v2_t}).
 *
 * @param gpuUtilization percentage
 * @param memoryUtilization percentage
 * @param maxMemoryUsage bytes; empty where NVML may not tell
 * @param samples how many were summed
 * @param gpuUtilizationSum percent times samples
 * @param memoryUtilizationSum percent times samples
 * @param timeMillis how long its context lived, 0 while it does
 * @param startTimeMicros since the epoch
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
