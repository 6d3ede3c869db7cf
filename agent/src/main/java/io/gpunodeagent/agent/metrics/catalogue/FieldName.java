// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import java.util.OptionalInt;

/**
 * A name of a DCGM field.
 *
 * @param name as counters files write it
 * @param field the number of the field; empty where DCGM gave the number to another field since
 * @param origin who gave it
 */
public record FieldName(String name, OptionalInt field, Origin origin) {

  /** Where a name comes from. */
  public enum Origin {
    /** The names of DCGM up to 4.5, which every later one accepts. */
    CLASSIC("classic"),
    /** The lower-case names of dcgm-exporter before 2.0. */
    EXPORTER_1("1.x"),
    /** The renaming of DCGM 4.6.0. */
    DCGM_4_6_0("4.6.0"),
    /** The renaming of DCGM 4.6.1, and its first fields in base units. */
    DCGM_4_6_1("4.6.1"),
    /** Names that DCGM accepts since 4.7 only. */
    DCGM_4_7("4.7"),
    /** Metrics that dcgm-exporter makes itself. */
    EXPORTER("exporter"),
    /** Names that DCGM no longer accepts. */
    DROPPED("dropped");

    private final String word;

    Origin(String word) {
      this.word = word;
    }

    static Origin ofWord(String word) {
      for (var origin : values()) {
        if (origin.word.equals(word)) {
          return origin;
        }
      }
      throw new IllegalArgumentException(word);
    }

    /** Whether DCGM 4.6 calls fields so. */
    public boolean isRenaming() {
      return this == DCGM_4_6_0 || this == DCGM_4_6_1;
    }
  }
}
