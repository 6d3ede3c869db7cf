// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.device;

/** A part of the node that has memory and load of its own: what use is ascribed to. */
public sealed interface Device {

  /** UUID of the GPU it is or lies on, {@code GPU-…}. */
  String gpuUuid();

  /** A GPU; under MIG only what concerns none of its instances. */
  record Gpu(String gpuUuid) implements Device {}

  /**
   * A GPU instance. Compute instances within it share its memory.
   *
   * @param gpuInstanceId NVML's id, unique on the GPU
   */
  record GpuInstance(String gpuUuid, int gpuInstanceId) implements Device {}
}
