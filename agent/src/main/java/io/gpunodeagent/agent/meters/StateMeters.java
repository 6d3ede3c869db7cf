// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.count;
import static io.gpunodeagent.agent.meters.Families.counter;
import static io.gpunodeagent.agent.meters.Families.flag;
import static io.gpunodeagent.agent.meters.Families.gauge;
import static io.gpunodeagent.agent.meters.Families.label;

import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.state.NodeState;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;

/** The agent's own meters of sampling, of the driver and of rendering. */
public final class StateMeters {

  private static final MetricSnapshot BUILD_INFO = buildInfo();

  private StateMeters() {}

  /**
   * Their values.
   *
   * @param state the one that is rendered
   * @param duplicateRows rows left out of renderings so far
   */
  public static MetricSnapshots of(NodeState state, long duplicateRows) {
    var node = state.node();
    var statistics = node.statistics();
    return MetricSnapshots.of(
        BUILD_INFO,
        gauge(
            "gpu_node_agent_simulated",
            "1 when the readings are those of a simulation",
            node.simulated() ? 1 : 0),
        gauge(
            "gpu_node_agent_snapshot_timestamp_seconds",
            "When what is served was published (Unix time)",
            node.takenAt().toEpochMilli() / 1000.0),
        driverProblem(node),
        counter("gpu_node_agent_sampling_passes", "Sampling passes", statistics.passes()),
        counter(
            "gpu_node_agent_sampling_seconds",
            "Time spent in sampling passes (s)",
            seconds(statistics.totalPassTime())),
        gauge(
            "gpu_node_agent_sampling_last_pass_seconds",
            "Length of the latest sampling pass, first call to publication",
            seconds(statistics.lastPass())),
        counter(
            "gpu_node_agent_sampling_late_passes",
            "Sampling passes published without the readings of at least one GPU",
            statistics.latePasses()),
        counter(
            "gpu_node_agent_enumerations",
            "Times the GPUs were enumerated again",
            statistics.enumerations()),
        calls(statistics),
        failures(statistics),
        counter(
            "gpu_node_agent_duplicate_rows",
            "Rows left out of renderings because another had the same labels",
            duplicateRows));
  }

  private static MetricSnapshot driverProblem(NodeSnapshot node) {
    var points = new ArrayList<GaugeDataPointSnapshot>();
    for (var problem : DriverState.Problem.values()) {
      points.add(
          flag(label("problem", problem.name().toLowerCase(Locale.ROOT)), has(node, problem)));
    }
    return gauge(
        "gpu_node_agent_driver_problem",
        "1 for the reason why NVML does not answer, if it does not",
        points);
  }

  private static boolean has(NodeSnapshot node, DriverState.Problem problem) {
    return node.driver() instanceof DriverState.Unavailable unavailable
        && unavailable.problem() == problem;
  }

  private static MetricSnapshot calls(SamplingStatistics statistics) {
    var points = new ArrayList<CounterDataPointSnapshot>();
    statistics.calls().forEach((name, calls) -> points.add(count(label("function", name), calls)));
    return counter("gpu_node_agent_nvml_calls", "NVML calls", points);
  }

  private static MetricSnapshot failures(SamplingStatistics statistics) {
    var points = new ArrayList<CounterDataPointSnapshot>();
    statistics
        .failures()
        .forEach(
            (failure, times) ->
                points.add(
                    count(
                        Labels.of("function", failure.function(), "code", failure.codeName()),
                        times)));
    return counter(
        "gpu_node_agent_nvml_failures",
        "NVML calls that failed, or gave what no GPU can (IMPLAUSIBLE); \"not supported\" is no"
            + " failure",
        points);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static MetricSnapshot buildInfo() {
    var packaged = StateMeters.class.getPackage().getImplementationVersion();
    var labels = Labels.of("version", packaged == null ? "development" : packaged);
    return InfoSnapshot.builder()
        .name("gpu_node_agent_build")
        .help("The agent's version")
        .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
        .build();
  }
}
