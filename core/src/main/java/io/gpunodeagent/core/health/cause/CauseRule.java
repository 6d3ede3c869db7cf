// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

import io.gpunodeagent.core.health.HealthRules;

/**
 * What a cause does to the state of its GPU, and for how long.
 *
 * @param effect the state it brings about
 * @param onset when it does
 * @param clearing when it is over
 * @param action what is recommended
 * @param meaning what it says, a few words
 */
public record CauseRule(
    GpuState effect, Onset onset, Clearing clearing, HealthAction action, String meaning) {

  /** When a cause counts. */
  public enum Onset {
    /** On the first sight. */
    AT_ONCE,
    /** After {@link HealthRules#persistent()}; until then the GPU is unknown. */
    UNKNOWN_UNTIL_PERSISTENT,
    /** After {@link HealthRules#persistent()}; until then nothing is said. */
    PERSISTENT
  }

  /** When a cause is over. Only time in which everything needed was read counts as good. */
  public enum Clearing {
    /** On the first good reading. */
    AT_ONCE,
    /** After {@link HealthRules#settle()} of good readings. */
    SETTLED,
    /** After {@link HealthRules#quiet()} without another occurrence. */
    QUIET,
    /** After {@link HealthRules#longQuiet()} without another occurrence. */
    LONG_QUIET,
    /**
     * After a reset has been seen and {@link HealthRules#settle()} of good readings. A reset shows
     * in a GPU that was lost and answers again, in counters that started over, and in a driver that
     * was unloaded.
     */
    RESET,
    /**
     * As {@link #RESET}, or after {@link HealthRules#recoveryReported()} in which the driver said
     * that no recovery action is needed.
     */
    RECOVERY_TOLD
  }
}
