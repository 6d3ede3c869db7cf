// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.OptionalLong;

/**
 * The accounting data of a process, running or ended ({@code nvmlAccountingStats_t}).
 *
 * @param gpuUtilization percentage of its life in which its kernels ran, 0 to 100
 * @param memoryUtilization percentage of its life in which it read or wrote memory, 0 to 100
 * @param maxMemoryUsage the most memory it held, in bytes; empty if NVML does not know
 * @param timeMillis how long its context existed, in milliseconds; 0 while it exists
 * @param startTimeMicros when it started, in microseconds since the epoch
 * @param running whether it still runs
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
