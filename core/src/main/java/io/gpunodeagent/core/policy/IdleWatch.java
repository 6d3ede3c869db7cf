// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a pod under an idle rule.
 *
 * @param rule name of the rule
 * @param containers as they were judged
 * @param seen the latest snapshot that had the pod, nanoseconds of the monotonic clock
 * @param idleSince since when it is idle, wall clock; empty while it is not
 * @param unproven when that was unknown
 */
record IdleWatch(
    String rule,
    List<SeenContainer> containers,
    long seen,
    Optional<Instant> idleSince,
    UnprovenPeriods unproven,
    Optional<Announcement> announced) {

  IdleWatch {
    containers = List.copyOf(containers);
  }

  /**
   * A pod first seen under an idle rule. What its clocks say of earlier is not believed where they
   * may have paused.
   *
   * @param provenSince since when its rest was proven without a break, of the monotonic clock
   * @param horizon how far back the rule looks
   */
  static IdleWatch begin(
      String rule, List<SeenContainer> containers, long now, long provenSince, Duration horizon) {
    return new IdleWatch(
        rule,
        containers,
        now,
        Optional.empty(),
        UnprovenPeriods.NONE.add(provenSince, horizon.toNanos(), horizon),
        Optional.empty());
  }

  /** Whether the containers are still those; what is not known is no difference. */
  static boolean same(List<SeenContainer> before, List<SeenContainer> now) {
    if (before.equals(now)) {
      return true;
    }
    for (var container : now) {
      if (container.id().isPresent()
          && before.stream()
              .filter(each -> each.name().equals(container.name()))
              .noneMatch(each -> each.equals(container))) {
        return false;
      }
    }
    return true;
  }

  /** The containers now, with what is only known from before. */
  static List<SeenContainer> known(List<SeenContainer> before, List<SeenContainer> now) {
    if (before.equals(now)) {
      return before;
    }
    return now.stream()
        .map(
            container ->
                container.id().isPresent()
                    ? container
                    : before.stream()
                        .filter(each -> each.name().equals(container.name()))
                        .findFirst()
                        .orElse(container))
        .toList();
  }
}
