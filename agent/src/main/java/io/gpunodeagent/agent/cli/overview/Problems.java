package io.gpunodeagent.agent.cli.overview;

import io.gpunodeagent.agent.cli.overview.ShownState.Problem;
import io.gpunodeagent.agent.cli.view.ReadingText;
import io.gpunodeagent.core.attribution.AllocationMismatch;
import io.gpunodeagent.core.attribution.Device;
import io.gpunodeagent.core.attribution.DeviceUser;
import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.GpuState;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.ProcessTable.Visibility;
import io.gpunodeagent.core.snapshot.SourceState;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import io.gpunodeagent.core.state.NodeState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with a node now. */
final class Problems {

  private final NodeState state;
  private final List<Problem> found = new ArrayList<>();

  private Problems(NodeState state) {
    this.state = state;
  }

  /** All of them, severe ones first. */
  static List<Problem> of(NodeState state) {
    var problems = new Problems(state);
    problems.collect();
    return problems.found.stream()
        .sorted(Comparator.comparing(Problem::severe).reversed())
        .toList();
  }

  private void collect() {
    if (state.node().driver() instanceof DriverState.Unavailable away) {
      add(true, "NVML", away.detail(), away.remedy());
      return;
    }
    state.node().gpus().stream().filter(gpu -> !gpu.fresh()).forEach(this::unread);
    state.node().absent().unreadable().forEach(this::unreadable);
    state.health().gpus().values().forEach(this::health);
    state.health().node().stream()
        .filter(HealthFinding::raised)
        .forEach(finding -> health("node", finding));
    state.attributed().findings().forEach(this::mismatch);
    source("kubelet", state.attributed().allocations(), "who holds a GPU is not known");
    source("API server", state.attributed().pods(), "pods are known by the kubelet alone");
    // Where no kubelet is asked, nobody wants to know whose processes are.
    if (!(state.attributed().allocations() instanceof SourceState.Off)) {
      visibility(state.attributed().visibility());
    }
  }

  private void add(boolean severe, String where, String what, String remedy) {
    found.add(new Problem(severe, where, what, remedy));
  }

  /** What health says of a GPU without readings says also what to do, so it is enough. */
  private void unread(GpuSample gpu) {
    var judged = Optional.ofNullable(state.health().gpus().get(gpu.identity().uuid()));
    if (judged.stream().noneMatch(health -> !health.raised().isEmpty())) {
      missing("GPU " + gpu.identity().index(), ReadingText.condition(gpu.condition()));
    }
  }

  private void unreadable(UnreadableGpu gpu) {
    missing("GPU " + gpu.index(), "not readable: " + ReadingText.condition(gpu));
  }

  private void missing(String where, String why) {
    add(true, where, why, "its figures are missing until it answers");
  }

  private void health(GpuHealth gpu) {
    gpu.raised().stream()
        .filter(finding -> finding.effect() != GpuState.HEALTHY)
        .forEach(finding -> health(gpu.name(), finding));
  }

  private void health(String where, HealthFinding finding) {
    add(
        finding.effect() == GpuState.UNHEALTHY,
        where,
        finding.effect().label() + ": " + finding.meaning(),
        finding.action().phrase());
  }

  private void mismatch(AllocationMismatch mismatch) {
    switch (mismatch) {
      case AllocationMismatch.AllocatedNeverUsed _ -> {}
      case AllocationMismatch.UsedNotAllocated(var device, var user, var _) ->
          add(false, name(device), name(user) + " uses it, nobody was given it", "end that use");
      case AllocationMismatch.UsedByAnotherPod(var device, var user, var _, var _) ->
          add(false, name(device), name(user) + " uses it, others were given it", "end that use");
    }
  }

  private String name(Device device) {
    var index =
        state.node().gpus().stream()
            .filter(gpu -> gpu.identity().uuid().equals(device.gpuUuid()))
            .map(gpu -> "GPU " + gpu.identity().index())
            .findFirst()
            .orElse(device.gpuUuid());
    return switch (device) {
      case Device.Gpu _ -> index;
      case Device.GpuInstance(var _, int id) -> index + "/" + id;
    };
  }

  private static String name(DeviceUser user) {
    return switch (user) {
      case DeviceUser.Container(var name, var _) -> name.namespace() + "/" + name.pod();
      case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var _) ->
          namespace + "/" + pod;
      case DeviceUser.UnknownPod(var uid, var _) -> "pod UID " + uid;
    };
  }

  private void source(String name, SourceState source, String cost) {
    switch (source) {
      case SourceState.Off(), SourceState.Up(var _) -> {}
      case SourceState.Down(var _, var _, var reason) -> add(false, name, "down: " + reason, cost);
    }
  }

  private void visibility(Visibility visibility) {
    switch (visibility) {
      case Visibility.Full() -> {}
      case Visibility.Partial(var reason) ->
          add(false, "processes", "seen in part: " + reason, "some use has no known owner");
      case Visibility.Blind(var reason) ->
          add(false, "processes", "not seen: " + reason, "use has no known owner");
    }
  }
}
