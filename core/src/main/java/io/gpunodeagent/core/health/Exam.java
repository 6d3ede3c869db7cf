// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static io.gpunodeagent.core.health.HealthSignals.ECC_MODE;
import static io.gpunodeagent.core.health.HealthSignals.NEEDED;
import static io.gpunodeagent.core.health.HealthSignals.UNCORRECTED_AGGREGATE;
import static io.gpunodeagent.core.health.HealthSignals.UNCORRECTED_VOLATILE;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one snapshot says about one GPU.
 *
 * @param symptoms what is wrong, by cause
 * @param withdrawn how many occurrences of a cause turned out to be none
 * @param complete whether everything needed was read: only then does a cause that does not show
 *     count as absent
 * @param resetNow whether the GPU has been reset since it was last read
 * @param noRecoveryWanted whether the driver says that nothing needs to be done
 * @param memory to see growth and change by next time
 */
record Exam(
    Map<Cause, Symptom> symptoms,
    Map<Cause, Long> withdrawn,
    boolean complete,
    boolean resetNow,
    boolean noRecoveryWanted,
    GpuMemory memory) {

  private static final int GPU_IS_LOST = 15;
  private static final int RESET_REQUIRED = 16;
  private static final int NAMED = 3;

  /**
   * Examines a GPU.
   *
   * @param known of the GPU before
   * @param linksExpected as in {@link LinkExam#links}
   */
  static Exam of(
      GpuSample gpu, GpuHealth known, int linksExpected, HealthRules rules, Duration now) {
    var symptoms = new Symptoms();
    var before = known.memory();
    var counts = xidCounts(gpu);
    xids(gpu, counts, before, symptoms);
    var seen = before.withXids(counts);
    var exam =
        switch (gpu.condition()) {
          case GpuCondition.Fresh() -> {
            watch(gpu.events().watch(), known.judged(), symptoms);
            yield fresh(gpu, seen, symptoms, linksExpected, rules, now);
          }
          case GpuCondition.Unread _, GpuCondition.Hung _, GpuCondition.Lost _ ->
              unread(gpu.condition(), seen).and(symptoms.all());
        };
    return exam.withdrawing(withdrawn(counts, before));
  }

  /** Of a GPU that cannot be read now, {@code condition} saying why. */
  static Exam unread(GpuCondition condition, GpuMemory before) {
    var symptoms = new Symptoms();
    var after = before;
    switch (condition) {
      case GpuCondition.Fresh() -> {}
      case GpuCondition.Unread(var function, var _) ->
          symptoms.state(
              FaultCause.NOT_YET_READ, function.isEmpty() ? "no call was made" : "in " + function);
      case GpuCondition.Hung(var function, var _) ->
          symptoms.state(FaultCause.HUNG, "in " + function);
      case GpuCondition.Lost(var function, int code, var _) -> {
        symptoms.state(
            code == RESET_REQUIRED ? FaultCause.RESET_REQUIRED : FaultCause.LOST,
            function + " answered " + code);
        after = before.awaitingReset();
      }
    }
    return new Exam(symptoms.all(), Map.of(), false, false, false, after);
  }

  /** Of a GPU that NVML only counts: a refusal proves nothing, unless it says that it is lost. */
  static Exam unidentified(GpuCondition condition, GpuMemory before) {
    if (condition instanceof GpuCondition.Lost(var function, int code, var _)
        && code != GPU_IS_LOST
        && code != RESET_REQUIRED) {
      var symptom = Symptom.state(function + " answered " + code);
      var symptoms = Map.of(FaultCause.REFUSED.cause(), symptom);
      return new Exam(symptoms, Map.of(), false, false, false, before);
    }
    return unread(condition, before);
  }

  /** The same with more that is wrong. */
  Exam and(Map<Cause, Symptom> others) {
    var all = new LinkedHashMap<>(symptoms);
    all.putAll(others);
    return new Exam(all, withdrawn, complete, resetNow, noRecoveryWanted, memory);
  }

  private Exam withdrawing(Map<Cause, Long> others) {
    return new Exam(symptoms, others, complete, resetNow, noRecoveryWanted, memory);
  }

  private static Exam fresh(
      GpuSample gpu,
      GpuMemory before,
      Symptoms symptoms,
      int linksExpected,
      HealthRules rules,
      Duration now) {
    if (gpu.readings().signals().isEmpty()) {
      symptoms.state(FaultCause.NOT_YET_READ, "no pass has ended");
      return new Exam(symptoms.all(), Map.of(), false, false, false, before);
    }
    var counters = new CounterExam(gpu.readings(), before.counters(), now);
    var links = new LinkExam(gpu, before.links(), rules.flapping(), now);
    var states = new StateExam(gpu);
    counters.flags(symptoms);
    counters.counters(symptoms);
    states.clocks(symptoms);
    states.fabric(symptoms);
    states.pcie(symptoms);
    links.links(symptoms, linksExpected);
    readable(gpu, symptoms);
    boolean reset = before.resetDue() || counters.startedOver();
    return new Exam(
        symptoms.all(),
        Map.of(),
        !symptoms.has(FaultCause.UNREADABLE) && gpu.events().watched(),
        reset,
        counters.noRecoveryWanted(),
        before.afterPass(counters.remembered(), links.remembered()));
  }

  private static void xids(
      GpuSample gpu, SortedMap<Cause, Long> counts, GpuMemory before, Symptoms symptoms) {
    counts.forEach(
        (cause, count) -> {
          long grown = count - before.xids().getOrDefault(cause, 0L);
          if (grown > 0) {
            symptoms.add(cause, Symptom.event(grown, reported(gpu, cause)));
          }
        });
  }

  /** XIDs that were counted and that the kernel log has called Nonfatal since. */
  private static Map<Cause, Long> withdrawn(Map<Cause, Long> counts, GpuMemory before) {
    var withdrawn = new HashMap<Cause, Long>();
    before
        .xids()
        .forEach(
            (cause, count) -> {
              long less = count - counts.getOrDefault(cause, 0L);
              if (less > 0) {
                withdrawn.put(cause, less);
              }
            });
    return withdrawn;
  }

  /** Who reported an XID, where that is still known. */
  private static String reported(GpuSample gpu, Cause cause) {
    return gpu.events()
        .lastXid()
        .filter(last -> Cause.ofXid(last.kind()).equals(cause))
        .map(
            last ->
                switch (last.source()) {
                      case NVML -> "reported by NVML";
                      case KERNEL_LOG -> "reported by the kernel log";
                    }
                    + (last.kind().gpuInstanceId().isPresent()
                        ? " on GPU instance " + last.kind().gpuInstanceId().getAsInt()
                        : ""))
        .orElse("reported by the driver");
  }

  private static SortedMap<Cause, Long> xidCounts(GpuSample gpu) {
    var counts = new TreeMap<Cause, Long>(Comparator.comparing(Cause::key));
    gpu.events()
        .xids()
        .forEach((kind, seen) -> counts.merge(Cause.ofXid(kind), seen.count(), Long::sum));
    return counts;
  }

  private static void readable(GpuSample gpu, Symptoms symptoms) {
    var failed = failed(gpu);
    if (!failed.isEmpty()) {
      var named = String.join(", ", failed.subList(0, Math.min(NAMED, failed.size())));
      symptoms.state(
          FaultCause.UNREADABLE,
          failed.size() <= NAMED ? named : named + " and " + (failed.size() - NAMED) + " more");
    }
  }

  /** A GPU that was judged stays as it is while its watch is set up again. */
  private static void watch(GpuEvents.Watch watch, boolean judged, Symptoms symptoms) {
    switch (watch) {
      case ON -> {}
      case PENDING ->
          symptoms.stateWhen(!judged, FaultCause.NOT_YET_WATCHED, "the watch is being set up");
      case OFF -> symptoms.state(FaultCause.XIDS_UNWATCHED, "no NVML events and no kernel log");
    }
  }

  /** The readings that health cannot do without and that did not come. */
  private static List<String> failed(GpuSample gpu) {
    var failed = new ArrayList<String>();
    for (var signal : NEEDED) {
      if (!gpu.readings().holds(signal)) {
        failed.add(name(signal) + " not read");
      } else if (gpu.readings().get(signal) instanceof Reading.Failed<Long>(var _, int code)) {
        failed.add(name(signal) + " answered " + code);
      }
    }
    gpu.nvLinks().stream()
        .filter(link -> link.active() instanceof Reading.Failed<Boolean>)
        .forEach(link -> failed.add("state of NVLink " + link.link()));
    if (eccCannotBeCounted(gpu.readings())) {
      failed.add("ECC is on and its errors cannot be counted");
    }
    return failed;
  }

  private static boolean eccCannotBeCounted(Readings readings) {
    return readings.get(ECC_MODE).equals(Reading.of(1L))
        && readings.get(UNCORRECTED_VOLATILE) instanceof Reading.Unsupported<Long>
        && readings.get(UNCORRECTED_AGGREGATE) instanceof Reading.Unsupported<Long>;
  }

  private static String name(Signal<Long> signal) {
    return switch (signal) {
      case FieldSignal field -> "field " + field.fieldId();
      case Signal<Long> other -> other.source();
    };
  }
}
