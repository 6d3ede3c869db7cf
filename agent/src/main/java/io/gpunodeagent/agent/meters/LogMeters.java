// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.count;
import static io.gpunodeagent.agent.meters.Families.counter;
import static io.gpunodeagent.agent.meters.Families.label;

import io.gpunodeagent.agent.logging.LostLines;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** The agent's own meter of its log. */
final class LogMeters {

  private LogMeters() {}

  static MetricSnapshot of(LostLines lost) {
    return counter(
        "gpu_node_agent_log_lines_dropped",
        "Log lines dropped because the log was not read",
        List.of(
            count(label("kind", "audit"), lost.audit()),
            count(label("kind", "other"), lost.other())));
  }
}
