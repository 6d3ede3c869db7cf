// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.meters.StateMeters;
import io.gpunodeagent.agent.metrics.selection.CounterLine;
import io.gpunodeagent.agent.metrics.selection.CounterSelection;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.state.NodeState;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Expositions for tests, and the headers to ask them with. */
final class Expositions {

  static final String TEXT = "text/plain;version=0.0.4";
  static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0";
  static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private Expositions() {}

  static Exposition of(Supplier<NodeState> published, MetricSelection selection) {
    return of(published, selection, Defaults.metrics("node-1"), later(400));
  }

  static Exposition of(
      Supplier<NodeState> published,
      MetricSelection selection,
      MetricsConfig config,
      InstantSource clock) {
    return new Exposition(published, HpcJobs::none, selection, config, StateMeters::of, clock);
  }

  /** A clock that stands so long after the snapshot was taken. */
  static InstantSource later(long millis) {
    return InstantSource.fixed(Snapshots.TAKEN_AT.plusMillis(millis));
  }

  static String text(NodeSnapshot snapshot, MetricSelection selection) {
    var state = Snapshots.state(snapshot);
    return text(of(() -> state, selection));
  }

  static String text(Exposition exposition) {
    return new String(exposition.scrape(TEXT, null).body(), StandardCharsets.UTF_8);
  }

  /** A counters file's selection; every line must be good. */
  static MetricSelection selection(String... lines) {
    var written = Stream.of(lines).map(Expositions::line).toList();
    var selected = CounterSelection.of(written, MetricNames.CLASSIC);
    if (!selected.leftOut().isEmpty()) {
      throw new AssertionError(selected.leftOut());
    }
    return selected.selection();
  }

  private static CounterLine line(String text) {
    var cells = text.split(", ", 3);
    return new CounterLine(1, cells[0], cells[1], cells[2]);
  }
}
