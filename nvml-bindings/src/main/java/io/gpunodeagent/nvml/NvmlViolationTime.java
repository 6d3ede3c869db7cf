package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;

/**
 * How long a policy has held the clocks down ({@code nvmlViolationTime_t}).
 *
 * @param referenceTimeMicros microseconds of the CPU's clock at which it was read
 * @param violationTimeNanos nanoseconds since the driver was loaded; only grows
 */
public record NvmlViolationTime(long referenceTimeMicros, long violationTimeNanos) {
  static NvmlViolationTime of(Scratch scratch) {
    return new NvmlViolationTime(
        scratch.int64(LoadStructs.ViolationTime.REFERENCE_TIME),
        scratch.int64(LoadStructs.ViolationTime.VIOLATION_TIME));
  }
}
