// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How GPUs are set.
 *
 * @param nvidiaSmi the program, absolute
 * @param period between two looks, 1 s to 60 s
 * @param timeout of one run of the program, 1 s to 60 s
 * @param reappliesPerHour how often a setting that somebody else changes is set again, 0 to 60
 * @param stateFile where what is to be taken back is kept; empty keeps it nowhere
 */
public record ShaperConfig(
    Path nvidiaSmi,
    Duration period,
    Duration timeout,
    int reappliesPerHour,
    Optional<Path> stateFile) {

  /** The same with another file. */
  public ShaperConfig keptIn(Optional<Path> file) {
    return new ShaperConfig(nvidiaSmi, period, timeout, reappliesPerHour, file);
  }
}
