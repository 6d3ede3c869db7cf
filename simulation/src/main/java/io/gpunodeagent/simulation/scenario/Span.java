// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

/**
 * A stretch of the scenario's time, in seconds after its start.
 *
 * @param from the first moment
 * @param until the first moment after it; infinite when it never ends
 */
public record Span(double from, double until) {

  private static final Span ALWAYS = new Span(0, Double.POSITIVE_INFINITY);

  /** All of the scenario. */
  public static Span always() {
    return ALWAYS;
  }

  /** Whether {@code seconds} is within. */
  public boolean contains(double seconds) {
    return seconds >= from && seconds < until;
  }

  /** Whether some moment is in both. */
  boolean overlaps(Span other) {
    return from < other.until && other.from < until;
  }

  /** The keys {@code from} and {@code until} of {@code at}; what is left out is {@code outer}'s. */
  static Span read(At at, Span outer) {
    double from = at.find("from").map(At::seconds).orElse(outer.from);
    double until = at.find("until").map(At::seconds).orElse(outer.until);
    if (until <= from) {
      throw at.find("until").orElse(at).fault("until must come after from", "let it end later");
    }
    return new Span(from, until);
  }
}
