// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the PCI bus of the node holds.
 *
 * @param gpus bus ids of NVIDIA GPUs that belong to the node, as {@code 00000000:1B:00.0}; empty
 *     when the bus could not be read or does not count, as in a simulation
 */
public record NodeInventory(Optional<SortedSet<String>> gpus) {

  public NodeInventory {
    gpus = gpus.map(TreeSet::new);
  }

  /** The bus could not be read. */
  public static NodeInventory unknown() {
    return new NodeInventory(Optional.empty());
  }
}
