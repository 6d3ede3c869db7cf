// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.List;

/** What running processes use, and what ended ones have used. */
public sealed interface AccountingQueries permits NvmlDevice {
  /**
   * {@return how busy each process kept the GPU, in the samples that are newer than a given time}
   * {@link NvmlReturn#NOT_FOUND} if there is no newer sample, {@link NvmlReturn#NOT_SUPPORTED} in
   * MIG mode. {@code nvmlDeviceGetProcessUtilization}, since driver 450 or older.
   *
   * @param lastSeenTimestampMicros the greatest {@code timestampMicros} of the previous answer, in
   *     microseconds of the CPU's clock; 0 for every sample that the driver still has
   */
  default NvmlResult<List<NvmlProcessUtilization>> processUtilization(
      long lastSeenTimestampMicros) {
    return NvmlList.read(
        on(this).session(),
        "nvmlDeviceGetProcessUtilization",
        (count, array) ->
            NvmlFunctions.nvmlDeviceGetProcessUtilization(
                on(this).address(), array, count, lastSeenTimestampMicros),
        ProcessStructs.ProcessUtilizationSample.SIZEOF,
        NvmlProcessUtilization::of);
  }

  /**
   * {@return how busy each process kept the GPU, including JPEG decoders and optical flow, in the
   * samples that are newer than a given time} {@code nvmlDeviceGetProcessesUtilizationInfo}, since
   * driver 550.
   *
   * @param lastSeenTimestampMicros the greatest {@code timestampMicros} of the previous answer, in
   *     microseconds of the CPU's clock; 0 for every sample that the driver still has
   */
  default NvmlResult<List<NvmlProcessUtilization>> processesUtilizationInfo(
      long lastSeenTimestampMicros) {
    return NvmlList.readVersioned(
        on(this),
        "nvmlDeviceGetProcessesUtilizationInfo",
        NvmlFunctions::nvmlDeviceGetProcessesUtilizationInfo,
        NvmlProcessUtilization.LIST,
        request ->
            request.putLong(
                ProcessStructs.ProcessesUtilizationInfoV1.LAST_SEEN_TIME_STAMP,
                lastSeenTimestampMicros),
        NvmlProcessUtilization::ofInfo);
  }

  /**
   * {@return whether the driver keeps accounting data of processes; never in MIG mode} {@code
   * nvmlDeviceGetAccountingMode}, since driver 450 or older.
   */
  default NvmlResult<Boolean> accountingMode() {
    return on(this)
        .read(
            "nvmlDeviceGetAccountingMode",
            NvmlFunctions::nvmlDeviceGetAccountingMode,
            Decoder::flag);
  }

  /**
   * {@return the number of processes whose accounting data the driver keeps at most} {@code
   * nvmlDeviceGetAccountingBufferSize}, since driver 450 or older.
   */
  default NvmlResult<Integer> accountingBufferSize() {
    return on(this)
        .read(
            "nvmlDeviceGetAccountingBufferSize",
            NvmlFunctions::nvmlDeviceGetAccountingBufferSize,
            Decoder::figure);
  }

  /**
   * {@return the ids of the processes that have accounting data} {@code
   * nvmlDeviceGetAccountingPids}, since driver 450 or older.
   */
  default NvmlResult<List<Integer>> accountingPids() {
    return NvmlList.read(
        on(this).session(),
        "nvmlDeviceGetAccountingPids",
        (count, array) ->
            NvmlFunctions.nvmlDeviceGetAccountingPids(on(this).address(), count, array),
        Integer.BYTES,
        Scratch::count);
  }

  /**
   * {@return the accounting data of a process} {@link NvmlReturn#NOT_FOUND} if there is none.
   * {@code nvmlDeviceGetAccountingStats}, since driver 450 or older.
   *
   * @param pid one of {@link #accountingPids}
   */
  default NvmlResult<NvmlAccountingStats> accountingStats(int pid) {
    return on(this)
        .readStruct(
            "nvmlDeviceGetAccountingStats",
            NvmlFunctions::nvmlDeviceGetAccountingStats,
            pid,
            ProcessStructs.AccountingStats.SIZEOF,
            NvmlAccountingStats::of);
  }

  /**
   * {@return the accounting data of a process, with sums over its samples} {@link
   * NvmlReturn#NOT_FOUND} if there is none. {@code nvmlDeviceGetAccountingStats_v2}, since driver
   * 610.
   *
   * @param pid one of {@link #accountingPids}
   */
  default NvmlResult<NvmlAccountingSums> accountingSums(int pid) {
    return on(this)
        .readPrepared(
            "nvmlDeviceGetAccountingStats_v2",
            NvmlFunctions::nvmlDeviceGetAccountingStats_v2,
            ProcessStructs.AccountingStatsV2.SIZEOF,
            request -> request.putInt(ProcessStructs.AccountingStatsV2.PID, pid),
            NvmlAccountingSums::of);
  }
}
