// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.CauseRule;
import java.time.Duration;
import java.util.Optional;

/**
 * How patient the judgement is.
 *
 * @param settle time of good readings after which what was wrong is over
 * @param persistent how long a slowdown, a hang or a missing GPU lasts before it counts in full
 * @param quiet time without another occurrence after which a note, NVLink errors and flapping are
 *     over
 * @param longQuiet the same for what is rarer and worse
 * @param recoveryReported how long the driver must say that no recovery is needed before it is
 *     believed
 * @param flapping when a link counts as flapping
 * @param taint when the node is to be tainted; empty for never
 */
public record HealthRules(
    Duration settle,
    Duration persistent,
    Duration quiet,
    Duration longQuiet,
    Duration recoveryReported,
    Flapping flapping,
    Optional<TaintRule> taint) {

  /** Readings further apart than this say nothing about the time between them. */
  static final Duration LONGEST_GAP = Duration.ofMinutes(2);

  /**
   * A GPU that neither NVML nor the PCI bus has shown for so long has left the machine; as long as
   * the sampler waits for one that it knew.
   */
  static final Duration LONGEST_ABSENCE = Duration.ofHours(1);

  /** A cause that ended and comes back within this time is not reported again. */
  static final Duration REPORT_RETURN = Duration.ofMinutes(10);

  /** How often an event about something that goes on is reported again. */
  static final Duration REPORT_AGAIN = Duration.ofHours(1);

  /**
   * When a link flaps.
   *
   * @param times it goes down
   * @param within this time
   */
  public record Flapping(int times, Duration within) {}

  /**
   * When the node is to be tainted.
   *
   * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
   * @param allGpus whether all GPUs must be unhealthy, not one
   */
  public record TaintRule(String effect, boolean allGpus) {}

  /**
   * The defaults: 60 s to settle and to persist, but at least twice the slow period, so that no
   * reading from before an event counts as good after it, nor one as bad for too long; quiet for 10
   * min and 1 h; 5 min of the driver's word; flapping from three times down in 10 min on; no taint.
   *
   * @param slowPeriod of the sampling
   */
  public static HealthRules forSlowPeriod(Duration slowPeriod) {
    var settle = longer(Duration.ofSeconds(60), slowPeriod.multipliedBy(2));
    return new HealthRules(
        settle,
        settle,
        longer(Duration.ofMinutes(10), settle),
        longer(Duration.ofHours(1), settle),
        longer(Duration.ofMinutes(5), settle),
        new Flapping(3, Duration.ofMinutes(10)),
        Optional.empty());
  }

  /** The same with another rule for the taint. */
  public HealthRules tainting(Optional<TaintRule> rule) {
    return new HealthRules(settle, persistent, quiet, longQuiet, recoveryReported, flapping, rule);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** How much good time ends a cause. */
  Duration hold(CauseRule.Clearing clearing, boolean resetSeen) {
    return switch (clearing) {
      case AT_ONCE -> Duration.ZERO;
      case SETTLED, RESET -> settle;
      case QUIET -> quiet;
      case LONG_QUIET -> longQuiet;
      case RECOVERY_TOLD -> resetSeen ? settle : recoveryReported;
    };
  }
}
