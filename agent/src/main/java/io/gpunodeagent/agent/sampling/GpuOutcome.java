// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

/** How a reader's latest pass over its GPU ended. */
sealed interface GpuOutcome {

  /** No pass has ended yet. */
  record Pending() implements GpuOutcome {}

  /** The GPU was read. */
  record Read(GpuResult result) implements GpuOutcome {}

  /**
   * NVML says the GPU is gone.
   *
   * @param function the function that said so
   * @param code its {@code nvmlReturn_t}
   */
  record Lost(String function, int code) implements GpuOutcome {}

  /** The GPU cannot be identified: NVML refuses its handle or its UUID. */
  record Unidentified(String function, int code) implements GpuOutcome {}

  /** NVML as a whole does not answer any more. */
  record LibraryLost(String function, int code) implements GpuOutcome {}
}
