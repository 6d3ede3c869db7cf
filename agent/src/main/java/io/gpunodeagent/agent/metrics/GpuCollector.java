package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.Row;
import io.gpunodeagent.agent.metrics.catalogue.Scope;
import io.gpunodeagent.agent.snapshot.GpuSample;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.state.NodeState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All GPU series of the node, from one snapshot. */
final class GpuCollector implements MultiCollector {

  private final Supplier<NodeState> published;
  private final List<Family> families;
  private final List<Family> ownFamilies;
  private final IdentityHashMap<MetricMetadata, Family> byMetadata = new IdentityHashMap<>();
  private final RowLabelCache labels;
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
    families = selection.series().stream().map(Family::new).toList();
    ownFamilies = Catalogue.own().stream().map(Selected::plain).map(Family::new).toList();
    Stream.concat(families.stream(), ownFamilies.stream())
        .forEach(family -> byMetadata.put(family.metadata(), family));
    labels = new RowLabelCache(selection.labels(), config);
  }

  /** The family of a snapshot this collector made, or null when another collector made it. */
  @Nullable Family familyOf(MetricSnapshot snapshot) {
    return byMetadata.get(snapshot.getMetadata());
  }

  @Override
  public synchronized MetricSnapshots collect() {
    var rendering =
        Rendering.CURRENT.isBound() ? Rendering.CURRENT.get() : Rendering.of(published.get(), 0);
    var snapshot = rendering.snapshot();
    var all = new ArrayList<MetricSnapshot>(families.size() + ownFamilies.size());
    var rows = distinct(rows(snapshot));
    var links = distinct(links(snapshot));
    for (var family : families) {
      var isLink = family.metric().scope() == Scope.LINK;
      collect(family, isLink ? links : rows, rendering.rows(), all);
    }
    var whole = distinct(wholeGpus(snapshot));
    for (var family : ownFamilies) {
      collect(family, whole, rendering.rows(), all);
    }
    all.add(duplicateRows());
    labels.endOfSnapshot();
    return new MetricSnapshots(all);
  }

  private static void collect(
      Family family,
      List<LabelledRow> rows,
      IdentityHashMap<Labels, RowLabels> seen,
      List<MetricSnapshot> out) {
    var points = new Points(family, seen);
    for (var row : rows) {
      row.read(family.metric(), points);
    }
    if (!points.isEmpty()) {
      out.add(points.snapshot());
    }
  }

  /** No meter, because it is only known once the rows are. */
  private MetricSnapshot duplicateRows() {
    return CounterSnapshot.builder()
        .name("gpu_node_agent_duplicate_rows")
        .help("Rows left out of renderings because another had the same labels")
        .dataPoint(CounterDataPointSnapshot.builder().value(duplicates.doubleValue()).build())
        .build();
  }

  /** Each fresh GPU, or its instances in its place. */
  private List<LabelledRow> rows(NodeSnapshot snapshot) {
    var rows = new ArrayList<LabelledRow>();
    for (var gpu : snapshot.gpus()) {
      if (!gpu.fresh()) {
        continue;
      }
      if (gpu.migInstances().isEmpty()) {
        rows.add(gpuRow(snapshot, gpu));
      }
      for (var instance : gpu.migInstances()) {
        var row = Row.ofInstance(snapshot, gpu, instance);
        rows.add(LabelledRow.of(row, labels.of(row)));
      }
    }
    return rows;
  }

  private List<LabelledRow> links(NodeSnapshot snapshot) {
    var rows = new ArrayList<LabelledRow>();
    for (var gpu : snapshot.gpus()) {
      if (gpu.fresh()) {
        for (var link : gpu.nvLinks()) {
          var row = Row.ofLink(snapshot, gpu, link.link());
          rows.add(LabelledRow.of(row, labels.ofLink(row)));
        }
      }
    }
    return rows;
  }

  private List<LabelledRow> wholeGpus(NodeSnapshot snapshot) {
    return snapshot.gpus().stream().map(gpu -> gpuRow(snapshot, gpu)).toList();
  }

  private LabelledRow gpuRow(NodeSnapshot snapshot, GpuSample gpu) {
    var row = Row.ofGpu(snapshot, gpu);
    return LabelledRow.of(row, labels.of(row));
  }

  /**
   * Rows with labels of their own: Prometheus refuses a whole scrape for one repeated series.
   * Sorted as the client library will want them, so that its sorting of each family finds nothing
   * to do.
   */
  private List<LabelledRow> distinct(List<LabelledRow> rows) {
    var seen = new HashSet<Labels>();
    var distinct = new ArrayList<LabelledRow>(rows.size());
    for (var row : rows) {
      if (seen.add(row.labels().labels())) {
        distinct.add(row);
      } else {
        duplicates.incrementAndGet();
      }
    }
    distinct.sort(Comparator.comparing(row -> row.labels().labels()));
    return distinct;
  }
}
