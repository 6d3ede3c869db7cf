package io.gpunodeagent.agent.kubelet;

import java.time.Duration;

/** How long to leave the kubelet alone. */
final class RetryPause {

  /** However often the kubelet refuses, it is asked again after this, or after a longer period. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int MOST_DOUBLINGS = 16;

  private RetryPause() {}

  /**
   * The pause until the next question: the period, doubled for each refusal in a row.
   *
   * @param period in regular times
   * @param refusals how often in a row the kubelet's rate limit answered, 0 in regular times
   */
  static Duration after(Duration period, int refusals) {
    if (refusals == 0) {
      return period;
    }
    var doubled = period.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS));
    var longest = period.compareTo(LONGEST) < 0 ? LONGEST : period;
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
