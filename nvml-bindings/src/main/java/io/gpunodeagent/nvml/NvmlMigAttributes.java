package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.MigStructs;

/**
 * What a MIG device consists of ({@code nvmlDeviceAttributes_t}).
 *
 * @param memorySizeMib MiB
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
