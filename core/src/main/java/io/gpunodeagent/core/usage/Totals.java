// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import java.util.OptionalDouble;

/**
 * What only grows.
 *
 * @param held nanoseconds
 * @param active nanoseconds, at most {@code held}
 * @param energyJoules empty when it was never known
 * @param smSeconds empty when it was never known
 */
record Totals(long held, long active, OptionalDouble energyJoules, OptionalDouble smSeconds) {

  static final Totals NONE = new Totals(0, 0, OptionalDouble.empty(), OptionalDouble.empty());

  /** The totals with so much more; an empty part adds nothing and takes nothing away. */
  Totals plus(long moreHeld, long moreActive, OptionalDouble joules, OptionalDouble moreSm) {
    return new Totals(
        held + moreHeld, active + moreActive, sum(energyJoules, joules), sum(smSeconds, moreSm));
  }

  private static OptionalDouble sum(OptionalDouble before, OptionalDouble more) {
    return more.isEmpty() ? before : OptionalDouble.of(before.orElse(0) + more.getAsDouble());
  }
}
