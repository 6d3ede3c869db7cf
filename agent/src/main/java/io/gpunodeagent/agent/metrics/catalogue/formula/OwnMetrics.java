// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import static io.gpunodeagent.core.signal.DeviceSignal.CLOCKS_EVENT_REASONS;

import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples.Extra;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source.Formula;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.XidKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the agent itself knows of each GPU, by formulas. Unlike readings, these rows stay while a
 * GPU is hung or lost: the counters are the agent's, and a lost GPU is when they matter. One row a
 * GPU, with or without MIG, so that sums are right.
 */
public final class OwnMetrics {

  private static final List<String> CONDITIONS = List.of("fresh", "unread", "hung", "lost");

  public static final Map<String, Formula> FORMULAS =
      Map.of(
          "gpu_node_agent_gpu_condition",
          Formula.of(OwnMetrics::condition),
          "gpu_node_agent_gpu_sampled_timestamp_seconds",
          Formula.of((row, out) -> out.add(seconds(row.gpu().sampledAt()))),
          "gpu_xid_errors_total",
          Formula.of(OwnMetrics::xids),
          "gpu_xid_last_seen_timestamp_seconds",
          Formula.of(OwnMetrics::lastSeen),
          "gpu_clock_event_samples_total",
          new Formula(List.of(CLOCKS_EVENT_REASONS), OwnMetrics::clockEvents));

  private OwnMetrics() {}

  private static void condition(Row row, Samples out) {
    var current = nameOf(row.gpu());
    for (var name : CONDITIONS) {
      out.add(Words.known("condition", name), name.equals(current) ? 1 : 0);
    }
  }

  private static String nameOf(GpuSample gpu) {
    return switch (gpu.condition()) {
      case GpuCondition.Fresh() -> "fresh";
      case GpuCondition.Unread(var _, var _) -> "unread";
      case GpuCondition.Hung(var _, var _) -> "hung";
      case GpuCondition.Lost(var _, var _, var _) -> "lost";
    };
  }

  private static void xids(Row row, Samples out) {
    row.gpu()
        .events()
        .xidsByInstance()
        .forEach((kind, xid) -> out.add(byXid(row, kind), xid.count()));
  }

  private static void lastSeen(Row row, Samples out) {
    row.gpu()
        .events()
        .xidsByInstance()
        .forEach((kind, xid) -> out.add(byXid(row, kind), seconds(xid.lastSeen())));
  }

  /** An XID of an instance names it, with the profile of the one that has its id now. */
  private static Extra byXid(Row row, XidKind kind) {
    var labels = new HashMap<String, String>();
    labels.put("xid", Integer.toString(kind.code()));
    kind.gpuInstanceId()
        .ifPresent(
            id -> {
              labels.put("GPU_I_ID", Integer.toString(id));
              row.gpu().migInstances().stream()
                  .filter(instance -> instance.gpuInstanceId() == id)
                  .forEach(instance -> labels.put("GPU_I_PROFILE", instance.profile()));
            });
    return new Extra(labels, Map.of());
  }

  private static void clockEvents(Row row, Samples out) {
    row.gpu()
        .events()
        .clockSamples()
        .forEach((reason, count) -> out.add(Words.label("clock_event", reason.label()), count));
  }

  /** To the millisecond, as Prometheus keeps time. */
  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }
}
