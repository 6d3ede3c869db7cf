// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import io.gpunodeagent.core.attribution.Share;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One row of the catalogue about a GPU, an instance or a link.
 *
 * @param field its DCGM field: number and name
 * @param kind as dcgm-exporter's shipped counters file types it since 4.8.4; a rate and a flag that
 *     older ones call counters are gauges
 * @param unit of the exported number, in DCGM's terms
 * @param help what it says, one phrase without a full stop
 * @param scope what one series is about
 * @param byDefault whether it is served when no counters file is named
 * @param source which signals it needs and how they become samples
 * @param part how the figure of a shared device is divided among its holders; empty when it is not,
 *     and each of them shows the whole
 */
public record Metric(
    Field field,
    Kind kind,
    String unit,
    String help,
    Scope scope,
    boolean byDefault,
    Source source,
    Optional<Part> part) {

  /**
   * A DCGM field.
   *
   * @param id its number, unique in the catalogue; 0 for a series of the agent's own
   * @param name the name dashboards use
   */
  public record Field(int id, String name) {

    /** Whether dcgm-exporter makes it up itself, with labels that distinguish several values. */
    public boolean isExportersOwn() {
      return id >= 9000;
    }
  }

  /** Takes one holder's part of a device's figure. */
  @FunctionalInterface
  public interface Part {
    /** The part, in the unit of the metric; empty when it is not known. */
    OptionalDouble of(Share share);
  }

  /** The name dashboards use. */
  public String name() {
    return field.name();
  }

  /** The {@code # HELP} text: the phrase with its unit. */
  public String helpWithUnit() {
    return help + " (" + unit + ").";
  }
}
