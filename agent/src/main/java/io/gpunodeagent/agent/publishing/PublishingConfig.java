// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how fast things are published.
 *
 * @param sink where to
 * @param dryRun whether what would be written is only logged
 * @param condition whether the Node condition is written
 * @param events whether Events are recorded
 * @param debounce from a change to its write, so that changes at one time are one write; 0 s to 1
 *     min
 * @param minInterval between two writes of labels, 1 s to 1 h
 * @param checkInterval between two looks at what is there, to repair what was lost; 10 s to 1 h
 * @param simulations whether what a simulation says may leave the simulation's own cluster
 */
public record PublishingConfig(
    Sink sink,
    boolean dryRun,
    boolean condition,
    boolean events,
    Duration debounce,
    Duration minInterval,
    Duration checkInterval,
    boolean simulations) {

  /** The same to another sink. */
  public PublishingConfig to(Sink other) {
    return new PublishingConfig(
        other, dryRun, condition, events, debounce, minInterval, checkInterval, simulations);
  }

  /** The same in earnest, or as a dry run. */
  public PublishingConfig dryRun(boolean dry) {
    return new PublishingConfig(
        sink, dry, condition, events, debounce, minInterval, checkInterval, simulations);
  }

  /** Where to. */
  public sealed interface Sink {

    /** The Node object, by server-side apply. */
    record Node() implements Sink {}

    /**
     * A file of Node Feature Discovery's local source: labels only.
     *
     * @param file in the folder {@code features.d}
     */
    record FeaturesFile(Path file) implements Sink {}

    /**
     * A NodeFeature object, from which Node Feature Discovery labels the Node: labels only.
     *
     * @param namespace one that Node Feature Discovery watches
     */
    record NodeFeature(String namespace) implements Sink {}

    /** Nowhere. */
    record None() implements Sink {}
  }
}
