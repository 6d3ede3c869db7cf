// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.counter;
import static io.gpunodeagent.agent.meters.Families.gauge;

import io.gpunodeagent.agent.recorder.RecorderStatus;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** The agent's own meters of what it records around faults. */
final class RecorderMeters {

  private static final String PREFIX = "gpu_node_agent_recorder_";

  private RecorderMeters() {}

  static MetricSnapshots of(RecorderStatus status) {
    return MetricSnapshots.of(
        counter(PREFIX + "recordings", "Recordings that were begun", status.recordings()),
        counter(
            PREFIX + "failures", "Times that recordings could not be written", status.failures()),
        gauge(PREFIX + "files", "Recordings that are kept", status.files()),
        gauge(PREFIX + "bytes", "Size of the recordings that are kept", (double) status.bytes()),
        gauge(
            PREFIX + "problems",
            "1 while recordings cannot be written",
            status.problem().isPresent() ? 1 : 0));
  }
}
