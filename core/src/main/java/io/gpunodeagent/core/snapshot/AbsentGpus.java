// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import java.util.List;

/**
 * GPUs of which a snapshot has no sample.
 *
 * @param unreadable counted by NVML, but not identified, in index order
 * @param departed taken out of the machine since the agent started
 */
public record AbsentGpus(List<UnreadableGpu> unreadable, List<DepartedGpu> departed) {

  public AbsentGpus {
    unreadable = List.copyOf(unreadable);
    departed = List.copyOf(departed);
  }

  /** There are none. */
  public static AbsentGpus none() {
    return new AbsentGpus(List.of(), List.of());
  }
}
