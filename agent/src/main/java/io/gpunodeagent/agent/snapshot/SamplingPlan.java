package io.gpunodeagent.agent.snapshot;

import java.util.Set;

/**
 * What the sampler is asked to read of every GPU: the union of what the enabled metrics, labels and
 * policies need.
 *
 * @param signals the signals; those a GPU lacks become unsupported readings
 * @param processes whether running processes are listed
 */
public record SamplingPlan(Set<Signal<?>> signals, boolean processes) {

  public SamplingPlan {
    signals = Set.copyOf(signals);
  }
}
