// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.usage.UsageMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What of the rules survives a restart of the agent: who was announced when, and the clocks of
 * rules with criteria of their own. The time in between counts as unknown, and as no notice.
 *
 * @param bootId of the machine's boot, {@code /proc/sys/kernel/random/boot_id}
 * @param writtenAt wall clock; a restart before it, by a clock set back, discards the pods
 * @param pods that are watched under idle rules
 * @param shares that are watched under time-slice rules
 * @param clocks of criteria other than the node's
 */
public record PolicyMemory(
    String bootId,
    Instant writtenAt,
    List<WatchedPod> pods,
    List<WatchedShare> shares,
    List<Clock> clocks) {

  public PolicyMemory {
    pods = List.copyOf(pods);
    shares = List.copyOf(shares);
    clocks = List.copyOf(clocks);
  }

  /**
   * A pod under an idle rule.
   *
   * @param uid of the pod object
   * @param rule name of its rule
   * @param containers as they were judged
   * @param idleSince wall clock; empty while it is not idle
   * @param unproven stretches of time in which it was unknown whether it was idle
   * @param announced empty while it is not
   */
  public record WatchedPod(
      String uid,
      String rule,
      List<SeenContainer> containers,
      Optional<Instant> idleSince,
      List<Stretch> unproven,
      Optional<Announced> announced) {

    public WatchedPod {
      containers = List.copyOf(containers);
      unproven = List.copyOf(unproven);
    }
  }

  /**
   * A pod under a time-slice rule.
   *
   * @param uid of the pod object
   * @param rule name of its rule
   * @param containers as they were judged
   * @param lasting how long it has exceeded a limit
   * @param unknown how long up to {@link PolicyMemory#writtenAt} that was unknown
   * @param announced empty while it is not
   */
  public record WatchedShare(
      String uid,
      String rule,
      List<SeenContainer> containers,
      Duration lasting,
      Duration unknown,
      Optional<Announced> announced) {

    public WatchedShare {
      containers = List.copyOf(containers);
    }
  }

  /**
   * A stretch of time.
   *
   * @param ago how long before {@link PolicyMemory#writtenAt} it ended
   * @param length of it
   */
  public record Stretch(Duration ago, Duration length) {}

  /**
   * An announcement.
   *
   * @param at when, wall clock
   * @param promised the notice given
   * @param served how much of it had passed
   * @param lost time without samples, by which it ends later
   */
  public record Announced(Instant at, Duration promised, Duration served, Duration lost) {}

  /** What was seen by one set of criteria. */
  public record Clock(ActivityCriteria criteria, UsageMemory usage) {}
}
