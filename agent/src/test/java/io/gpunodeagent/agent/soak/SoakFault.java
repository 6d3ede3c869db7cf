// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.soak;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * A fault of the agent's surroundings.
 *
 * @param name as the table of {@code docs/reliability.md} has it
 * @param begin brings it about
 * @param seen whether a scrape, empty when none was answered, shows it
 * @param end takes it away
 * @param over whether a scrape shows that it is over
 * @param recovery the longest time until then
 */
record SoakFault(
    String name,
    Step begin,
    Predicate<String> seen,
    Step end,
    Predicate<String> over,
    Duration recovery) {

  /** Something that is done. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }
}
