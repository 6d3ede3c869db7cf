// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a device does. Each figure is empty where it was not read.
 *
 * @param utilizationPercent time in which a kernel ran, % 0–100; of an instance its engines' use by
 *     GPM
 * @param memoryUsedBytes allocated device memory
 * @param memoryTotalBytes device memory
 * @param powerMilliwatts of the board
 * @param powerLimitMilliwatts enforced
 * @param temperatureCelsius of the core
 * @param smClockMegahertz now
 */
public record LoadOverview(
    OptionalDouble utilizationPercent,
    OptionalLong memoryUsedBytes,
    OptionalLong memoryTotalBytes,
    OptionalLong powerMilliwatts,
    OptionalLong powerLimitMilliwatts,
    OptionalLong temperatureCelsius,
    OptionalLong smClockMegahertz) {

  /** Nothing was read. */
  public static LoadOverview none() {
    return new LoadOverview(
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** Part of the memory that is used, 0–1. */
  public OptionalDouble memoryShare() {
    return memoryUsedBytes.isPresent() && memoryTotalBytes.orElse(0) > 0
        ? OptionalDouble.of((double) memoryUsedBytes.getAsLong() / memoryTotalBytes.getAsLong())
        : OptionalDouble.empty();
  }
}
