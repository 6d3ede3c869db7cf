package io.gpunodeagent.agent.health;

import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.snapshot.DriverState.Problem;
import io.gpunodeagent.agent.snapshot.GpuSample;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Judges the health of a node from what was known of it and its latest snapshot. */
public final class HealthMonitor {

  private final Health before;
  private final NodeSnapshot node;
  private final HealthRules rules;
  private final Instant now;
  private final Duration step;

  private HealthMonitor(Health before, NodeSnapshot node, HealthRules rules) {
    this.before = before;
    this.node = node;
    this.rules = rules;
    now = node.takenAt();
    step = step(node.monotonic().minus(before.monotonic()));
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
    var told = HealthEvents.tell(before, judged);
    return Conditions.judge(before.condition(), told, inventory);
  }

  /** Time that says something: not a gap in the readings, not another run of the agent. */
  private static Duration step(Duration time) {
    boolean counts = !time.isNegative() && time.compareTo(HealthRules.LONGEST_GAP) <= 0;
    return counts ? time : Duration.ZERO;
  }

  private Health judge(NodeInventory inventory) {
    SequencedMap<String, GpuHealth> gpus =
        switch (node.driver()) {
          case DriverState.Ready ready -> examined(ready, inventory);
          case DriverState.Unavailable down -> kept(down.problem());
        };
    var nodeFindings = GpuHealth.advance(before.node(), nodeExam(), now, step, rules);
    var spread =
        GpuState.worst(
            nodeFindings.stream()
                .filter(finding -> finding.cause() instanceof Cause.DriverUnavailable)
                .map(Finding::effect)
                .toList());
    var judged = new LinkedHashMap<String, GpuHealth>();
    gpus.values().stream()
        .sorted(Comparator.comparing(GpuHealth::pciBusId))
        .forEach(gpu -> judged.put(gpu.id(), gpu.become(gpu.ownState().or(spread), now)));
    return new Health(now, node.monotonic(), judged, nodeFindings, before.condition(), List.of());
  }

  private Exam nodeExam() {
    return switch (node.driver()) {
      case DriverState.Unavailable(var problem, var detail, var _, var _) ->
          exam(Map.of(new Cause.DriverUnavailable(problem), Symptom.state(Text.line(detail, 120))));
      case DriverState.Ready ready ->
          exam(
              unidentified(ready) > 0
                  ? Map.of(
                      Fault.UNIDENTIFIED.cause(),
                      Symptom.state(unidentified(ready) + " of " + ready.deviceCount() + " GPUs"))
                  : Map.of());
    };
  }

  private static Exam exam(Map<Cause, Symptom> symptoms) {
    return new Exam(symptoms, true, false, false, GpuMemory.none());
  }

  private int unidentified(DriverState.Ready ready) {
    return ready.deviceCount() - node.gpus().size();
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

  private SequencedMap<String, GpuHealth> examined(
      DriverState.Ready ready, NodeInventory inventory) {
    var gpus = new LinkedHashMap<String, GpuHealth>();
    var shown = new HashSet<String>();
    node.gpus().forEach(gpu -> shown.add(gpu.identity().pciBusId()));
    for (var known : before.gpus().values()) {
      // A board in the place of another takes its place here as well.
      if (!shown.contains(known.pciBusId())) {
        gpus.put(known.id(), missing(known, inventory));
      }
    }
    gpus.values().removeIf(gpu -> gone(gpu, inventory));
    for (var gpu : node.gpus()) {
      gpus.put(gpu.identity().uuid(), examined(gpu));
    }
    if (unidentified(ready) <= 0) {
      inventory
          .gpus()
          .ifPresent(
              buses ->
                  buses.stream()
                      .filter(bus -> !shown.contains(bus) && !holds(gpus, bus))
                      .forEach(bus -> gpus.put("pci-" + bus, missing(onBusOnly(bus), inventory))));
    }
    return gpus;
  }

  private GpuHealth examined(GpuSample gpu) {
    var id = gpu.identity().uuid();
    var bus = gpu.identity().pciBusId();
    var known =
        Optional.ofNullable(before.gpus().get(id))
            .orElseGet(() -> GpuHealth.unknown(id, "", bus, now))
            .named("GPU " + gpu.identity().index(), bus);
    var exam = Exam.of(gpu, known, LinkExam.peersUp(gpu, node), rules, node.monotonic());
    return known.after(exam, now, step, rules);
  }

  private GpuHealth onBusOnly(String bus) {
    return GpuHealth.unknown("pci-" + bus, "GPU at " + bus, bus, now);
  }

  private GpuHealth missing(GpuHealth gpu, NodeInventory inventory) {
    boolean onBus = inventory.gpus().map(buses -> buses.contains(gpu.pciBusId())).orElse(false);
    var symptom =
        Symptom.state(onBus ? "it is on the PCI bus as " + gpu.pciBusId() : "it was known before");
    var exam =
        new Exam(
            Map.of(Fault.MISSING.cause(), symptom),
            false,
            false,
            false,
            gpu.memory().awaitingReset());
    return gpu.after(exam, now, step, rules);
  }

  /** What only the bus told of is forgotten when the bus no longer tells of it. */
  private static boolean gone(GpuHealth gpu, NodeInventory inventory) {
    return gpu.id().startsWith("pci-")
        && inventory.gpus().map(buses -> !buses.contains(gpu.pciBusId())).orElse(true);
  }

  private static boolean holds(Map<String, GpuHealth> gpus, String bus) {
    return gpus.values().stream().anyMatch(gpu -> gpu.pciBusId().equals(bus));
  }
}
