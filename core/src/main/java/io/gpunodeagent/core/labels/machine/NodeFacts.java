// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.machine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What labels need to know of the machine beside its GPUs' readings.
 *
 * @param machineType the content of {@code /sys/class/dmi/id/product_name}; empty when it cannot be
 *     read, empty text when the file is empty
 * @param pci NVIDIA devices on the PCI bus; empty when it cannot be listed
 * @param startedAt when the agent started: the same for a whole run, or the Node would be written
 *     again with every pass
 */
public record NodeFacts(
    Optional<String> machineType, Optional<List<PciDevice>> pci, Instant startedAt) {

  public NodeFacts {
    pci = pci.map(List::copyOf);
  }

  /** Nothing is known but when the agent started. */
  public static NodeFacts unknown(Instant startedAt) {
    return new NodeFacts(Optional.empty(), Optional.empty(), startedAt);
  }
}
