// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;
import java.time.Duration;
import java.util.Map;

/**
 * The sampler's account of its own work since it started.
 *
 * @param passes finished passes
 * @param lastPass how long the latest took, first call to publication
 * @param totalPassTime the sum over all passes
 * @param latePasses passes published without at least one GPU's readings
 * @param calls NVML calls by function
 * @param failures NVML calls that failed, by function and code; "not supported" is not a failure
 * @param enumerations times the GPUs were enumerated again
 */
public record SamplingStatistics(
    long passes,
    Duration lastPass,
    Duration totalPassTime,
    long latePasses,
    Map<String, Long> calls,
    Map<Failure, Long> failures,
    long enumerations) {

  public SamplingStatistics {
    calls = Map.copyOf(calls);
    failures = Map.copyOf(failures);
  }

  /** Nothing done yet. */
  public static SamplingStatistics none() {
    return new SamplingStatistics(0, Duration.ZERO, Duration.ZERO, 0, Map.of(), Map.of(), 0);
  }

  /**
   * One way of failing.
   *
   * @param function the NVML function
   * @param code its {@code nvmlReturn_t}, or {@link Reading#IMPLAUSIBLE}
   * @param codeName such as {@code GPU_IS_LOST} or {@code IMPLAUSIBLE}, or {@code UNKNOWN_1234} for
   *     a code this build does not know
   */
  public record Failure(String function, int code, String codeName) {}
}
