// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.decision.PodDecision.SeenContainer;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a pod under a time-slice rule. Durations in nanoseconds.
 *
 * @param rule name of the rule
 * @param containers as they were judged
 * @param seen the latest snapshot that had the pod, of the monotonic clock
 * @param lasting how long it has exceeded a limit, without the times in which that was unknown
 * @param unknown how long that has been unknown since it was last known
 */
record ShareWatch(
    String rule,
    List<SeenContainer> containers,
    long seen,
    long lasting,
    long unknown,
    Optional<Announcement> announced) {

  ShareWatch {
    containers = List.copyOf(containers);
  }

  static ShareWatch begin(String rule, List<SeenContainer> containers, long now) {
    return new ShareWatch(rule, containers, now, 0, 0, Optional.empty());
  }
}
