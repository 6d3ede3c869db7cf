package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.OptionalLong;

/**
 * The account of a process, running or ended ({@code nvmlAccountingStats_t}).
 *
 * @param gpuUtilization percentage of its life in which its kernels ran
 * @param memoryUtilization percentage in which it read or wrote memory
 * @param maxMemoryUsage bytes; empty where NVML may not tell
 * @param timeMillis how long its context lived, 0 while it does
 * @param startTimeMicros since the epoch
 */
public record NvmlAccountingStats(
    int gpuUtilization,
    int memoryUtilization,
    OptionalLong maxMemoryUsage,
    long timeMillis,
    long startTimeMicros,
    boolean running) {
  static NvmlAccountingStats of(Scratch scratch) {
    return new NvmlAccountingStats(
        scratch.figure(ProcessStructs.AccountingStats.GPU_UTILIZATION),
        scratch.figure(ProcessStructs.AccountingStats.MEMORY_UTILIZATION),
        Sentinel.unlessAllOnes(scratch.int64(ProcessStructs.AccountingStats.MAX_MEMORY_USAGE)),
        scratch.int64(ProcessStructs.AccountingStats.TIME),
        scratch.int64(ProcessStructs.AccountingStats.START_TIME),
        scratch.flag(ProcessStructs.AccountingStats.IS_RUNNING));
  }
}
