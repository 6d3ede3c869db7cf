// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.StateAt;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric.Reader;
import io.gpunodeagent.core.attribution.placement.Unplaced;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Where facts come from, how old they are, and what could not be made of them. */
public final class SourceMetrics {

  private static final List<String> VISIBILITIES = List.of("full", "partial", "blind");

  public static final Map<String, Reader<StateAt>> READERS =
      Map.of(
          "gpu_node_agent_source_up", SourceMetrics::up,
          "gpu_node_agent_source_age_seconds", SourceMetrics::age,
          "gpu_node_agent_process_visibility", SourceMetrics::visibility,
          "gpu_node_agent_process_visibility_info", SourceMetrics::reason,
          "gpu_unplaced_allocations", SourceMetrics::unplaced);

  private SourceMetrics() {}

  private static void up(StateAt at, Samples out) {
    var ready = at.state().node().driver() instanceof DriverState.Ready;
    out.add(Words.known("source", "nvml"), ready ? 1 : 0);
    configured(
        at.state(),
        (name, state) ->
            out.add(Words.label("source", name), state instanceof SourceState.Up ? 1 : 0));
  }

  private static void age(StateAt at, Samples out) {
    var node = at.state().node();
    var since =
        switch (node.driver()) {
          case DriverState.Ready _ -> node.takenAt();
          case DriverState.Unavailable(var _, var _, var _, var began) -> began;
        };
    out.add(Words.known("source", "nvml"), wholeSeconds(since, at.now()));
    configured(
        at.state(),
        (name, state) ->
            out.add(
                Words.label("source", name), wholeSeconds(lastAnswer(state, at.now()), at.now())));
  }

  private static Instant lastAnswer(SourceState state, Instant now) {
    return switch (state) {
      case SourceState.Off() -> now;
      case SourceState.Up(var asOf) -> asOf;
      case SourceState.Down(var since, var lastGood, var _) -> lastGood.orElse(since);
    };
  }

  private static long wholeSeconds(Instant since, Instant now) {
    return Math.max(0, Duration.between(since, now).toSeconds());
  }

  private static void configured(NodeState state, BiConsumer<String, SourceState> out) {
    source("kubelet", state.attributed().allocations(), out);
    source("pods", state.attributed().pods(), out);
    source("resource_slices", state.draDevices(), out);
    source("kernel_log", state.node().driverMessages().state(), out);
  }

  private static void source(String name, SourceState state, BiConsumer<String, SourceState> out) {
    if (!(state instanceof SourceState.Off)) {
      out.accept(name, state);
    }
  }

  private static void visibility(StateAt at, Samples out) {
    var current =
        switch (at.state().attributed().visibility()) {
          case Visibility.Full() -> "full";
          case Visibility.Partial(var _) -> "partial";
          case Visibility.Blind(var _) -> "blind";
        };
    for (var name : VISIBILITIES) {
      out.add(Words.known("state", name), name.equals(current) ? 1 : 0);
    }
  }

  private static void reason(StateAt at, Samples out) {
    switch (at.state().attributed().visibility()) {
      case Visibility.Full() -> {}
      case Visibility.Partial(var why) -> out.add(Words.label("reason", why), 1);
      case Visibility.Blind(var why) -> out.add(Words.label("reason", why), 1);
    }
  }

  private static void unplaced(StateAt at, Samples out) {
    var attributed = at.state().attributed();
    if (attributed.allocations().factsAsOf().isEmpty()) {
      return;
    }
    var counts = new EnumMap<Unplaced.Reason, Integer>(Unplaced.Reason.class);
    attributed.unplaced().forEach(each -> counts.merge(each.reason(), 1, Integer::sum));
    for (var reason : Unplaced.Reason.values()) {
      out.add(Words.label("reason", Words.of(reason)), counts.getOrDefault(reason, 0));
    }
  }
}
