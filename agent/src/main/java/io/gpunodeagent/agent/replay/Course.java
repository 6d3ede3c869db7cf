package io.gpunodeagent.agent.replay;

import io.gpunodeagent.agent.policy.PodDecision.PodRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it would have gone with a pod that a rule found idle for long enough.
 *
 * @param node it ran on
 * @param pod its UID is made up of name and first sight
 * @param gpus whole GPUs that it held alone
 * @param parts other devices it held: MIG instances and shared GPUs
 * @param idleSince when its rest began
 * @param met when it had rested for long enough
 * @param announced when it would have been announced; empty when the rule does not go that far
 * @param marked when it would have been marked; empty when that never came
 * @param given how long it would have been marked, as far as samples tell
 * @param end how it ended
 * @param evidence when it was marked, or as far as it came
 * @param decisions each change, with its evidence
 * @param left how many changes beyond those there were
 */
public record Course(
    String node,
    PodRef pod,
    String rule,
    int gpus,
    int parts,
    Optional<Instant> idleSince,
    Instant met,
    Optional<Instant> announced,
    Optional<Instant> marked,
    Duration given,
    End end,
    String evidence,
    List<Change> decisions,
    int left) {

  public Course {
    decisions = List.copyOf(decisions);
  }

  /** Whole GPUs times hours marked. */
  public double gpuHours() {
    return gpus * given.toSeconds() / 3600.0;
  }

  /** MIG instances and shared GPUs times hours marked. */
  public double partHours() {
    return parts * given.toSeconds() / 3600.0;
  }

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
