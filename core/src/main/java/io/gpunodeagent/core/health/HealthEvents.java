// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.health.cause.HealthAction;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to report of a change: a cause when it begins to count, but not when it was reported within
 * ten minutes; again at most once an hour while it recurs; and a GPU's return to health.
 */
final class HealthEvents {

  private final Instant at;
  private final Duration now;
  private final List<HealthEvent> events = new ArrayList<>();

  private HealthEvents(Instant at, Duration now) {
    this.at = at;
    this.now = now;
  }

  /** {@code after} with its events, noted as reported. */
  static Health report(Health before, Health after) {
    var reporting = new HealthEvents(after.asOf(), after.monotonic());
    var gpus = new LinkedHashMap<String, GpuHealth>();
    after.gpus().forEach((id, gpu) -> gpus.put(id, reporting.reported(gpu)));
    var node = reporting.reported("node", "the node", after.node(), new HashMap<>());
    before.gpus().forEach((id, gpu) -> reporting.recovery(gpu, gpus.get(id)));
    return new Health(
        after.asOf(),
        after.monotonic(),
        gpus,
        node,
        after.condition(),
        reporting.events,
        after.driverMessages());
  }

  private GpuHealth reported(GpuHealth gpu) {
    var who = gpu.fullName();
    var lately = new HashMap<>(gpu.memory().reported());
    lately.values().removeIf(reported -> longAgo(reported, HealthRules.REPORT_AGAIN));
    var findings = reported(gpu.id(), who, gpu.findings(), lately);
    return gpu.with(findings, gpu.memory().withReported(lately));
  }

  private List<HealthFinding> reported(
      String id, String who, List<HealthFinding> findings, Map<Cause, Duration> lately) {
    var reported = new ArrayList<HealthFinding>();
    for (var finding : findings) {
      if (due(finding)) {
        var last = lately.get(finding.cause());
        if (last == null || longAgo(last, HealthRules.REPORT_RETURN)) {
          events.add(event(id, who, finding));
          lately.put(finding.cause(), now);
        }
        reported.add(finding.reported(now));
      } else {
        reported.add(finding);
      }
    }
    return reported;
  }

  private boolean longAgo(Duration then, Duration time) {
    return now.minus(then).compareTo(time) >= 0;
  }

  /** Waiting for the first reading is no news. */
  private boolean due(HealthFinding finding) {
    if (!finding.raised() || silent(finding)) {
      return false;
    }
    return finding
        .progress()
        .reported()
        .map(
            reported ->
                finding.count() > reported.count()
                    && longAgo(reported.at(), HealthRules.REPORT_AGAIN))
        .orElse(true);
  }

  private static boolean silent(HealthFinding finding) {
    return FaultCause.AWAITED.contains(finding.cause())
        || finding.cause().equals(new Cause.DriverUnavailable(Problem.STARTING));
  }

  private HealthEvent event(String id, String who, HealthFinding finding) {
    var message =
        who
            + ": "
            + finding.meaning()
            + " ("
            + finding.evidence()
            + ")"
            + (finding.action() == HealthAction.NONE
                ? ""
                : "; recommended: " + finding.action().phrase());
    return new HealthEvent(
        id + "/" + finding.cause().key(),
        true,
        reason(finding),
        Text.line(message, HealthEvent.LONGEST_MESSAGE),
        at,
        finding.count());
  }

  private static String reason(HealthFinding finding) {
    var reason = new StringBuilder("Gpu");
    for (var word : finding.cause().label().split("_", -1)) {
      reason.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return reason.toString();
  }

  private void recovery(GpuHealth before, @Nullable GpuHealth after) {
    boolean reported =
        before.findings().stream().anyMatch(finding -> finding.progress().reported().isPresent());
    if (after != null
        && reported
        && before.state() != GpuState.HEALTHY
        && after.state() == GpuState.HEALTHY) {
      var message =
          after.fullName()
              + ": healthy again, "
              + before.state().label()
              + " since "
              + Instant.ofEpochSecond(before.since().getEpochSecond());
      events.add(
          new HealthEvent(
              after.id() + "/healthy",
              false,
              "GpuHealthy",
              Text.line(message, HealthEvent.LONGEST_MESSAGE),
              at,
              1));
    }
  }
}
