// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import java.util.Optional;

/** What a metric is to Prometheus. */
public enum Kind {
  /** A number that goes up and down. */
  GAUGE("gauge"),
  /** A number that only grows until its source is reset. */
  COUNTER("counter"),
  /** Not a series: a text put as a label on every series. */
  LABEL("label");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** The word a {@code # TYPE} line or a counters file uses. */
  public String word() {
    return word;
  }

  /** The kind a counters file names, if it is one. */
  public static Optional<Kind> ofWord(String word) {
    for (var kind : values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
