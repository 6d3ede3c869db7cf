package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.ClusterConfig;
import io.gpunodeagent.agent.cluster.PodApi;
import io.gpunodeagent.agent.cluster.PodWriter;
import io.gpunodeagent.agent.enforcement.EnforcementConfig;
import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.gpunodeagent.agent.enforcement.Enforcer;
import io.gpunodeagent.agent.enforcement.Grants;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.PolicyRules;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Wires what carries policies out. */
final class Enforcement {

  private static final System.Logger LOG = System.getLogger("agent");
  private static final Duration FRESHNESS = Duration.ofSeconds(15);

  private Enforcement() {}

  /** An enforcer in {@code cluster}; where that tells of no pods, one that only tells. */
  static Enforcer of(
      ClusterConfig cluster,
      Grants grants,
      PolicyRules rules,
      EvictionMemory memory,
      BooleanSupplier recorded,
      InstantSource clock) {
    boolean writes = cluster.pods() && !cluster.nodeName().isEmpty();
    if (!writes && !rules.dryRun()) {
      LOG.log(
          Level.WARNING,
          "policies are not carried out: no pods of this node are known; set NODE_NAME and"
              + " cluster.pods, and in a simulation take a scenario with a cluster of its own");
    }
    return new Enforcer(
        new EnforcementConfig(writes, cluster.nodeName(), FRESHNESS),
        writes ? Optional.<PodApi>of(new PodWriter(cluster)) : Optional.empty(),
        grants,
        rules,
        memory,
        recorded,
        clock,
        System::nanoTime);
  }

  /** Counts what is done to pods. */
  static void register(PrometheusMeterRegistry registry, Supplier<EnforcementStatus> status) {
    registry.getPrometheusRegistry().register(() -> actions(status.get()));
  }

  private static MetricSnapshot actions(EnforcementStatus status) {
    var actions =
        CounterSnapshot.builder()
            .name("gpu_policy_actions")
            .help("What policies did to pods, or would have done in a dry run, by outcome");
    status
        .actions()
        .forEach(
            (action, count) ->
                actions.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(
                            Labels.of(
                                "action",
                                action.action(),
                                "outcome",
                                action.outcome(),
                                "dry_run",
                                String.valueOf(action.dryRun())))
                        .value(count)
                        .build()));
    return actions.build();
  }
}
