// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

/**
 * What a MIG device consists of, as {@code nvmlDeviceGetAttributes_v2} counts it.
 *
 * @param memoryMebibytes memory of its GPU instance
 * @param multiprocessors SMs of the compute instance
 * @param gpuSlices compute slices of its GPU instance, 1 to 8
 * @param computeSlices those of them that are the compute instance's own
 * @param engines of the GPU instance, shared by its compute instances
 */
public record MigAttributes(
    long memoryMebibytes, int multiprocessors, int gpuSlices, int computeSlices, Engines engines) {

  /** Engines by kind; 0 where the profile has none. */
  public record Engines(int copy, int decoder, int encoder, int jpeg, int ofa) {}
}
