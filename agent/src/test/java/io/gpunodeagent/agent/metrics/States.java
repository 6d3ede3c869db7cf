// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.meters.StateMeters;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Cluster;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** States joined by the real attribution, and what is served of them. */
final class States {

  static final MetricSelection SELECTION =
      Expositions.selection(
          "DCGM_FI_DEV_GPU_TEMP, gauge, temperature",
          "DCGM_FI_DEV_GPU_UTIL, gauge, utilization",
          "DCGM_FI_DEV_FB_USED, gauge, memory",
          "DCGM_FI_DRIVER_VERSION, label, driver");

  private States() {}

  /** What {@code cluster} says of {@code gpus}, without a past. */
  static NodeState of(Cluster cluster, GpuBuilder... gpus) {
    return of(cluster, Usage.none(), gpus);
  }

  /** The same with what was seen before. */
  static NodeState of(Cluster cluster, Usage usage, GpuBuilder... gpus) {
    return state(cluster.join(gpus), cluster.inputs(Cluster.NOW, gpus).pods(), usage);
  }

  static NodeState state(AttributedSnapshot attributed, Pods pods, Usage usage) {
    return new NodeState(attributed, pods, new SourceState.Off(), usage);
  }

  static Exposition exposition(NodeState state, PodLabelling labelling, HpcJobs jobs) {
    return exposition(state, labelling, jobs, false);
  }

  private static Exposition exposition(
      NodeState state, PodLabelling labelling, HpcJobs jobs, boolean aliases) {
    var config =
        new MetricsConfig(MetricsConfig.HostnameLabel.NONE, "n", aliases, false, false, labelling);
    return new Exposition(
        () -> state,
        () -> jobs,
        SELECTION,
        config,
        StateMeters::of,
        InstantSource.fixed(Cluster.NOW.plusMillis(200)));
  }

  static Exposition exposition(NodeState state) {
    return exposition(state, Defaults.pods(), HpcJobs.none());
  }

  /** With the names of older guides. */
  static Exposition withAliases(NodeState state, PodLabelling labelling) {
    return exposition(state, labelling, HpcJobs.none(), true);
  }

  /** The samples of one name, by those of their labels that are asked for, in order. */
  static Map<String, Double> samples(Exposition exposition, String name, String... labels) {
    var body = exposition.scrape(Expositions.TEXT, null).body();
    var found = new TreeMap<String, Double>();
    SampleReader.ofText(body)
        .forEach(
            (sample, value) -> {
              if (sample.name().equals(name)) {
                var key =
                    Stream.of(labels)
                        .map(label -> sample.labels().getOrDefault(label, "-"))
                        .collect(Collectors.joining("/"));
                if (found.put(key, value) != null) {
                  throw new AssertionError("several samples for " + key);
                }
              }
            });
    return found;
  }

  static Map<String, Double> samples(NodeState state, String name, String... labels) {
    return samples(exposition(state), name, labels);
  }
}
