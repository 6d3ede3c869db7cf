// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.NodeCondition.Status;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.health.cause.HealthAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sums up the GPUs of a node in one condition. */
final class Conditions {

  private static final int NAMED = 3;

  private Conditions() {}

  /** {@code health} with its condition; the transition of {@code before} is kept. */
  static Health judge(Optional<NodeCondition> before, Health health, NodeInventory inventory) {
    boolean noGpus =
        health.gpus().isEmpty()
            && (health.node().isEmpty()
                || inventory.gpus().map(buses -> buses.isEmpty()).orElse(false));
    return new Health(
        health.asOf(),
        health.monotonic(),
        health.gpus(),
        health.node(),
        noGpus ? Optional.empty() : Optional.of(condition(before, health)),
        health.events(),
        health.driverMessages());
  }

  private static NodeCondition condition(Optional<NodeCondition> before, Health health) {
    var worst = health.worst();
    var status =
        switch (worst) {
          case HEALTHY, DEGRADED -> Status.TRUE;
          case UNKNOWN -> Status.UNKNOWN;
          case UNHEALTHY -> Status.FALSE;
        };
    var reason =
        switch (worst) {
          case HEALTHY -> "AllGpusHealthy";
          case DEGRADED -> "GpusDegraded";
          case UNKNOWN -> "GpuHealthUnknown";
          case UNHEALTHY -> "GpusUnhealthy";
        };
    var since =
        before
            .filter(earlier -> earlier.status() == status)
            .map(NodeCondition::lastTransition)
            .orElse(health.asOf());
    return new NodeCondition(
        status, reason, Text.line(message(worst, health), NodeCondition.LONGEST_MESSAGE), since);
  }

  private static String message(GpuState worst, Health health) {
    int all = health.gpus().size();
    if (worst == GpuState.HEALTHY) {
      return all + (all == 1 ? " GPU is healthy" : " GPUs are healthy");
    }
    var parts = new ArrayList<String>();
    health.node().stream()
        .filter(finding -> finding.effect() == worst)
        .forEach(finding -> parts.add(finding.meaning() + ": " + finding.evidence()));
    var gpus = health.gpus().values().stream().filter(gpu -> gpu.state() == worst).toList();
    if (parts.isEmpty()) {
      gpus.stream().limit(NAMED).forEach(gpu -> parts.add(gpu.name() + " " + reason(gpu)));
      if (gpus.size() > NAMED) {
        parts.add("and " + (gpus.size() - NAMED) + " more");
      }
    }
    var whys = String.join("; ", parts);
    return all == 0 ? whys : gpus.size() + " of " + all + " GPUs " + worst.label() + ": " + whys;
  }

  private static String reason(GpuHealth gpu) {
    List<HealthFinding> worst =
        gpu.findings().stream().filter(finding -> finding.effect() == gpu.state()).toList();
    if (worst.isEmpty()) {
      return gpu.state().label();
    }
    var first = worst.getFirst();
    return first.meaning()
        + (first.action() == HealthAction.NONE ? "" : " (" + first.action().phrase() + ")");
  }
}
