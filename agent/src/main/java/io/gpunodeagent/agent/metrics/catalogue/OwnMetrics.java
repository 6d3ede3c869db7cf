package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.snapshot.DeviceSignal.CLOCKS_EVENT_REASONS;

import io.gpunodeagent.agent.metrics.catalogue.Samples.Extra;
import io.gpunodeagent.agent.snapshot.GpuCondition;
import io.gpunodeagent.agent.snapshot.GpuSample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent itself knows of each GPU. Unlike readings, these rows stay while a GPU is hung or
 * lost: the counters are the agent's, and a lost GPU is when they matter. One row a GPU, with or
 * without MIG, so that sums are right.
 */
final class OwnMetrics {

  private static final List<String> CONDITIONS = List.of("fresh", "hung", "lost");

  private static final List<Metric> ROWS =
      List.of(
          own(
              Kind.GAUGE,
              "gpu_node_agent_gpu_condition",
              "0/1",
              "1 for the condition the GPU is in; only a fresh GPU has readings",
              Source.fact("label condition", OwnMetrics::condition)),
          own(
              Kind.GAUGE,
              "gpu_node_agent_gpu_sampled_timestamp_seconds",
              "Unix time",
              "When the GPU's readings were taken",
              Source.fact("none", (row, out) -> out.add(seconds(row.gpu().sampledAt())))),
          own(
              Kind.COUNTER,
              "gpu_xid_errors_total",
              "count",
              "XIDs by code since the agent started",
              Source.fact("label xid", OwnMetrics::xids)),
          own(
              Kind.GAUGE,
              "gpu_xid_last_seen_timestamp_seconds",
              "Unix time",
              "When an XID of the code was last seen",
              Source.fact("label xid", OwnMetrics::lastSeen)),
          own(
              Kind.COUNTER,
              "gpu_clock_event_samples_total",
              "count",
              "Samples since the agent started that saw the clock event",
              Source.formula(
                  "label clock_event", List.of(CLOCKS_EVENT_REASONS), OwnMetrics::clockEvents)));

  private OwnMetrics() {}

  static List<Metric> rows() {
    return ROWS;
  }

  static Metric own(Kind kind, String name, String unit, String help, Source source) {
    return new Metric(
        new Metric.Field(0, name), kind, unit, help, Scope.GPU, source, Optional.empty());
  }

  private static void condition(Row row, Samples out) {
    var current = nameOf(row.gpu());
    for (var name : CONDITIONS) {
      out.add(new Extra(Map.of("condition", name), Map.of()), name.equals(current) ? 1 : 0);
    }
  }

  private static String nameOf(GpuSample gpu) {
    return switch (gpu.condition()) {
      case GpuCondition.Fresh() -> "fresh";
      case GpuCondition.Hung(var _, var _) -> "hung";
      case GpuCondition.Lost(var _, var _, var _) -> "lost";
    };
  }

  private static void xids(Row row, Samples out) {
    row.gpu().events().xids().forEach((code, xid) -> out.add(byXid(code), xid.count()));
  }

  private static void lastSeen(Row row, Samples out) {
    row.gpu().events().xids().forEach((code, xid) -> out.add(byXid(code), seconds(xid.lastSeen())));
  }

  private static Extra byXid(int code) {
    return new Extra(Map.of("xid", Integer.toString(code)), Map.of());
  }

  private static void clockEvents(Row row, Samples out) {
    row.gpu()
        .events()
        .clockSamples()
        .forEach(
            (reason, count) ->
                out.add(new Extra(Map.of("clock_event", reason.label()), Map.of()), count));
  }

  /** To the millisecond, as Prometheus keeps time. */
  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }
}
