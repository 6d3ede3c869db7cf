package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.List;

/** What processes used, now and after they ended. */
public sealed interface AccountingQueries permits NvmlDevice {
  /**
   * How busy each process kept the GPU, in samples newer than an instant (microseconds of the CPU's
   * clock; 0 for all). Pass the greatest {@code timestampMicros} seen the next time. {@link
   * NvmlReturn#NOT_FOUND} if there is nothing newer, {@link NvmlReturn#NOT_SUPPORTED} in MIG mode.
   * {@code nvmlDeviceGetProcessUtilization}, since driver 450 or older.
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
   * The same with JPEG decoder and optical flow. {@code nvmlDeviceGetProcessesUtilizationInfo},
   * since driver 550.
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
   * Whether the driver keeps accounts of processes; never in MIG mode. {@code
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
   * How many processes it keeps. {@code nvmlDeviceGetAccountingBufferSize}, since driver 450 or
   * older.
   */
  default NvmlResult<Integer> accountingBufferSize() {
    return on(this)
        .read(
            "nvmlDeviceGetAccountingBufferSize",
            NvmlFunctions::nvmlDeviceGetAccountingBufferSize,
            Decoder::figure);
  }

  /**
   * The processes it has accounts of. {@code nvmlDeviceGetAccountingPids}, since driver 450 or
   * older.
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
   * The account of one process. {@link NvmlReturn#NOT_FOUND} if there is none. {@code
   * nvmlDeviceGetAccountingStats}, since driver 450 or older.
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
   * The same with sums over the samples. {@code nvmlDeviceGetAccountingStats_v2}, since driver 610.
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
