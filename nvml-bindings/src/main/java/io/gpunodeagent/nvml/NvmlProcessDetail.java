// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A process on a GPU, with the part of its memory that confidential computing protects.
 *
 * @param pid the process id, in the process namespace of the driver
 * @param usedGpuMemory memory that it holds, in bytes; empty if NVML does not report it
 * @param gpuInstanceId the GPU instance that it uses; empty outside MIG
 * @param computeInstanceId the compute instance that it uses; empty outside MIG
 * @param protectedGpuMemory protected memory that it holds, in bytes; empty without confidential
 *     computing
 */
public record NvmlProcessDetail(
    int pid,
    OptionalLong usedGpuMemory,
    OptionalInt gpuInstanceId,
    OptionalInt computeInstanceId,
    OptionalLong protectedGpuMemory) {
  static final VersionedList LIST =
      new VersionedList(
          ProcessStructs.ProcessDetailListV1.VERSION_1,
          ProcessStructs.ProcessDetailListV1.NUM_PROC_ARRAY_ENTRIES,
          ProcessStructs.ProcessDetailListV1.PROC_ARRAY,
          ProcessStructs.ProcessDetailV1.SIZEOF);

  static NvmlProcessDetail of(Scratch scratch, int at) {
    return new NvmlProcessDetail(
        scratch.figure(at + ProcessStructs.ProcessDetailV1.PID),
        Sentinel.unlessAllOnes(scratch.int64(at + ProcessStructs.ProcessDetailV1.USED_GPU_MEMORY)),
        Sentinel.unlessAllOnes(scratch.int32(at + ProcessStructs.ProcessDetailV1.GPU_INSTANCE_ID)),
        Sentinel.unlessAllOnes(
            scratch.int32(at + ProcessStructs.ProcessDetailV1.COMPUTE_INSTANCE_ID)),
        Sentinel.unlessAllOnes(
            scratch.int64(at + ProcessStructs.ProcessDetailV1.USED_GPU_CC_PROTECTED_MEMORY)));
  }
}
