// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.overview.GpuUse;
import io.gpunodeagent.core.overview.NodeOverview;
import io.gpunodeagent.core.overview.NodeProblem;
import io.gpunodeagent.core.overview.NodeProblems;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The node itself: what it is, what it sums up to, what is wrong, and what all that rests on. */
public final class NodeJson {

  private NodeJson() {}

  /** Of {@code state}. */
  public static JsonObject of(NodeState state, AgentFacts agent) {
    var node = state.node();
    return new JsonObject()
        .put("name", agent.node())
        .put("version", agent.version())
        .put("simulated", node.simulated())
        .put("sequence", node.sequence())
        .put("takenAt", node.takenAt())
        .put("samplingPeriodSeconds", seconds(agent.samplingPeriod()))
        .put("policies", policies(agent))
        .put("driver", driver(node.driver()))
        .put("overview", overview(NodeOverview.of(state)))
        .put("health", health(state))
        .put("problems", NodeProblems.of(state).stream().map(NodeJson::problem).toList())
        .put("sources", sources(state));
  }

  private static JsonObject policies(AgentFacts agent) {
    var rules = agent.policies();
    boolean none = rules.idle().isEmpty() && rules.timeSlice().isEmpty();
    return new JsonObject()
        .put("mode", none ? "off" : rules.dryRun() ? "dry_run" : "enforce")
        .put("idleRules", rules.idle().size())
        .put("timeSliceRules", rules.timeSlice().size())
        .put("evictionsPerHour", rules.budget().evictionsPerHour())
        .put("problems", List.copyOf(agent.enforcementProblems().values()));
  }

  private static JsonObject driver(DriverState driver) {
    return switch (driver) {
      case DriverState.Ready ready -> SnapshotJson.driver(ready).put("state", "ready");
      case DriverState.Unavailable(var problem, var detail, var remedy, var since) ->
          new JsonObject()
              .put("problem", problem)
              .put("detail", detail)
              .put("remedy", remedy)
              .put("since", since)
              .put("state", "unavailable");
    };
  }

  private static JsonObject overview(NodeOverview overview) {
    var power = overview.power();
    return new JsonObject()
        .put("gpus", overview.gpus())
        .put("held", overview.held())
        .put("active", overview.count(GpuUse.Kind.ACTIVE))
        .put("idle", overview.count(GpuUse.Kind.IDLE))
        .put("unknown", overview.count(GpuUse.Kind.UNKNOWN))
        .put("free", overview.count(GpuUse.Kind.FREE))
        .put(
            "power",
            new JsonObject()
                .put("gpus", power.gpus())
                .put("milliwatts", power.gpus() == 0 ? null : power.milliwatts())
                .put("limitMilliwatts", power.gpus() == 0 ? null : power.limitMilliwatts()));
  }

  private static JsonObject health(NodeState state) {
    var condition = state.health().condition();
    return new JsonObject()
        .put("state", state.health().worst())
        .put("reason", condition.map(one -> one.reason()))
        .put("message", condition.map(one -> one.message()))
        .put("since", condition.map(one -> one.lastTransition()));
  }

  private static JsonObject problem(NodeProblem problem) {
    return new JsonObject()
        .put("severity", problem.severity())
        .put("kind", problem.kind())
        .put("gpu", problem.gpu())
        .put("text", problem.text())
        .put("remedy", problem.remedy());
  }

  private static List<JsonObject> sources(NodeState state) {
    var now = state.node().takenAt();
    var sources = new ArrayList<JsonObject>();
    sources.add(source("nvml", nvml(state), now));
    sources.add(source("kubelet", state.attributed().allocations(), now));
    sources.add(source("pods", state.attributed().pods(), now));
    sources.add(source("resourceSlices", state.draDevices(), now));
    sources.add(
        new JsonObject()
            .put("name", "processes")
            .putAll(OccupancyJson.visibility(state.attributed().visibility())));
    return sources;
  }

  private static SourceState nvml(NodeState state) {
    return switch (state.node().driver()) {
      case DriverState.Ready _ -> new SourceState.Up(state.node().takenAt());
      case DriverState.Unavailable(var _, var detail, var _, var since) ->
          new SourceState.Down(since, Optional.empty(), detail);
    };
  }

  private static JsonObject source(String name, SourceState state, Instant now) {
    return new JsonObject()
        .put("name", name)
        .putAll(OccupancyJson.source(state))
        .putIfAny(
            "ageSeconds", state.factsAsOf().map(then -> seconds(Duration.between(then, now))));
  }

  /** To the millisecond, never below zero. */
  static double seconds(Duration duration) {
    return Math.max(0, duration.toMillis()) / 1000.0;
  }
}
