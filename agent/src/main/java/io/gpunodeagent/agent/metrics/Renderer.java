// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;

/** One more way to write what is known, beside the formats that a scrape may ask for. */
@FunctionalInterface
public interface Renderer<T> {

  /**
   * Writes it. Called by one thread at a time, while scrapes wait.
   *
   * @param collected of GPUs, their users and the node
   * @param meters the agent's own
   * @param now when the meters were read
   */
  T render(Collected collected, MetricSnapshots meters, Instant now);
}
