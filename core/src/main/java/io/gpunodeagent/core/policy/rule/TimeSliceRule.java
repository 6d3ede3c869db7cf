// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.rule;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is done about pods that take more of a shared GPU than they were given.
 *
 * @param name of the rule, unique among the time-slice rules
 * @param match which pods it is for
 * @param memory limit of device memory; none when empty
 * @param compute limit of the share of SM time; none when empty
 * @param maxHold the longest a contended GPU may be held; any time when empty
 * @param grace how long it must be exceeded without a break before each step of the ladder
 * @param action how far it goes
 * @param device how GPUs it applies to are set; as they are when empty
 */
public record TimeSliceRule(
    String name,
    Match match,
    Optional<MemoryLimit> memory,
    Optional<ComputeLimit> compute,
    Optional<Duration> maxHold,
    Duration grace,
    PolicyAction action,
    Optional<Shaping> device) {

  /**
   * A limit of device memory.
   *
   * @param limit of each GPU
   * @param tolerancePercent of the limit that may be held above it
   */
  public record MemoryLimit(Amount limit, double tolerancePercent) {}

  /** An amount of the memory of a GPU. */
  public sealed interface Amount {

    /** As much as was given: the total over the replicas, times the replicas held. */
    record Fair() implements Amount {}

    /** A part of the total, % above 0 to 100. */
    record Percent(double percent) implements Amount {}

    /** Bytes. */
    record Bytes(long bytes) implements Amount {}
  }

  /**
   * The share of SM time is to be that of the replicas held, while several use the GPU.
   *
   * @param activity over what it is judged
   * @param tolerancePercent of the share that may be used above it
   */
  public record ComputeLimit(ActivityCriteria activity, double tolerancePercent) {}

  /**
   * Settings of the GPU itself.
   *
   * @param timeSlice length of the driver's time slices; as it is when empty
   * @param computeMode as it is when empty
   */
  public record Shaping(Optional<TimeSlice> timeSlice, Optional<ComputeMode> computeMode) {}

  /** Lengths of time slices the driver knows. */
  public enum TimeSlice {
    DEFAULT,
    SHORT,
    MEDIUM,
    LONG;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many processes may hold a compute context. */
  public enum ComputeMode {
    /** Any number. */
    DEFAULT("default"),
    /** One at a time. */
    EXCLUSIVE_PROCESS("exclusiveProcess"),
    /** None. */
    PROHIBITED("prohibited");

    private final String label;

    ComputeMode(String label) {
      this.label = label;
    }

    /** Its name in the configuration. */
    public String label() {
      return label;
    }

    /** Whether containers that share the GPU can all use it. */
    public boolean leavesShared() {
      return this == DEFAULT;
    }
  }
}
