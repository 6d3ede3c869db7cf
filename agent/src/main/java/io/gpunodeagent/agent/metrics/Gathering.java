package io.gpunodeagent.agent.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Gathers the families of one rendering. Confined to one thread. */
final class Gathering {

  private final Rendering rendering;
  private final AtomicLong duplicates;
  private final List<MetricSnapshot> families = new ArrayList<>();

  /**
   * For {@code rendering}.
   *
   * @param duplicates counts rows left out because their labels were those of another
   */
  Gathering(Rendering rendering, AtomicLong duplicates) {
    this.rendering = rendering;
    this.duplicates = duplicates;
  }

  /**
   * Rows with labels of their own: Prometheus refuses a whole scrape for one repeated series.
   * Sorted as the client library will want them, so that its sorting of each family finds nothing
   * to do.
   */
  <T extends Labelled> List<T> distinct(List<T> rows) {
    var seen = new HashSet<Labels>();
    var distinct = new ArrayList<T>(rows.size());
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

  /** Adds {@code family} unless no row has a sample of it. */
  <T extends Labelled> void add(Family family, List<T> rows, BiConsumer<T, Points> read) {
    var points = new Points(family, rendering.rows());
    for (var row : rows) {
      points.at(row.labels());
      read.accept(row, points);
    }
    if (!points.isEmpty()) {
      families.add(points.snapshot());
    }
  }

  /** Adds a family made elsewhere. */
  void add(MetricSnapshot family) {
    families.add(family);
  }

  List<MetricSnapshot> families() {
    return families;
  }
}
