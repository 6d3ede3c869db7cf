package io.gpunodeagent.agent.meters;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.function.Supplier;

/** Counts how often each loop of the agent failed and was run again. */
public final class LoopMeters {

  private LoopMeters() {}

  /**
   * Registers the counter.
   *
   * @param failures by the name of the loop
   */
  public static void register(
      PrometheusMeterRegistry registry, Supplier<? extends Map<String, Long>> failures) {
    registry.getPrometheusRegistry().register(() -> counter(failures.get()));
  }

  private static MetricSnapshot counter(Map<String, Long> failures) {
    var counter =
        CounterSnapshot.builder()
            .name("gpu_node_agent_loop_failures")
            .help("Times a loop of the agent failed by a fault of its own and was run again");
    failures.forEach(
        (loop, count) ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of("loop", loop))
                    .value(count)
                    .build()));
    return counter.build();
  }
}
