package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.Metric;
import io.gpunodeagent.agent.metrics.catalogue.Row;
import io.gpunodeagent.agent.metrics.catalogue.Scope;
import io.gpunodeagent.core.snapshot.HpcJobs;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All series of GPUs and of their users, from one state. */
final class GpuCollector implements MultiCollector {

  private final Supplier<NodeState> published;
  private final List<Served> metrics;
  private final List<Served> ownMetrics;
  private final UseSeries use;
  private final IdentityHashMap<MetricMetadata, Family> byMetadata = new IdentityHashMap<>();
  private final boolean plainCounters;
  private final RowLabelCache labels;
  private final PodLabelling podLabelling;
  private final Set<String> labelMetrics;
  private final AtomicLong duplicates;

  /**
   * Of the selected metrics.
   *
   * @param published the latest state, for a scrape outside a {@link Rendering}
   * @param duplicates counts rows left out because their labels were those of another
   */
  GpuCollector(
      Supplier<NodeState> published,
      MetricSelection selection,
      MetricsConfig config,
      AtomicLong duplicates) {
    this.published = published;
    this.duplicates = duplicates;
    metrics = selection.series().stream().map(Served::of).toList();
    ownMetrics = Catalogue.own().stream().map(Selected::plain).map(Served::of).toList();
    podLabelling = config.pods();
    use = new UseSeries(podLabelling.annotations());
    Stream.concat(
            Stream.concat(metrics.stream(), ownMetrics.stream()).map(Served::family),
            use.families())
        .forEach(family -> byMetadata.put(family.metadata(), family));
    plainCounters = byMetadata.values().stream().anyMatch(Family::plainCounter);
    labels = new RowLabelCache(selection.labels(), config);
    labelMetrics =
        selection.labels().stream().map(Selected::name).collect(Collectors.toUnmodifiableSet());
  }

  private record Served(Metric metric, Family family) {
    static Served of(Selected selected) {
      return new Served(
          selected.metric(), new Family(selected.name(), selected.kind(), selected.help()));
    }

    void gather(List<LabelledRow> rows, Gathering out) {
      out.add(family, rows, (row, points) -> row.read(metric, points));
    }
  }

  /** The family of a snapshot this collector made, or null when another collector made it. */
  @Nullable Family familyOf(MetricSnapshot snapshot) {
    return byMetadata.get(snapshot.getMetadata());
  }

  /** Whether a counter is served whose name does not end in {@code _total}, as most of DCGM's. */
  boolean hasPlainCounters() {
    return plainCounters;
  }

  @Override
  public synchronized MetricSnapshots collect() {
    var rendering = Rendering.CURRENT.isBound() ? Rendering.CURRENT.get() : unbound();
    var state = rendering.state();
    var gathering = new Gathering(rendering, duplicates);
    var tenants = new Tenants(state, rendering.jobs(), podLabelling, labelMetrics);
    var rows = gathering.distinct(rows(state, tenants));
    var links = gathering.distinct(links(state.node(), tenants));
    for (var each : metrics) {
      each.gather(each.metric().scope() == Scope.LINK ? links : rows, gathering);
    }
    var whole = gathering.distinct(wholeGpus(state.node()));
    for (var each : ownMetrics) {
      each.gather(whole, gathering);
    }
    use.gather(rendering, tenants, labels, gathering);
    gathering.add(duplicateRows());
    labels.endOfSnapshot();
    return new MetricSnapshots(gathering.families());
  }

  private Rendering unbound() {
    var state = published.get();
    return Rendering.of(state, HpcJobs.none(), state.node().takenAt());
  }

  /** No meter, because it is only known once the rows are. */
  private MetricSnapshot duplicateRows() {
    return CounterSnapshot.builder()
        .name("gpu_node_agent_duplicate_rows")
        .help("Rows left out of renderings because another had the same labels")
        .dataPoint(CounterDataPointSnapshot.builder().value(duplicates.doubleValue()).build())
        .build();
  }

  /** Each fresh GPU, or its instances in its place, once for each of its tenants. */
  private List<LabelledRow> rows(NodeState state, Tenants tenants) {
    var snapshot = state.node();
    var rows = new ArrayList<LabelledRow>();
    for (var gpu : snapshot.gpus()) {
      if (!gpu.fresh()) {
        continue;
      }
      if (gpu.migInstances().isEmpty()) {
        add(Row.ofGpu(snapshot, gpu).judged(state.health()), tenants, rows);
      }
      for (var instance : gpu.migInstances()) {
        add(Row.ofInstance(snapshot, gpu, instance).judged(state.health()), tenants, rows);
      }
    }
    return rows;
  }

  private void add(Row row, Tenants tenants, List<LabelledRow> rows) {
    for (var tenant : tenants.of(row.gpu(), row.instance())) {
      rows.add(LabelledRow.of(row, tenant.figure(), labels.of(row, tenant)));
    }
  }

  private List<LabelledRow> links(NodeSnapshot snapshot, Tenants tenants) {
    var rows = new ArrayList<LabelledRow>();
    for (var gpu : snapshot.gpus()) {
      if (gpu.fresh() && !gpu.nvLinks().isEmpty()) {
        var named = tenants.of(gpu, Optional.empty());
        for (var link : gpu.nvLinks()) {
          var row = Row.ofLink(snapshot, gpu, link.link());
          for (var tenant : named) {
            rows.add(LabelledRow.of(row, tenant.figure(), labels.ofLink(row, tenant)));
          }
        }
      }
    }
    return rows;
  }

  /** Without tenants: what the agent knows of a GPU outlives its holders. */
  private List<LabelledRow> wholeGpus(NodeSnapshot snapshot) {
    var rows = new ArrayList<LabelledRow>();
    for (var gpu : snapshot.gpus()) {
      var row = Row.ofGpu(snapshot, gpu);
      rows.add(LabelledRow.of(row, new Tenant.Whole(), labels.of(row, Tenant.nobody())));
    }
    return rows;
  }
}
