package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.count;
import static io.gpunodeagent.agent.meters.Families.counter;

import io.gpunodeagent.agent.logging.LostLines;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/** The agent's own meter of its log. */
final class LogMeters {

  private LogMeters() {}

  static MetricSnapshot of(LostLines lost) {
    return counter(
            "gpu_node_agent_log_lines_dropped", "Log lines dropped because the log was not read")
        .dataPoint(count(Labels.of("kind", "audit"), lost.audit()))
        .dataPoint(count(Labels.of("kind", "other"), lost.other()))
        .build();
  }
}
