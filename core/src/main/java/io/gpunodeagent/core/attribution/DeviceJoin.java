package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.Attributed.Absence;
import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.Occupant.Relation;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.ProcessTable.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Ascribes the figures of one device to its occupants, the host and nobody. */
final class DeviceJoin {

  private final DeviceFacts facts;
  private final Visibility visibility;
  private final ProcessClasses classes;
  private final Occupants occupants;
  private final SequencedMap<Party, Relation> relations = new LinkedHashMap<>();
  private final boolean sole;

  DeviceJoin(
      DeviceFacts facts,
      Visibility visibility,
      ProcessClasses classes,
      List<Placed> placed,
      Relations around) {
    this.facts = facts;
    this.visibility = visibility;
    this.classes = classes;
    occupants = Occupants.join(placed, classes.ofPods());
    for (var party : occupants.used().keySet()) {
      relations.put(party, occupants.holds(party) ? Relation.HOLDER : around.of(party));
    }
    sole = unshared(placed, around) && classes.host().isEmpty() && onlyHolderSeen();
  }

  /**
   * The device with its occupants, watched on by {@code watches}.
   *
   * @param replicas in how many it is given out
   */
  AttributedDevice attributed(Watches watches, OptionalInt replicas) {
    var listed = new ArrayList<Occupant>(relations.size());
    var ascribed = new ArrayList<Figures>(relations.size() + 1);
    for (var party : relations.sequencedKeySet()) {
      var figures = figures(party);
      ascribed.add(figures);
      listed.add(occupant(party, figures, watches));
    }
    var host = byProcess(classes.host());
    ascribed.add(host);
    var rest = facts.figures().less(ascribed);
    return new AttributedDevice(
        facts.device(),
        visibility,
        sharing(),
        replicas,
        listed,
        share(classes.host(), host),
        new Residual(
            rest.smPercent(),
            rest.memoryBytes(),
            pids(classes.mpsServers()),
            pids(classes.unseen())));
  }

  /** Whether one container alone was given the device. */
  private boolean unshared(List<Placed> placed, Relations around) {
    return occupants.held().size() == 1
        && placed.stream().allMatch(Placed::unshared)
        && around.above().isEmpty()
        && around.below().isEmpty();
  }

  /** Whether nobody is proven to use the device besides its holder. */
  private boolean onlyHolderSeen() {
    return relations.values().stream()
        .allMatch(relation -> relation == Relation.HOLDER || relation == Relation.UNKNOWN);
  }

  /** A figure the device lacks, such as the memory of an integrated GPU, its processes may have. */
  private Figures figures(Party party) {
    var ofProcesses = byProcess(occupants.processes(party));
    if (!sole || !facts.gpu().fresh()) {
      return ofProcesses;
    }
    return occupants.holds(party)
        ? facts.figures().or(ofProcesses)
        : Figures.absent(Absence.UNRESOLVED);
  }

  private Figures byProcess(List<GpuProcess> processes) {
    if (!facts.gpu().fresh()) {
      return Figures.absent(Absence.STALE);
    }
    if (!visibility.full()) {
      return Figures.absent(Absence.VISIBILITY);
    }
    var figures = Figures.of(processes);
    return classes.mps() ? figures.underMps() : figures;
  }

  private Occupant occupant(Party party, Figures figures, Watches watches) {
    var share = share(occupants.processes(party), figures);
    var watch = watches.watch(party, observable(), inUse(party, share));
    return new Occupant(
        party,
        relations.getOrDefault(party, Relation.UNKNOWN),
        watches.since(party),
        occupants.holding(party, watch),
        share);
  }

  /** Whether any use of the device by a holder would have been seen. */
  private boolean observable() {
    return facts.gpu().fresh()
        && facts.showsItsUse()
        && visibility.full()
        && !classes.mps()
        && classes.unseen().isEmpty();
  }

  /** A holder's neighbours in its pod use the device on its behalf. */
  private boolean inUse(Party party, Share share) {
    boolean active =
        share.smPercent() instanceof Attributed.Value<Double>(var percent, var _) && percent > 0;
    return active
        || (party instanceof Party.Container container
            && classes.ofPods().keySet().stream()
                .anyMatch(user -> Relations.ofOne(user, container)));
  }

  private Sharing sharing() {
    var entries = occupants.held().values().stream().flatMap(List::stream).toList();
    if (entries.isEmpty()) {
      return Sharing.UNHELD;
    }
    if (entries.stream().anyMatch(Placed::inShares)) {
      return Sharing.REPLICAS;
    }
    if (occupants.held().size() == 1) {
      return Sharing.EXCLUSIVE;
    }
    return entries.stream().map(Placed::slot).distinct().count() > 1
        ? Sharing.COMPUTE_INSTANCES
        : Sharing.COMMON;
  }

  private static Share share(List<GpuProcess> processes, Figures figures) {
    return new Share(pids(processes), figures.smPercent(), figures.memoryBytes());
  }

  private static List<Long> pids(List<GpuProcess> processes) {
    return processes.stream().map(GpuProcess::pid).toList();
  }
}
