// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import java.time.Instant;

/** Whether a GPU's readings may be believed now. Anything but {@link Fresh} hides its series. */
public sealed interface GpuCondition {

  /** The readings are of the latest pass. */
  record Fresh() implements GpuCondition {}

  /**
   * No pass over the GPU has ended yet; there are no readings.
   *
   * @param function the NVML function it was last seen in; empty before the first
   * @param since when the first pass began
   */
  record Unread(String function, Instant since) implements GpuCondition {}

  /**
   * A call did not return within its time-out; the readings are those of the last pass that ended.
   *
   * @param function the NVML function it was last seen in
   * @param since when that call began
   */
  record Hung(String function, Instant since) implements GpuCondition {}

  /**
   * NVML says the GPU is lost, needs a reset or is not found.
   *
   * @param function the NVML function that said so
   * @param code its {@code nvmlReturn_t}
   * @param since when it was first said
   */
  record Lost(String function, int code, Instant since) implements GpuCondition {}
}
