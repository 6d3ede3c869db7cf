// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.StateAt;
import io.gpunodeagent.agent.metrics.format.Labelled.Subject;
import io.gpunodeagent.core.state.NodeState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that series are about in one rendering, each with labels of its own, in their order.
 */
final class Subjects {

  private final NodeState state;
  private final Instant renderedAt;
  private final Tenants tenants;
  private final RowLabelCache labels;
  private final Distinct distinct;
  private final List<LabelledRow> rows;
  private final List<LabelledRow> wholeGpus;
  private final UseSubjects use;
  private final List<Subject<StateAt>> node;
  private @Nullable List<LabelledRow> links;

  /**
   * Of {@code rendering}.
   *
   * @param annotations of pods that are shown, by key
   */
  Subjects(
      Rendering rendering,
      Tenants tenants,
      RowLabelCache labels,
      List<String> annotations,
      Distinct distinct) {
    state = rendering.state();
    renderedAt = rendering.now();
    this.tenants = tenants;
    this.labels = labels;
    this.distinct = distinct;
    rows = distinct.of(devices());
    wholeGpus = distinct.of(gpus());
    use = new UseSubjects(state, tenants, labels, annotations, distinct);
    node = List.of(new Subject<>(new StateAt(state, rendering.now()), labels.of(Map.of())));
  }

  /** Each fresh GPU, or its instances in its place, once for each of its tenants. */
  List<LabelledRow> rows() {
    return rows;
  }

  /** Each link of each fresh GPU, once for each of the GPU's tenants. Few ask for their series. */
  List<LabelledRow> links() {
    if (links == null) {
      links = distinct.of(allLinks());
    }
    return links;
  }

  /** Each GPU. Without tenants: what the agent knows of a GPU outlives its holders. */
  List<LabelledRow> wholeGpus() {
    return wholeGpus;
  }

  /** Who holds and who uses what. */
  UseSubjects use() {
    return use;
  }

  /** When the readings were taken. */
  Instant takenAt() {
    return state.node().takenAt();
  }

  /** When they are rendered, to which ages refer. */
  Instant renderedAt() {
    return renderedAt;
  }

  /** The node. */
  List<Subject<StateAt>> node() {
    return node;
  }

  private List<LabelledRow> devices() {
    var snapshot = state.node();
    var found = new ArrayList<LabelledRow>();
    for (var gpu : snapshot.gpus()) {
      if (!gpu.fresh()) {
        continue;
      }
      if (gpu.migInstances().isEmpty()) {
        add(Row.ofGpu(snapshot, gpu).judged(state.health()), found);
      }
      for (var instance : gpu.migInstances()) {
        add(Row.ofInstance(snapshot, gpu, instance).judged(state.health()), found);
      }
    }
    return found;
  }

  private void add(Row row, List<LabelledRow> found) {
    for (var tenant : tenants.of(row.gpu(), row.instance())) {
      found.add(LabelledRow.of(row, tenant.figure(), labels.of(row, tenant)));
    }
  }

  private List<LabelledRow> allLinks() {
    var snapshot = state.node();
    var found = new ArrayList<LabelledRow>();
    for (var gpu : snapshot.gpus()) {
      if (gpu.fresh() && !gpu.nvLinks().isEmpty()) {
        var named = tenants.of(gpu, Optional.empty());
        for (var link : gpu.nvLinks()) {
          var row = Row.ofLink(snapshot, gpu, link.link());
          for (var tenant : named) {
            found.add(LabelledRow.of(row, tenant.figure(), labels.ofLink(row, tenant)));
          }
        }
      }
    }
    return found;
  }

  private List<LabelledRow> gpus() {
    var found = new ArrayList<LabelledRow>();
    for (var gpu : state.node().gpus()) {
      var row = Row.ofGpu(state.node(), gpu);
      found.add(LabelledRow.of(row, new Tenant.Whole(), labels.of(row, Tenant.nobody())));
    }
    return found;
  }
}
