// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

/**
 * One row of the catalogue about who holds and who uses what. Always served; absent where nothing
 * is known.
 *
 * @param <S> the subject of one row of series
 * @param unit of the exported number
 * @param help what it says, one phrase without a full stop
 * @param source what it rests on, in words
 * @param labels beside those of the row, in words; empty text when there are none
 * @param reader turns what is known into samples
 */
public record UseMetric<S>(
    String name,
    Kind kind,
    String unit,
    String help,
    String source,
    String labels,
    Reader<S> reader) {

  /** Hands the samples of one subject on; hands on none where the value is not known. */
  @FunctionalInterface
  public interface Reader<S> {
    /** Reads {@code subject} into {@code out}. */
    void read(S subject, Samples out);
  }

  /** The {@code # HELP} text: the phrase with its unit. */
  public String helpWithUnit() {
    return help + " (" + unit + ").";
  }
}
