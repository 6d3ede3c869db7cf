// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.util.List;

/**
 * What the kubelet last said.
 *
 * @param state whether it answers now
 * @param entries in the kubelet's order
 * @param allocatable what it has to give out
 */
public record Allocations(SourceState state, List<Allocation> entries, Allocatable allocatable) {

  public Allocations {
    entries = List.copyOf(entries);
  }

  /** No kubelet configured. */
  public static Allocations off() {
    return new Allocations(
        new SourceState.Off(), List.of(), new Allocatable.Unknown("the kubelet is not asked"));
  }
}
