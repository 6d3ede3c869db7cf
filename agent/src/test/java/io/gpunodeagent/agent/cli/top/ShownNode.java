// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.DeviceOverview;
import io.gpunodeagent.agent.cli.overview.DeviceState;
import io.gpunodeagent.agent.cli.overview.GpuOverview;
import io.gpunodeagent.agent.cli.overview.HolderOverview;
import io.gpunodeagent.agent.cli.overview.LoadOverview;
import io.gpunodeagent.agent.cli.overview.PolicyOutlook;
import io.gpunodeagent.agent.cli.overview.ProcessOverview;
import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.overview.ShownState.Problem;
import io.gpunodeagent.core.health.cause.GpuState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Builds nodes as the live view gets them. */
final class ShownNode {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long GIB = 1L << 30;

  private final List<GpuOverview> gpus = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private String name = "node-7";

  ShownNode named(String other) {
    name = other;
    return this;
  }

  /** A GPU at {@code percent} that {@code pod} holds and uses so. */
  ShownNode gpu(double percent, String pod, DeviceState activity, Duration idle) {
    return add(
        "", "ok", activity, percent, List.of(holder(pod, activity, idle, Optional.empty(), true)));
  }

  /** A GPU whose holder is to be evicted {@code left} from now. */
  ShownNode evicted(String pod, Duration idle, Duration left) {
    var next = new PolicyOutlook("idle", "evict", Optional.of(NOW.plus(left)), true);
    return add(
        "",
        "ok",
        DeviceState.IDLE,
        0,
        List.of(holder(pod, DeviceState.IDLE, idle, Optional.of(next), true)));
  }

  /** A GPU that nobody holds. */
  ShownNode free() {
    return add("", "ok", DeviceState.FREE, 0, List.of());
  }

  /** A GPU that nobody was given, and {@code pod} uses. */
  ShownNode taken(String pod) {
    return add(
        "",
        "ok",
        DeviceState.FREE,
        40,
        List.of(holder(pod, DeviceState.UNKNOWN, Duration.ZERO, Optional.empty(), false)));
  }

  /** A GPU without readings. */
  ShownNode lost(String reason) {
    problems.add(new Problem(true, "GPU " + gpus.size() + ": " + reason, "restart the node"));
    return add(reason, "lost", DeviceState.UNKNOWN, 0, List.of());
  }

  private ShownNode add(
      String reason,
      String condition,
      DeviceState state,
      double percent,
      List<HolderOverview> holders) {
    var id = String.valueOf(gpus.size());
    var load =
        reason.isEmpty()
            ? new LoadOverview(
                OptionalDouble.of(percent),
                OptionalLong.of(30 * GIB),
                OptionalLong.of(80 * GIB),
                OptionalLong.of(300_000),
                OptionalLong.of(700_000),
                OptionalLong.of(45),
                OptionalLong.of(1980))
            : LoadOverview.none();
    gpus.add(
        new GpuOverview(
            new DeviceOverview(
                id, "GPU-" + id, "H100 80GB HBM3", state, OptionalInt.empty(), load, holders, 0),
            condition,
            reason,
            reason.isEmpty() ? GpuState.HEALTHY : GpuState.UNHEALTHY,
            List.of()));
    return this;
  }

  private HolderOverview holder(
      String pod,
      DeviceState activity,
      Duration idle,
      Optional<PolicyOutlook> next,
      boolean holds) {
    return new HolderOverview(
        String.valueOf(gpus.size()),
        "research",
        pod,
        "main",
        "Job/" + pod,
        holds ? "holder" : "unallocated",
        holds,
        "",
        activity,
        "",
        idle,
        Duration.ofHours(5),
        OptionalDouble.of(10),
        OptionalLong.of(30 * GIB),
        OptionalDouble.empty(),
        next);
  }

  ShownState build() {
    var processes =
        gpus.stream()
            .flatMap(gpu -> gpu.device().holders().stream())
            .map(
                holder ->
                    new ProcessOverview(
                        "400" + holder.device(),
                        "python3",
                        holder.device(),
                        "compute",
                        OptionalLong.of(30 * GIB),
                        OptionalDouble.of(10),
                        holder.name()))
            .toList();
    return new ShownState(
        name, NOW, "driver 580.105.08", true, false, held(), "", gpus, processes, "", problems);
  }

  private OptionalLong held() {
    return OptionalLong.of(
        gpus.stream()
            .filter(gpu -> gpu.device().holders().stream().anyMatch(HolderOverview::holds))
            .count());
  }
}
