// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

/**
 * A figure ascribed to someone, or why there is none.
 *
 * @param <T> {@link Long} or {@link Double}
 */
public sealed interface Attributed<T> {

  /** The figure and what it rests on. */
  record Value<T>(T value, Source source) implements Attributed<T> {}

  /** There is no figure: not zero. */
  record Absent<T>(Absence reason) implements Attributed<T> {}

  /** What the figure rests on; {@link Source#NONE} when there is none. */
  default Source source() {
    return switch (this) {
      case Value<T>(var _, var source) -> source;
      case Absent<T>(var _) -> Source.NONE;
    };
  }

  /** A figure. */
  static <T> Attributed<T> of(T value, Source source) {
    return new Value<>(value, source);
  }

  /** No figure. */
  static <T> Attributed<T> absent(Absence reason) {
    return new Absent<>(reason);
  }

  /** How a figure was come by. The lower-case name is a label value. */
  enum Source {
    /** The device's own figure: nobody else holds it, and nobody else was seen on it. */
    EXCLUSIVE,
    /** The sum over the processes seen. */
    PROCESS,
    /** The device's GPM figure, on the terms of {@link #EXCLUSIVE}. */
    GPM,
    /** There is no figure. */
    NONE
  }

  /** Why there is no figure. The lower-case name is a label value. */
  enum Absence {
    /** The GPU's readings are not of the latest pass. */
    STALE,
    /** Process lists cannot be taken as complete. */
    VISIBILITY,
    /** No process of the party is listed. */
    NO_PROCESS,
    /** The driver never gives the figure here. */
    NOT_SUPPORTED,
    /** The figure could not be read this time. */
    READ_FAILED,
    /** The memory of one of the processes is unknown. */
    SIZE_UNKNOWN,
    /** Clients of the Multi-Process Service cannot be distinguished. */
    MPS,
    /** The pods of the node are not known, so it is unknown who the user is. */
    UNRESOLVED
  }
}
