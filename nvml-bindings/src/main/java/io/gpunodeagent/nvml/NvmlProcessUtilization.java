// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.OptionalInt;

/**
 * How busy a process kept a GPU in one sample, in percent of the time from 0 to 100.
 *
 * @param pid the process id, in the process namespace of the driver
 * @param timestampMicros when the sample was taken, in microseconds of the CPU's clock
 * @param sm the time in which its kernels ran
 * @param memory the time in which it read or wrote memory
 * @param encoder the time in which video encoders worked for it
 * @param decoder the time in which video decoders worked for it
 * @param jpg the time in which JPEG decoders worked for it; empty from {@link
 *     AccountingQueries#processUtilization}
 * @param ofa the time in which optical flow accelerators worked for it; empty from {@link
 *     AccountingQueries#processUtilization}
 */
public record NvmlProcessUtilization(
    int pid,
    long timestampMicros,
    int sm,
    int memory,
    int encoder,
    int decoder,
    OptionalInt jpg,
    OptionalInt ofa) {
  static final VersionedList LIST =
      new VersionedList(
          ProcessStructs.ProcessesUtilizationInfoV1.VERSION_1,
          ProcessStructs.ProcessesUtilizationInfoV1.PROCESS_SAMPLES_COUNT,
          ProcessStructs.ProcessesUtilizationInfoV1.PROC_UTIL_ARRAY,
          ProcessStructs.ProcessUtilizationInfoV1.SIZEOF);

  static NvmlProcessUtilization of(Scratch scratch, int at) {
    return new NvmlProcessUtilization(
        scratch.figure(at + ProcessStructs.ProcessUtilizationSample.PID),
        scratch.int64(at + ProcessStructs.ProcessUtilizationSample.TIME_STAMP),
        scratch.figure(at + ProcessStructs.ProcessUtilizationSample.SM_UTIL),
        scratch.figure(at + ProcessStructs.ProcessUtilizationSample.MEM_UTIL),
        scratch.figure(at + ProcessStructs.ProcessUtilizationSample.ENC_UTIL),
        scratch.figure(at + ProcessStructs.ProcessUtilizationSample.DEC_UTIL),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  static NvmlProcessUtilization ofInfo(Scratch scratch, int at) {
    return new NvmlProcessUtilization(
        scratch.figure(at + ProcessStructs.ProcessUtilizationInfoV1.PID),
        scratch.int64(at + ProcessStructs.ProcessUtilizationInfoV1.TIME_STAMP),
        scratch.figure(at + ProcessStructs.ProcessUtilizationInfoV1.SM_UTIL),
        scratch.figure(at + ProcessStructs.ProcessUtilizationInfoV1.MEM_UTIL),
        scratch.figure(at + ProcessStructs.ProcessUtilizationInfoV1.ENC_UTIL),
        scratch.figure(at + ProcessStructs.ProcessUtilizationInfoV1.DEC_UTIL),
        OptionalInt.of(scratch.figure(at + ProcessStructs.ProcessUtilizationInfoV1.JPG_UTIL)),
        OptionalInt.of(scratch.figure(at + ProcessStructs.ProcessUtilizationInfoV1.OFA_UTIL)));
  }
}
