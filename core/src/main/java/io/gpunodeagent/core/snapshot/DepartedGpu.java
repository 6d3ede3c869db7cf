// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import java.time.Instant;

/**
 * A GPU that was taken out of the machine: NVML has not enumerated it for so long that it is not
 * waited for any more.
 *
 * @param identity what named it
 * @param at when it was given up
 */
public record DepartedGpu(GpuIdentity identity, Instant at) {}
