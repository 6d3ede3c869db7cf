// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.core.state.NodeState;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** The agent's meters about itself. The client library writes them, after the series of GPUs. */
@FunctionalInterface
public interface OwnMeters {

  /**
   * Their values now.
   *
   * @param state the one that is rendered, so that meters and GPU series are of the same instant
   * @param duplicateRows rows left out so far because another had the same labels
   */
  MetricSnapshots collect(NodeState state, long duplicateRows);
}
