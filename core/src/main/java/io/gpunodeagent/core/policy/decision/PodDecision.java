// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

import io.gpunodeagent.core.policy.rule.PolicyAction;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a rule says of a pod now.
 *
 * @param pod it is of
 * @param containers those that hold a device, as they were judged; before acting they must still be
 *     the same
 * @param kind of rule
 * @param rule its name
 * @param wanted how far the rule goes
 * @param granted how far it goes for this pod
 * @param stage how far the pod is; never beyond {@code granted}
 * @param verdict whether what the rule waits for holds now
 * @param idleSince since when the pod is idle, wall clock, for display; empty while it is not, and
 *     for time-slice rules
 * @param reclaimAt when the notice is over, wall clock, for display; empty unless announced
 * @param exclusions why less is granted than wanted
 * @param evidence what the verdict rests on
 * @param dryRun whether nothing may be done beyond telling of it
 */
public record PodDecision(
    PodRef pod,
    List<SeenContainer> containers,
    Kind kind,
    String rule,
    PolicyAction wanted,
    PolicyAction granted,
    Stage stage,
    Verdict verdict,
    Optional<Instant> idleSince,
    Optional<Instant> reclaimAt,
    Set<Exclusion> exclusions,
    VerdictEvidence evidence,
    boolean dryRun) {

  public PodDecision {
    containers = List.copyOf(containers);
    var copy = EnumSet.noneOf(Exclusion.class);
    copy.addAll(exclusions);
    exclusions = Collections.unmodifiableSet(copy);
  }

  /** Whether the pod is to be marked as reclaimable. */
  public boolean marked() {
    return stage.compareTo(Stage.MARKED) >= 0;
  }

  /**
   * Whether this decision, of the latest sample, still calls for the eviction that {@code planned}
   * called for: of the same pod with the same containers, by the same rule, and not in a dry run.
   */
  public boolean stillCallsFor(PodDecision planned) {
    return pod.equals(planned.pod)
        && kind == planned.kind
        && rule.equals(planned.rule)
        && stage == Stage.DUE
        && granted == PolicyAction.EVICT
        && verdict == Verdict.MET
        && !dryRun
        && containers.equals(planned.containers);
  }

  /** Kinds of rules. The lower-case name is a label value. */
  public enum Kind {
    IDLE,
    TIME_SLICE;

    /** The lower-case name. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A pod.
   *
   * @param uid of the pod object; empty while it is unknown which pod of that name is meant
   */
  public record PodRef(String namespace, String name, Optional<String> uid) {}

  /**
   * A container as it was seen.
   *
   * @param name in the pod
   * @param id 64 hexadecimal digits; empty while it does not run or is not known
   * @param restarts how often it was started again; empty while it is not known
   */
  public record SeenContainer(String name, Optional<String> id, OptionalInt restarts) {}
}
