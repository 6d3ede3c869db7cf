// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.count;
import static io.gpunodeagent.agent.meters.Families.counter;
import static io.gpunodeagent.agent.meters.Families.gauge;
import static io.gpunodeagent.agent.meters.Families.label;

import io.gpunodeagent.agent.otlp.OtlpStatus;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** The agent's own meters of what it sends to a collector. */
final class OtlpMeters {

  private static final String PREFIX = "gpu_node_agent_otlp_";

  private OtlpMeters() {}

  static List<MetricSnapshot> of(OtlpStatus status) {
    var meters = new ArrayList<MetricSnapshot>();
    meters.add(counter(PREFIX + "batches", "Requests that the collector took", status.batches()));
    meters.add(counter(PREFIX + "points", "Data points that the collector took", status.points()));
    meters.add(
        counter(
            PREFIX + "rejected_points",
            "Data points that the collector rejected of requests it took",
            status.rejected()));
    var failures = new ArrayList<CounterDataPointSnapshot>();
    status
        .failures()
        .forEach((kind, times) -> failures.add(count(label("kind", kind.word()), times)));
    meters.add(
        counter(
            PREFIX + "failures",
            "Requests that failed: connection, timeout and unavailable are tried again, refused is"
                + " not",
            failures));
    meters.add(
        counter(
            PREFIX + "dropped_batches",
            "Requests given up: refused, or the oldest of too many that wait",
            status.dropped()));
    meters.add(gauge(PREFIX + "queued_batches", "Requests that wait to be sent", status.queued()));
    status
        .lastSuccess()
        .ifPresent(
            at ->
                meters.add(
                    gauge(
                        PREFIX + "last_success_timestamp_seconds",
                        "When the collector last took a request (Unix time)",
                        at.toEpochMilli() / 1000.0)));
    return List.copyOf(meters);
  }
}
