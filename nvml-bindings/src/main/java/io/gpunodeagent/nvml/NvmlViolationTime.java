// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;

/**
 * How long a policy has limited the clocks ({@code nvmlViolationTime_t}).
 *
 * @param referenceTimeMicros when it was read, in microseconds of the CPU's clock
 * @param violationTimeNanos how long, in nanoseconds since the driver was loaded; never decreases
 */
public record NvmlViolationTime(long referenceTimeMicros, long violationTimeNanos) {
  static NvmlViolationTime of(Scratch scratch) {
    return new NvmlViolationTime(
        scratch.int64(LoadStructs.ViolationTime.REFERENCE_TIME),
        scratch.int64(LoadStructs.ViolationTime.VIOLATION_TIME));
  }
}
