// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;

/**
 * The engines and memory of a MIG device ({@code nvmlDeviceAttributes_t}).
 *
 * @param multiprocessorCount streaming multiprocessors of the compute instance
 * @param sharedCopyEngineCount copy engines of its GPU instance, which the compute instances share
 * @param sharedDecoderCount video decoders of its GPU instance, which the compute instances share
 * @param sharedEncoderCount video encoders of its GPU instance, which the compute instances share
 * @param sharedJpegCount JPEG decoders of its GPU instance, which the compute instances share
 * @param sharedOfaCount optical flow accelerators of its GPU instance, which the compute instances
 *     share
 * @param gpuInstanceSliceCount slices of the GPU instance
 * @param computeInstanceSliceCount slices of the compute instance
 * @param memorySizeMib memory of the GPU instance, in MiB
 */
public record NvmlMigAttributes(
    int multiprocessorCount,
    int sharedCopyEngineCount,
    int sharedDecoderCount,
    int sharedEncoderCount,
    int sharedJpegCount,
    int sharedOfaCount,
    int gpuInstanceSliceCount,
    int computeInstanceSliceCount,
    long memorySizeMib) {
  static NvmlMigAttributes of(Scratch scratch) {
    return new NvmlMigAttributes(
        scratch.figure(MigStructs.DeviceAttributes.MULTIPROCESSOR_COUNT),
        scratch.figure(MigStructs.DeviceAttributes.SHARED_COPY_ENGINE_COUNT),
        scratch.figure(MigStructs.DeviceAttributes.SHARED_DECODER_COUNT),
        scratch.figure(MigStructs.DeviceAttributes.SHARED_ENCODER_COUNT),
        scratch.figure(MigStructs.DeviceAttributes.SHARED_JPEG_COUNT),
        scratch.figure(MigStructs.DeviceAttributes.SHARED_OFA_COUNT),
        scratch.figure(MigStructs.DeviceAttributes.GPU_INSTANCE_SLICE_COUNT),
        scratch.figure(MigStructs.DeviceAttributes.COMPUTE_INSTANCE_SLICE_COUNT),
        scratch.int64(MigStructs.DeviceAttributes.MEMORY_SIZE_MB));
  }
}
