// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

/**
 * A GPU that NVML counts and that has not said who it is: nothing is known of it but its place.
 *
 * @param index NVML's
 * @param condition why; never {@link GpuCondition.Fresh}
 */
public record UnreadableGpu(int index, GpuCondition condition) {}
