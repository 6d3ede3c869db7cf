// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import java.util.Locale;
import java.util.Map;

/**
 * A name of the OpenTelemetry semantic conventions for hardware, and the metric that gives its
 * quantity in its unit.
 *
 * @param name such as {@code hw.gpu.utilization}; several rows may share one
 * @param unit in UCUM's terms
 * @param whole whether the convention has whole numbers
 * @param component whose figure it is
 * @param attributes beside those of the row and of the component
 * @param metric the source, in base units
 * @param help the convention's description
 */
public record SemanticName(
    String name,
    Instrument instrument,
    String unit,
    boolean whole,
    Component component,
    Map<String, String> attributes,
    Metric metric,
    String help) {

  public SemanticName {
    attributes = Map.copyOf(attributes);
  }

  /** The conventions' kinds of instruments. */
  public enum Instrument {
    GAUGE,
    COUNTER,
    /** A sum that may fall. */
    UPDOWNCOUNTER;

    /** As tables write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A GPU, or a sensor or fan of it.
   *
   * @param type the attribute {@code hw.type}
   * @param location of the sensor; empty text for the GPU itself
   */
  public record Component(String type, String location) {

    /** Whether it is the GPU itself. */
    public boolean isGpu() {
      return location.isEmpty();
    }

    /** As tables write it. */
    public String words() {
      return isGpu() ? type : type + "/" + location;
    }
  }

  /** What a family of it is: one that may fall is no counter. */
  public Kind kind() {
    return instrument == Instrument.COUNTER ? Kind.COUNTER : Kind.GAUGE;
  }

  /** Whether {@code served} is its metric, or one that {@code inBaseUnits} is the same as. */
  public boolean stands(Metric served, Metric inBaseUnits) {
    return metric.equals(served) || metric.equals(inBaseUnits);
  }
}
