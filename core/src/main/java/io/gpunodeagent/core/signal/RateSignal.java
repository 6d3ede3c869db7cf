// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

/**
 * The growth of a counting field per second of the two latest passes, in the field's unit per
 * second. Absent until two readings exist and after the counter went backwards.
 *
 * @param counter the field that counts
 */
public record RateSignal(FieldSignal counter) implements Signal<Double> {

  @Override
  public Cadence cadence() {
    return counter.cadence();
  }

  @Override
  public String source() {
    return counter.source();
  }
}
