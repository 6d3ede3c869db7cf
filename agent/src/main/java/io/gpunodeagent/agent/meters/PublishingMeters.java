// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.counter;
import static io.gpunodeagent.agent.meters.Families.gauge;

import io.gpunodeagent.agent.publishing.PublishingStatus;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** The agent's own meters of what it writes outside itself. */
final class PublishingMeters {

  private static final String PREFIX = "gpu_node_agent_publishing_";

  private PublishingMeters() {}

  static MetricSnapshots of(PublishingStatus status) {
    return MetricSnapshots.of(
        counter(
            PREFIX + "writes",
            "Writes to the Node or to the features file; none in a dry run",
            status.writes()),
        counter(
            PREFIX + "failures",
            "Requests and writes for publishing that failed",
            status.failures()),
        gauge(
            PREFIX + "labels",
            "Labels of the agent's own where it publishes; in a dry run, as they would be",
            status.published().labels().size()),
        gauge(
            PREFIX + "problems",
            "What cannot be published now: labels, the condition, Events",
            status.problems().size()));
  }
}
