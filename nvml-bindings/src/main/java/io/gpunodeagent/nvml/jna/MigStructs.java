// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about MIG (x86-64 and AArch64 Linux). A class
 * is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a constant after its field; a test
 * compares each with the C compiler's answer.
 */
public final class MigStructs {
  private MigStructs() {}

  /** {@code nvmlDeviceAttributes_t}. */
  public static final class DeviceAttributes {
    public static final int SIZEOF = 40;
    public static final int MULTIPROCESSOR_COUNT = 0;
    public static final int SHARED_COPY_ENGINE_COUNT = 4;
    public static final int SHARED_DECODER_COUNT = 8;
    public static final int SHARED_ENCODER_COUNT = 12;
    public static final int SHARED_JPEG_COUNT = 16;
    public static final int SHARED_OFA_COUNT = 20;
    public static final int GPU_INSTANCE_SLICE_COUNT = 24;
    public static final int COMPUTE_INSTANCE_SLICE_COUNT = 28;
    public static final int MEMORY_SIZE_MB = 32;

    private DeviceAttributes() {}
  }

  /** {@code nvmlGpuInstancePlacement_t}. */
  public static final class GpuInstancePlacement {
    public static final int SIZEOF = 8;
    public static final int START = 0;
    public static final int SIZE = 4;

    private GpuInstancePlacement() {}
  }

  /** {@code nvmlGpuInstanceProfileInfo_t}. */
  public static final class GpuInstanceProfileInfo {
    public static final int SIZEOF = 48;
    public static final int ID = 0;
    public static final int IS_P2P_SUPPORTED = 4;
    public static final int SLICE_COUNT = 8;
    public static final int INSTANCE_COUNT = 12;
    public static final int MULTIPROCESSOR_COUNT = 16;
    public static final int COPY_ENGINE_COUNT = 20;
    public static final int DECODER_COUNT = 24;
    public static final int ENCODER_COUNT = 28;
    public static final int JPEG_COUNT = 32;
    public static final int OFA_COUNT = 36;
    public static final int MEMORY_SIZE_MB = 40;

    private GpuInstanceProfileInfo() {}
  }

  /** {@code nvmlGpuInstanceProfileInfo_v2_t}. */
  public static final class GpuInstanceProfileInfoV2 {
    public static final int SIZEOF = 152;
    public static final int VERSION_2 = SIZEOF | 2 << 24;
    public static final int ID = 4;
    public static final int IS_P2P_SUPPORTED = 8;
    public static final int SLICE_COUNT = 12;
    public static final int INSTANCE_COUNT = 16;
    public static final int MULTIPROCESSOR_COUNT = 20;
    public static final int COPY_ENGINE_COUNT = 24;
    public static final int DECODER_COUNT = 28;
    public static final int ENCODER_COUNT = 32;
    public static final int JPEG_COUNT = 36;
    public static final int OFA_COUNT = 40;
    public static final int MEMORY_SIZE_MB = 48;
    public static final int NAME = 56;

    private GpuInstanceProfileInfoV2() {}
  }

  /** {@code nvmlGpuInstanceProfileInfo_v3_t}. */
  public static final class GpuInstanceProfileInfoV3 {
    public static final int SIZEOF = 152;
    public static final int VERSION_3 = SIZEOF | 3 << 24;
    public static final int ID = 4;
    public static final int SLICE_COUNT = 8;
    public static final int INSTANCE_COUNT = 12;
    public static final int MULTIPROCESSOR_COUNT = 16;
    public static final int COPY_ENGINE_COUNT = 20;
    public static final int DECODER_COUNT = 24;
    public static final int ENCODER_COUNT = 28;
    public static final int JPEG_COUNT = 32;
    public static final int OFA_COUNT = 36;
    public static final int MEMORY_SIZE_MB = 40;
    public static final int NAME = 48;
    public static final int CAPABILITIES = 144;

    private GpuInstanceProfileInfoV3() {}
  }

  /** {@code nvmlGpuInstanceInfo_t}. */
  public static final class GpuInstanceInfo {
    public static final int SIZEOF = 24;
    public static final int DEVICE = 0;
    public static final int ID = 8;
    public static final int PROFILE_ID = 12;
    public static final int PLACEMENT = 16;

    private GpuInstanceInfo() {}
  }

  /** {@code nvmlComputeInstancePlacement_t}. */
  public static final class ComputeInstancePlacement {
    public static final int SIZEOF = 8;
    public static final int START = 0;
    public static final int SIZE = 4;

    private ComputeInstancePlacement() {}
  }

  /** {@code nvmlComputeInstanceProfileInfo_t}. */
  public static final class ComputeInstanceProfileInfo {
    public static final int SIZEOF = 36;
    public static final int ID = 0;
    public static final int SLICE_COUNT = 4;
    public static final int INSTANCE_COUNT = 8;
    public static final int MULTIPROCESSOR_COUNT = 12;
    public static final int SHARED_COPY_ENGINE_COUNT = 16;
    public static final int SHARED_DECODER_COUNT = 20;
    public static final int SHARED_ENCODER_COUNT = 24;
    public static final int SHARED_JPEG_COUNT = 28;
    public static final int SHARED_OFA_COUNT = 32;

    private ComputeInstanceProfileInfo() {}
  }

  /** {@code nvmlComputeInstanceProfileInfo_v2_t}. */
  public static final class ComputeInstanceProfileInfoV2 {
    public static final int SIZEOF = 136;
    public static final int VERSION_2 = SIZEOF | 2 << 24;
    public static final int ID = 4;
    public static final int SLICE_COUNT = 8;
    public static final int INSTANCE_COUNT = 12;
    public static final int MULTIPROCESSOR_COUNT = 16;
    public static final int SHARED_COPY_ENGINE_COUNT = 20;
    public static final int SHARED_DECODER_COUNT = 24;
    public static final int SHARED_ENCODER_COUNT = 28;
    public static final int SHARED_JPEG_COUNT = 32;
    public static final int SHARED_OFA_COUNT = 36;
    public static final int NAME = 40;

    private ComputeInstanceProfileInfoV2() {}
  }

  /** {@code nvmlComputeInstanceProfileInfo_v3_t}. */
  public static final class ComputeInstanceProfileInfoV3 {
    public static final int SIZEOF = 140;
    public static final int VERSION_3 = SIZEOF | 3 << 24;
    public static final int ID = 4;
    public static final int SLICE_COUNT = 8;
    public static final int INSTANCE_COUNT = 12;
    public static final int MULTIPROCESSOR_COUNT = 16;
    public static final int SHARED_COPY_ENGINE_COUNT = 20;
    public static final int SHARED_DECODER_COUNT = 24;
    public static final int SHARED_ENCODER_COUNT = 28;
    public static final int SHARED_JPEG_COUNT = 32;
    public static final int SHARED_OFA_COUNT = 36;
    public static final int NAME = 40;
    public static final int CAPABILITIES = 136;

    private ComputeInstanceProfileInfoV3() {}
  }

  /** {@code nvmlComputeInstanceInfo_t}. */
  public static final class ComputeInstanceInfo {
    public static final int SIZEOF = 32;
    public static final int DEVICE = 0;
    public static final int GPU_INSTANCE = 8;
    public static final int ID = 16;
    public static final int PROFILE_ID = 20;
    public static final int PLACEMENT = 24;

    private ComputeInstanceInfo() {}
  }
}
