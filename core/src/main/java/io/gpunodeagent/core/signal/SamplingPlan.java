// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

import java.util.HashSet;
import java.util.Set;

/**
 * What the sampler is asked to read of every GPU: the union of what the enabled metrics, labels and
 * policies need.
 *
 * @param signals the signals; those a GPU lacks become unsupported readings
 * @param processes what is read of running processes
 */
public record SamplingPlan(Set<Signal<?>> signals, Processes processes) {

  /** How much is read of running processes; each includes those before. */
  public enum Processes {
    NOTHING,
    /** Which there are, and their memory. */
    LISTED,
    /** How busy they keep the GPU. */
    UTILIZATION
  }

  public SamplingPlan {
    signals = Set.copyOf(signals);
  }

  /** A plan that lists processes, or does not. */
  public SamplingPlan(Set<Signal<?>> signals, boolean processes) {
    this(signals, processes ? Processes.LISTED : Processes.NOTHING);
  }

  /** What this plan and {@code other} ask for together. */
  public SamplingPlan and(SamplingPlan other) {
    var all = new HashSet<>(signals);
    all.addAll(other.signals);
    return new SamplingPlan(
        all, processes.compareTo(other.processes) > 0 ? processes : other.processes);
  }
}
