// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import io.gpunodeagent.core.attribution.AllocationMismatch;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.health.cause.HealthAction;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gathers what is wrong with the node now, worst first. */
public final class NodeProblems {

  private static final String EXAMINE = "run gpu-node-agent doctor on the node";

  private final List<NodeProblem> problems = new ArrayList<>();

  private NodeProblems() {}

  /** Of {@code state}. */
  public static List<NodeProblem> of(NodeState state) {
    var gathering = new NodeProblems();
    gathering.driver(state);
    gathering.health(state);
    gathering.source("kubelet", state.attributed().allocations());
    gathering.source("pods of the API server", state.attributed().pods());
    gathering.source("ResourceSlices of the API server", state.draDevices());
    gathering.visibility(state.attributed().visibility());
    state.attributed().findings().forEach(gathering::mismatch);
    return gathering.problems.stream().sorted(Comparator.comparing(NodeProblem::severity)).toList();
  }

  private void driver(NodeState state) {
    if (state.node().driver() instanceof DriverState.Unavailable away) {
      add(
          away.problem() == DriverState.Problem.STARTING ? Severity.WARNING : Severity.ERROR,
          "driver_unavailable",
          Optional.empty(),
          "NVML is not available: " + away.detail(),
          Optional.of(away.remedy()));
    }
  }

  /** The driver's own state is said already, with a remedy. */
  private void health(NodeState state) {
    state.health().node().stream()
        .filter(finding -> counts(finding) && !(finding.cause() instanceof Cause.DriverUnavailable))
        .forEach(finding -> finding(Optional.empty(), "the node", finding));
    for (var gpu : state.health().gpus().values()) {
      gpu.findings().stream()
          .filter(NodeProblems::counts)
          .forEach(finding -> finding(Optional.of(gpu.id()), gpu.name(), finding));
    }
  }

  /** What is only suspected counts when it costs the GPU its health. */
  private static boolean counts(HealthFinding finding) {
    return finding.raised() || finding.effect() != GpuState.HEALTHY;
  }

  private void finding(Optional<String> gpu, String who, HealthFinding finding) {
    add(
        severity(finding.effect()),
        finding.cause().label(),
        gpu,
        who + ": " + finding.meaning() + " (" + finding.evidence() + ")",
        Optional.of(finding.action())
            .filter(action -> action != HealthAction.NONE)
            .map(HealthAction::phrase));
  }

  private static Severity severity(GpuState effect) {
    return switch (effect) {
      case UNHEALTHY -> Severity.ERROR;
      case DEGRADED, UNKNOWN -> Severity.WARNING;
      case HEALTHY -> Severity.NOTE;
    };
  }

  private void source(String name, SourceState state) {
    if (state instanceof SourceState.Down(var _, var _, var reason)) {
      add(
          Severity.WARNING,
          "source_down",
          Optional.empty(),
          name + ": down: " + reason,
          Optional.of(EXAMINE));
    }
  }

  private void visibility(Visibility visibility) {
    switch (visibility) {
      case Visibility.Full() -> {}
      case Visibility.Blind off when off.equals(ProcessTable.NOT_LOOKED_UP) -> {}
      case Visibility.Partial(var reason) -> unseen("not all processes are seen: " + reason);
      case Visibility.Blind(var reason) -> unseen("processes are not seen: " + reason);
    }
  }

  private void unseen(String text) {
    add(Severity.WARNING, "processes_unseen", Optional.empty(), text, Optional.of(EXAMINE));
  }

  private void mismatch(AllocationMismatch mismatch) {
    var gpu = Optional.of(mismatch.device().gpuUuid());
    switch (mismatch) {
      case AllocationMismatch.AllocatedNeverUsed _ -> {}
      case AllocationMismatch.UsedNotAllocated(var device, var user, var _) ->
          add(
              Severity.WARNING,
              "used_not_allocated",
              gpu,
              name(user) + " uses " + device.gpuUuid() + ", which was given to nobody",
              Optional.of("find out how it reached the GPU: NVIDIA_VISIBLE_DEVICES, hostPath"));
      case AllocationMismatch.UsedByAnotherPod(var device, var user, var _, var _) ->
          add(
              Severity.WARNING,
              "used_by_another_pod",
              gpu,
              name(user) + " uses " + device.gpuUuid() + ", which was given to other pods",
              Optional.of("find out how it reached the GPU: NVIDIA_VISIBLE_DEVICES, hostPath"));
    }
  }

  private static String name(DeviceUser user) {
    return switch (user) {
      case DeviceUser.Container(var name, var _) -> name.namespace() + "/" + name.pod();
      case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var _) ->
          namespace + "/" + pod;
      case DeviceUser.UnknownPod(var uid, var _) -> "the pod with UID " + uid;
    };
  }

  private void add(
      Severity severity, String kind, Optional<String> gpu, String text, Optional<String> remedy) {
    problems.add(new NodeProblem(severity, kind, gpu, text, remedy));
  }
}
