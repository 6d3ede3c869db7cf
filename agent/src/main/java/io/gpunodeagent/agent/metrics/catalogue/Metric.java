package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.core.attribution.Share;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One row of the catalogue.
 *
 * @param field its DCGM field: number and name
 * @param kind as dcgm-exporter's shipped counters file types it since 4.8.4; a rate and a flag that
 *     older ones call counters are gauges
 * @param unit of the exported number, in DCGM's terms
 * @param help what it says, one phrase without a full stop
 * @param scope what one series speaks of
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
    Source source,
    Optional<Part> part) {

  /**
   * A DCGM field.
   *
   * @param id its number, unique in the catalogue
   * @param name the name dashboards use
   */
  public record Field(int id, String name) {

    /** Whether dcgm-exporter makes it up itself, with labels that tell several values apart. */
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

  static Metric gauge(int id, String name, String unit, String help, Source source) {
    return of(Kind.GAUGE, id, name, unit, help, source);
  }

  static Metric counter(int id, String name, String unit, String help, Source source) {
    return of(Kind.COUNTER, id, name, unit, help, source);
  }

  static Metric label(int id, String name, String help, Source source) {
    return of(Kind.LABEL, id, name, "text", help, source);
  }

  private static Metric of(
      Kind kind, int id, String name, String unit, String help, Source source) {
    return new Metric(new Field(id, name), kind, unit, help, Scope.GPU, source, Optional.empty());
  }

  /** The same row of another scope. */
  Metric per(Scope other) {
    return new Metric(field, kind, unit, help, other, source, part);
  }

  /** The same row, divided among the holders of a shared device. */
  Metric divided(Part other) {
    return new Metric(field, kind, unit, help, scope, source, Optional.of(other));
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
