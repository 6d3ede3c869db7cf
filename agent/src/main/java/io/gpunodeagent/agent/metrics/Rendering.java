// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.time.Instant;

/**
 * What one rendering is made from, so that a scrape never mixes two states.
 *
 * @param state what is known
 * @param jobs of a batch scheduler
 * @param now when it is made, wall clock
 */
record Rendering(NodeState state, HpcJobs jobs, Instant now) {

  /** The snapshot it is of. */
  NodeSnapshot snapshot() {
    return state.node();
  }

  /** See {@link #ageSeconds(NodeSnapshot, Instant)}. */
  long ageSeconds() {
    return ageSeconds(snapshot(), now);
  }

  /**
   * Whole seconds since NVML last answered, or since it stopped answering. Whole ones, so that a
   * rendering may be reused for the rest of the second without a wrong age in it.
   */
  static long ageSeconds(NodeSnapshot snapshot, Instant now) {
    var since =
        switch (snapshot.driver()) {
          case DriverState.Ready _ -> snapshot.takenAt();
          case DriverState.Unavailable(var _, var _, var _, var began) -> began;
        };
    return Math.max(0, Duration.between(since, now).toSeconds());
  }
}
