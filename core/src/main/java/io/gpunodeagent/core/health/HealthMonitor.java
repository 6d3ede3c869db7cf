// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.health.link.LinkJudgement;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Judges the health of a node from what was known of it and its latest snapshot. */
public final class HealthMonitor {

  /** How ids of GPUs begin that NVML does not show, followed by the bus id. */
  private static final String ON_BUS = "pci-";

  /** How ids of GPUs begin that NVML counts and does not identify, followed by the index. */
  private static final String COUNTED = "index-";

  private final Health before;
  private final NodeSnapshot node;
  private final HealthRules rules;
  private final Instant now;
  private final Duration step;
  private final DriverExam driver;
  private final Map<String, Integer> links;

  private HealthMonitor(Health before, NodeSnapshot node, HealthRules rules) {
    this.before = before;
    this.node = node;
    this.rules = rules;
    now = node.takenAt();
    step = step(node.monotonic().minus(before.monotonic()));
    links = LinkJudgement.shortages(node.gpus());
    driver = new DriverExam(node, before.driverMessages());
  }

  /**
   * The health after one more snapshot.
   *
   * @param before the health after the snapshot before it
   * @param node the snapshot
   * @param rules how patient to be
   * @param inventory what the PCI bus holds
   */
  public static Health after(
      Health before, NodeSnapshot node, HealthRules rules, NodeInventory inventory) {
    var judged = new HealthMonitor(before, node, rules).judge(inventory);
    var reported = HealthEvents.report(before, judged);
    return Conditions.judge(before.condition(), reported, inventory);
  }

  /** Time that says something: not a gap in the readings, not another run of the agent. */
  private static Duration step(Duration time) {
    boolean counts = !time.isNegative() && time.compareTo(HealthRules.LONGEST_GAP) <= 0;
    return counts ? time : Duration.ZERO;
  }

  private Health judge(NodeInventory inventory) {
    SequencedMap<String, GpuHealth> gpus =
        switch (node.driver()) {
          case DriverState.Ready _ -> examined(inventory);
          case DriverState.Unavailable down -> kept(down.problem());
        };
    var nodeFindings = GpuHealth.advance(before.node(), nodeExam(), now, step, rules);
    var spread =
        GpuState.worst(
            nodeFindings.stream()
                .filter(finding -> finding.cause() instanceof Cause.DriverUnavailable)
                .map(HealthFinding::effect)
                .toList());
    var judged = new LinkedHashMap<String, GpuHealth>();
    gpus.values().stream()
        .sorted(Comparator.comparing(GpuHealth::pciBusId))
        .forEach(gpu -> judged.put(gpu.id(), gpu.become(gpu.ownState().or(spread), now)));
    return new Health(
        now,
        node.monotonic(),
        judged,
        nodeFindings,
        before.condition(),
        List.of(),
        driver.remembered());
  }

  private Exam nodeExam() {
    return switch (node.driver()) {
      case DriverState.Unavailable(var problem, var detail, var _, var _) ->
          exam(Map.of(new Cause.DriverUnavailable(problem), Symptom.state(Text.line(detail, 120))));
      case DriverState.Ready _ -> exam(driver.ofNode());
    };
  }

  private static Exam exam(Map<Cause, Symptom> symptoms) {
    return new Exam(symptoms, Map.of(), true, false, false, GpuMemory.none());
  }

  /** Without NVML nothing new is known of any GPU; an unloaded driver leaves them reset. */
  private SequencedMap<String, GpuHealth> kept(Problem problem) {
    var gpus = new LinkedHashMap<String, GpuHealth>();
    before
        .gpus()
        .forEach(
            (id, gpu) ->
                gpus.put(
                    id,
                    problem == Problem.DRIVER_NOT_LOADED
                        ? gpu.with(gpu.findings(), gpu.memory().awaitingReset())
                        : gpu));
    return gpus;
  }

  private SequencedMap<String, GpuHealth> examined(NodeInventory inventory) {
    var gpus = new LinkedHashMap<String, GpuHealth>();
    var shown = new HashSet<String>();
    node.gpus().forEach(gpu -> shown.add(gpu.identity().pciBusId()));
    var unidentified = new TreeMap<String, UnreadableGpu>();
    node.absent().unreadable().forEach(gpu -> unidentified.put(name(gpu.index()), gpu));
    for (var known : before.gpus().values()) {
      // A board in the place of another takes its place here as well.
      if (!shown.contains(known.pciBusId()) && !gone(known, inventory)) {
        gpus.put(known.id(), notShown(known, unidentified, inventory));
      }
    }
    for (var gpu : node.gpus()) {
      gpus.put(gpu.identity().uuid(), examined(gpu));
    }
    if (node.absent().unreadable().isEmpty()) {
      var buses = new TreeSet<>(inventory.gpus().orElseGet(TreeSet::new));
      buses.addAll(driver.gpus());
      buses.stream()
          .filter(bus -> !shown.contains(bus) && !holds(gpus, bus))
          .forEach(bus -> gpus.put(ON_BUS + bus, missing(onBusOnly(bus), inventory)));
    }
    unidentified.values().forEach(gpu -> gpus.put(COUNTED + gpu.index(), unreadable(gpu)));
    return gpus;
  }

  /**
   * A GPU that was known before and has no sample. While NVML counts some that do not say who they
   * are, it may be one of those: it is the one of its name, and else is not missing yet.
   *
   * @param unidentified by name; the one that it is is taken out
   */
  private GpuHealth notShown(
      GpuHealth known, Map<String, UnreadableGpu> unidentified, NodeInventory inventory) {
    if (node.absent().unreadable().isEmpty()) {
      return missing(known, inventory);
    }
    var itself = unidentified.remove(known.name());
    return itself == null
        ? known
        : known.after(Exam.unidentified(itself.condition(), known.memory()), now, step, rules);
  }

  private static String name(int index) {
    return "GPU " + index;
  }

  /** Whether NVML only counts the GPU with this {@code id}. */
  static boolean countedOnly(String id) {
    return id.startsWith(COUNTED);
  }

  /** A GPU that NVML counts, and of which nothing else is known. */
  private GpuHealth unreadable(UnreadableGpu gpu) {
    var id = COUNTED + gpu.index();
    var known =
        Optional.ofNullable(before.gpus().get(id))
            .orElseGet(() -> GpuHealth.unknown(id, name(gpu.index()), "", now));
    return known.after(Exam.unidentified(gpu.condition(), known.memory()), now, step, rules);
  }

  private GpuHealth examined(GpuSample gpu) {
    var id = gpu.identity().uuid();
    var bus = gpu.identity().pciBusId();
    var known =
        Optional.ofNullable(before.gpus().get(id))
            .orElseGet(() -> GpuHealth.unknown(id, "", bus, now))
            .named(name(gpu.identity().index()), bus);
    var exam = Exam.of(gpu, known, links.getOrDefault(id, 0), rules, node.monotonic());
    return known.after(exam.and(driver.of(gpu)), now, step, rules);
  }

  private GpuHealth onBusOnly(String bus) {
    return GpuHealth.unknown(ON_BUS + bus, "GPU at " + bus, bus, now);
  }

  private GpuHealth missing(GpuHealth gpu, NodeInventory inventory) {
    boolean onBus = inventory.gpus().map(buses -> buses.contains(gpu.pciBusId())).orElse(false);
    var symptom =
        Symptom.state(onBus ? "it is on the PCI bus as " + gpu.pciBusId() : "it was known before");
    var exam =
        new Exam(
            Map.of(FaultCause.MISSING.cause(), symptom),
            Map.of(),
            false,
            false,
            false,
            gpu.memory().awaitingReset());
    return gpu.after(exam.and(driver.ofBus(gpu.pciBusId())), now, step, rules);
  }

  /**
   * A GPU that is not in the machine any more: one that NVML only counted, one that only the bus or
   * the kernel log named and that the bus does not hold, and one that has departed from it or,
   * known only from before a restart, was missing for as long as that takes.
   */
  private boolean gone(GpuHealth gpu, NodeInventory inventory) {
    if (countedOnly(gpu.id())) {
      return true;
    }
    boolean onBus = inventory.gpus().map(buses -> buses.contains(gpu.pciBusId())).orElse(false);
    boolean named =
        gpu.findings().stream().anyMatch(finding -> DriverExam.NAMES_GPU.contains(finding.cause()));
    return !onBus
        && (gpu.id().startsWith(ON_BUS)
            ? inventory.gpus().isPresent() || !named
            : departed(gpu) || missingForLong(gpu));
  }

  private boolean departed(GpuHealth gpu) {
    return node.absent().departed().stream()
        .anyMatch(departed -> departed.identity().uuid().equals(gpu.id()));
  }

  private static boolean missingForLong(GpuHealth gpu) {
    return gpu.findings().stream()
        .filter(finding -> finding.cause().equals(FaultCause.MISSING.cause()))
        .anyMatch(finding -> finding.progress().bad().compareTo(HealthRules.LONGEST_ABSENCE) >= 0);
  }

  private static boolean holds(Map<String, GpuHealth> gpus, String bus) {
    return gpus.values().stream().anyMatch(gpu -> gpu.pciBusId().equals(bus));
  }
}
