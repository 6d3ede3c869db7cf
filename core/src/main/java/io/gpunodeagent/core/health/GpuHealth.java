// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The health of one GPU.
 *
 * @param id its UUID, or {@code pci-} and its bus id where only the PCI bus shows it
 * @param name how people know it: {@code GPU 3}, or {@code GPU at } and its bus id
 * @param pciBusId such as {@code 00000000:1B:00.0}
 * @param state now
 * @param since when the state began
 * @param findings what is wrong, worst first; those still only suspected included
 * @param memory of earlier snapshots
 */
public record GpuHealth(
    String id,
    String name,
    String pciBusId,
    GpuState state,
    Instant since,
    List<HealthFinding> findings,
    GpuMemory memory) {

  static final Comparator<HealthFinding> WORST_FIRST =
      Comparator.comparing(HealthFinding::effect, Comparator.reverseOrder())
          .thenComparing(HealthFinding::action, Comparator.reverseOrder())
          .thenComparing(HealthFinding::since)
          .thenComparing(finding -> finding.cause().key());

  public GpuHealth {
    findings = findings.stream().sorted(WORST_FIRST).toList();
  }

  /** A GPU of which nothing older is remembered. */
  public static GpuHealth of(
      String id,
      String name,
      String pciBusId,
      GpuState state,
      Instant since,
      List<HealthFinding> findings) {
    return new GpuHealth(id, name, pciBusId, state, since, findings, GpuMemory.none());
  }

  /** A GPU first seen {@code now}. */
  static GpuHealth unknown(String id, String name, String pciBusId, Instant now) {
    return new GpuHealth(id, name, pciBusId, GpuState.UNKNOWN, now, List.of(), GpuMemory.none());
  }

  /** A GPU of another run of the agent, which awaits its first reading in this one. */
  static GpuHealth restored(HealthMemory.Gpu gpu, Instant now) {
    var findings = new ArrayList<>(gpu.findings());
    var unread = Symptom.state("the agent has restarted");
    findings.add(HealthFinding.first(FaultCause.NOT_YET_READ.cause(), unread, now));
    var states = findings.stream().map(HealthFinding::effect).toList();
    return new GpuHealth(
            gpu.id(),
            gpu.name(),
            gpu.pciBusId(),
            gpu.state(),
            gpu.since(),
            findings,
            GpuMemory.restored(gpu.counters(), gpu.resetDue()))
        .become(GpuState.worst(states), now);
  }

  /** What counts in full, worst first: what people see and metrics count. */
  public List<HealthFinding> raised() {
    return findings.stream().filter(HealthFinding::raised).toList();
  }

  /**
   * Whether the GPU was judged: it was read, and its XIDs were watched or found not to be. One of
   * which nothing was known while NVML did not answer was not.
   */
  boolean judged() {
    boolean nothingKnown = state == GpuState.UNKNOWN && findings.isEmpty();
    return !nothingKnown
        && findings.stream().noneMatch(finding -> FaultCause.AWAITED.contains(finding.cause()));
  }

  /** The state the findings bring about by themselves. */
  GpuState ownState() {
    return GpuState.worst(findings.stream().map(HealthFinding::effect).toList());
  }

  /** How an event names it. */
  String fullName() {
    return name + " (" + id + (pciBusId.isEmpty() ? "" : ", " + pciBusId) + ")";
  }

  GpuHealth named(String other, String bus) {
    return new GpuHealth(id, other, bus, state, since, findings, memory);
  }

  GpuHealth with(List<HealthFinding> others, GpuMemory next) {
    return new GpuHealth(id, name, pciBusId, state, since, others, next);
  }

  /** The state becomes {@code next}. */
  GpuHealth become(GpuState next, Instant now) {
    return next == state ? this : new GpuHealth(id, name, pciBusId, next, now, findings, memory);
  }

  /** The GPU after {@code exam}, {@code step} after the one before. */
  GpuHealth after(Exam exam, Instant now, Duration step, HealthRules rules) {
    return with(advance(findings, exam, now, step, rules), exam.memory());
  }

  /** The findings after {@code exam}. */
  static List<HealthFinding> advance(
      List<HealthFinding> before, Exam exam, Instant now, Duration step, HealthRules rules) {
    var after = new ArrayList<HealthFinding>();
    var known = new HashSet<Cause>();
    Map<Cause, Symptom> symptoms = new HashMap<>(exam.symptoms());
    for (var counted : before) {
      var left = counted.without(exam.withdrawn().getOrDefault(counted.cause(), 0L));
      if (left.isEmpty()) {
        continue;
      }
      var finding = left.get();
      known.add(finding.cause());
      var symptom = symptoms.get(finding.cause());
      if (symptom != null) {
        after.add(finding.seen(symptom, now, step, rules));
      } else if (!exam.complete()) {
        // What is awaited is over with the first judgement, whatever that could not read.
        if (!FaultCause.AWAITED.contains(finding.cause())) {
          after.add(finding);
        }
      } else {
        var unseen = finding.unseen(step, exam.resetNow(), exam.noRecoveryWanted());
        if (!unseen.over(rules)) {
          after.add(unseen);
        }
      }
    }
    symptoms.forEach(
        (cause, symptom) -> {
          if (!known.contains(cause)) {
            after.add(HealthFinding.first(cause, symptom, now));
          }
        });
    return after;
  }
}
