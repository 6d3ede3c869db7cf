// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

/** How much of a device one entry gives a container. */
public sealed interface Portion {

  /** All of it, as far as the id says. */
  record Whole() implements Portion {}

  /** One of several equal replicas. */
  record Replica(int number) implements Portion {}

  /** A part nobody states, such as of the capacity of a DRA device. */
  record Unstated() implements Portion {}

  /**
   * The same part of memory and compute.
   *
   * @param part above 0 to 1
   */
  record Fraction(double part) implements Portion {}

  /**
   * An amount of memory, and compute in proportion.
   *
   * @param bytes above 0
   */
  record Memory(long bytes) implements Portion {}

  /**
   * An amount of memory, and a part of compute of its own.
   *
   * @param memoryBytes 0 when memory is not limited
   * @param smPercent 0–100; 0 when compute is not limited
   */
  record Limits(long memoryBytes, int smPercent) implements Portion {}

  /** Whether others may be given the rest. */
  default boolean shared() {
    return switch (this) {
      case Whole() -> false;
      case Replica _, Unstated(), Fraction _, Memory _, Limits _ -> true;
    };
  }
}
