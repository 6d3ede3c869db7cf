// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.sources.ContainerName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one scrape of one exporter said about a node.
 *
 * @param at when it was scraped
 * @param source job and instance of the exporter
 * @param devices in a lasting order
 */
public record Frame(Instant at, String source, List<Seen> devices) {

  public Frame {
    devices = List.copyOf(devices);
  }

  /**
   * A device.
   *
   * @param model of the GPU; empty text when it is unknown
   * @param holders containers that hold it; several share it
   * @param shared whether it is given out in replicas, as far as labels tell
   * @param figures the largest of each
   */
  public record Seen(
      DcgmDevice slot,
      String model,
      Set<ContainerName> holders,
      boolean shared,
      Map<Figure, Double> figures) {

    public Seen {
      holders = Set.copyOf(holders);
      figures = Map.copyOf(figures);
    }
  }
}
