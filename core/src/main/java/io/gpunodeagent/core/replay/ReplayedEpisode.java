// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it would have gone with a pod for which what its rule waits for came true.
 *
 * @param node it ran on
 * @param pod of a history, its UID is made up of name and first sight
 * @param rule it was judged by
 * @param given how long it would have been marked, as far as samples tell
 * @param end how it ended
 * @param exclusions why less would have been done than the rule says, in words; those of the latest
 *     decision
 * @param evidence when it was marked, or as far as it came
 * @param decisions each change, with its evidence
 * @param left how many changes beyond those there were
 */
public record ReplayedEpisode(
    String node,
    PodRef pod,
    Rule rule,
    Held held,
    Times times,
    Duration given,
    End end,
    List<String> exclusions,
    String evidence,
    List<Change> decisions,
    int left) {

  public ReplayedEpisode {
    exclusions = List.copyOf(exclusions);
    decisions = List.copyOf(decisions);
  }

  /** Whole GPUs times hours marked; none for a time-slice rule, whose marks free nothing. */
  public double gpuHours() {
    return hours(held.gpus());
  }

  /** MIG instances and shared GPUs times hours marked; none for a time-slice rule. */
  public double partHours() {
    return hours(held.parts());
  }

  private double hours(int devices) {
    return rule.kind() == Kind.IDLE ? devices * given.toSeconds() / 3600.0 : 0;
  }

  /** A rule. */
  public record Rule(Kind kind, String name) {}

  /**
   * What a pod held when it was last seen.
   *
   * @param gpus whole GPUs that it held alone
   * @param parts other devices: MIG instances and shared GPUs
   */
  public record Held(int gpus, int parts) {}

  /**
   * When what came.
   *
   * @param idleSince when its rest began; empty for a time-slice rule
   * @param met when what the rule waits for came true
   * @param announced when it would have been announced; empty when it never was
   * @param marked when it would have been marked; empty when it never was
   */
  public record Times(
      Optional<Instant> idleSince,
      Instant met,
      Optional<Instant> announced,
      Optional<Instant> marked) {}

  /** How it ended. The lower-case name is what is written. */
  public enum End {
    /** It went on to the end of the range. */
    RANGE_END,
    /** The pod was used again, or its rest was no longer proven for long enough. */
    NO_LONGER_MET,
    /** The pod went, or what came was perhaps another of that name. */
    POD_GONE
  }

  /**
   * A change of what is said of the pod.
   *
   * @param stage and {@code verdict} lower-case names
   * @param evidence one line
   */
  public record Change(Instant at, String stage, String verdict, String evidence) {}
}
