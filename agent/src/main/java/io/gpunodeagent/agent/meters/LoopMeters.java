// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.count;
import static io.gpunodeagent.agent.meters.Families.counter;
import static io.gpunodeagent.agent.meters.Families.label;

import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Map;

/** Counts how often each loop of the agent failed and was run again. */
final class LoopMeters {

  private LoopMeters() {}

  /**
   * The counter.
   *
   * @param failures by the name of the loop
   */
  static MetricSnapshot of(Map<String, Long> failures) {
    var points = new ArrayList<CounterDataPointSnapshot>();
    failures.forEach((loop, times) -> points.add(count(label("loop", loop), times)));
    return counter(
        "gpu_node_agent_loop_failures",
        "Times a loop of the agent failed by a fault of its own and was run again",
        points);
  }
}
