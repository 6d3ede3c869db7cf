package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.snapshot.SamplingStatistics.Failure;
import io.gpunodeagent.core.state.NodeState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The agent's meters about itself: Micrometer's functions over the published state. They add
 * nothing to a sampling pass.
 */
final class AgentMeters {

  private final MeterRegistry registry;
  private final Supplier<NodeState> published;
  private final Set<String> functions = new HashSet<>();
  private final Set<Failure> failures = new HashSet<>();

  AgentMeters(PrometheusMeterRegistry registry, Supplier<NodeState> published) {
    this.registry = registry;
    this.published = published;
    registry.getPrometheusRegistry().register(AgentMeters::buildInfo);
    bindState();
    bindSampling();
  }

  /** Registers meters for functions and failures not seen before. */
  void follow(SamplingStatistics statistics) {
    for (var function : statistics.calls().keySet()) {
      if (functions.add(function)) {
        counter("gpu_node_agent_nvml_calls", "NVML calls", s -> calls(s, function))
            .tag("function", function)
            .register(registry);
      }
    }
    for (var failure : statistics.failures().keySet()) {
      if (failures.add(failure)) {
        counter(
                "gpu_node_agent_nvml_failures",
                "NVML calls that failed, or gave what no GPU can (IMPLAUSIBLE); \"not supported\""
                    + " is no failure",
                s -> s.failures().getOrDefault(failure, 0L).doubleValue())
            .tag("function", failure.function())
            .tag("code", failure.codeName())
            .register(registry);
      }
    }
  }

  private static double calls(SamplingStatistics statistics, String function) {
    return statistics.calls().getOrDefault(function, 0L).doubleValue();
  }

  private void bindState() {
    gauge(
            "gpu_node_agent_simulated",
            "1 when the readings are those of a simulation",
            s -> s.simulated() ? 1 : 0)
        .register(registry);
    gauge(
            "gpu_node_agent_snapshot_timestamp_seconds",
            "When what is served was published (Unix time)",
            s -> s.takenAt().toEpochMilli() / 1000.0)
        .register(registry);
    for (var problem : DriverState.Problem.values()) {
      gauge(
              "gpu_node_agent_driver_problem",
              "1 for the reason why NVML does not answer, if it does not",
              s -> has(s, problem) ? 1 : 0)
          .tag("problem", problem.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private void bindSampling() {
    counter("gpu_node_agent_sampling_passes", "Sampling passes", s -> (double) s.passes())
        .register(registry);
    counter(
            "gpu_node_agent_sampling_seconds",
            "Time spent in sampling passes (s)",
            s -> seconds(s.totalPassTime()))
        .register(registry);
    gauge(
            "gpu_node_agent_sampling_last_pass_seconds",
            "Length of the latest sampling pass, first call to publication",
            s -> seconds(s.statistics().lastPass()))
        .register(registry);
    counter(
            "gpu_node_agent_sampling_late_passes",
            "Sampling passes published without the readings of at least one GPU",
            s -> (double) s.latePasses())
        .register(registry);
    counter(
            "gpu_node_agent_enumerations",
            "Times the GPUs were enumerated again",
            s -> (double) s.enumerations())
        .register(registry);
  }

  private Gauge.Builder<AgentMeters> gauge(
      String name, String help, ToDoubleFunction<NodeSnapshot> value) {
    return Gauge.builder(name, this, meters -> value.applyAsDouble(meters.snapshot()))
        .description(help);
  }

  private FunctionCounter.Builder<AgentMeters> counter(
      String name, String help, ToDoubleFunction<SamplingStatistics> value) {
    return FunctionCounter.builder(
            name, this, meters -> value.applyAsDouble(meters.snapshot().statistics()))
        .description(help);
  }

  /** The snapshot being rendered, so that meters and GPU series tell of the same instant. */
  private NodeSnapshot snapshot() {
    return Rendering.CURRENT.isBound()
        ? Rendering.CURRENT.get().snapshot()
        : published.get().node();
  }

  private static boolean has(NodeSnapshot snapshot, DriverState.Problem problem) {
    return snapshot.driver() instanceof DriverState.Unavailable unavailable
        && unavailable.problem() == problem;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Micrometer has no information metrics: it would take {@code _info} off a gauge's name. */
  private static MetricSnapshot buildInfo() {
    var packaged = AgentMeters.class.getPackage().getImplementationVersion();
    return InfoSnapshot.builder()
        .name("gpu_node_agent_build")
        .help("The agent's version")
        .dataPoint(
            InfoDataPointSnapshot.builder()
                .labels(Labels.of("version", packaged == null ? "development" : packaged))
                .build())
        .build();
  }
}
