// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.ProcessStructs;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A process on a GPU.
 *
 * @param pid the process id, in the process namespace of the driver
 * @param usedGpuMemory memory that it holds, in bytes; empty if NVML does not report it, as in MIG
 *     mode without privilege
 * @param gpuInstanceId the GPU instance that it uses; empty outside MIG
 * @param computeInstanceId the compute instance that it uses; empty outside MIG
 */
public record NvmlProcess(
    int pid, OptionalLong usedGpuMemory, OptionalInt gpuInstanceId, OptionalInt computeInstanceId) {
  /** Also of the later form, which begins the same way. */
  static NvmlProcess of(Scratch scratch, int at) {
    return new NvmlProcess(
        scratch.figure(at + ProcessStructs.ProcessInfo.PID),
        Sentinel.unlessAllOnes(scratch.int64(at + ProcessStructs.ProcessInfo.USED_GPU_MEMORY)),
        Sentinel.unlessAllOnes(scratch.int32(at + ProcessStructs.ProcessInfo.GPU_INSTANCE_ID)),
        Sentinel.unlessAllOnes(scratch.int32(at + ProcessStructs.ProcessInfo.COMPUTE_INSTANCE_ID)));
  }

  static NvmlProcess ofVersion1(Scratch scratch, int at) {
    return new NvmlProcess(
        scratch.figure(at + ProcessStructs.ProcessInfoV1.PID),
        Sentinel.unlessAllOnes(scratch.int64(at + ProcessStructs.ProcessInfoV1.USED_GPU_MEMORY)),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
