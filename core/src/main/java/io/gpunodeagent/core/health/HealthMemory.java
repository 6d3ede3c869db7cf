// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.HealthFinding.Progress;
import io.gpunodeagent.core.health.HealthFinding.Reported;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is wrong with the GPUs of the node, to survive a restart of the agent in the same boot of
 * the machine. What the first reading finds again, such as an NVML that does not answer, is not in
 * it.
 *
 * @param gpus those with something wrong
 * @param node what is wrong with the node all GPUs depend on
 */
public record HealthMemory(List<Gpu> gpus, List<HealthFinding> node) {

  /** More than a machine takes. */
  public static final int MOST_GPUS = 256;

  /** Of one GPU, and of the node; of more the worst are kept. */
  public static final int MOST_FINDINGS = 32;

  private static final int LONGEST_EVIDENCE = 200;

  public HealthMemory {
    gpus = List.copyOf(gpus);
    node = List.copyOf(node);
  }

  /** Nothing is wrong, or nothing is known. */
  public static HealthMemory none() {
    return new HealthMemory(List.of(), List.of());
  }

  /**
   * One GPU.
   *
   * @param id as {@link GpuHealth#id}
   * @param name as {@link GpuHealth#name}
   * @param pciBusId as {@link GpuHealth#pciBusId}
   * @param state when it was last judged
   * @param since when that state began
   * @param resetDue as {@link GpuMemory#resetDue}
   * @param counters as they were last read
   * @param findings worst first, at least one
   */
  public record Gpu(
      String id,
      String name,
      String pciBusId,
      GpuState state,
      Instant since,
      boolean resetDue,
      ResetCounters counters,
      List<HealthFinding> findings) {

    public Gpu {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Counters that only a reset of the GPU, or a load of the driver, starts over; each is empty when
   * it was never read.
   *
   * @param correctedErrors of memory since driver load
   * @param uncorrectedErrors of memory since driver load
   * @param energyMillijoules since driver load
   */
  public record ResetCounters(
      OptionalLong correctedErrors,
      OptionalLong uncorrectedErrors,
      OptionalLong energyMillijoules) {}

  /** What is to be kept of {@code health}. */
  static HealthMemory of(Health health) {
    var gpus = new ArrayList<Gpu>();
    for (var gpu : health.gpus().values()) {
      var findings = lasting(gpu.findings());
      if (!findings.isEmpty() && !HealthMonitor.countedOnly(gpu.id()) && gpus.size() < MOST_GPUS) {
        gpus.add(
            new Gpu(
                gpu.id(),
                gpu.name(),
                gpu.pciBusId(),
                gpu.state(),
                gpu.since(),
                gpu.memory().resetDue(),
                gpu.memory().resetCounters(),
                findings));
      }
    }
    return new HealthMemory(gpus, lasting(health.node()));
  }

  private static List<HealthFinding> lasting(List<HealthFinding> findings) {
    return findings.stream()
        .filter(finding -> lasts(finding.cause()))
        .limit(MOST_FINDINGS)
        .map(HealthMemory::outOfTime)
        .toList();
  }

  /** Whether a cause may hold although the first reading of another run does not show it. */
  private static boolean lasts(Cause cause) {
    return !(cause instanceof Cause.DriverUnavailable) && !FaultCause.AWAITED.contains(cause);
  }

  /** The same without times of the monotonic clock, which says nothing in another run. */
  private static HealthFinding outOfTime(HealthFinding finding) {
    var progress = finding.progress();
    return new HealthFinding(
        finding.cause(),
        finding.since(),
        finding.lastSeen(),
        finding.count(),
        Text.line(finding.evidence(), LONGEST_EVIDENCE),
        new Progress(
            progress.bad(),
            progress.good(),
            progress.raised(),
            progress.resetSeen(),
            progress.reported().map(reported -> new Reported(Health.NEVER, reported.count()))));
  }
}
