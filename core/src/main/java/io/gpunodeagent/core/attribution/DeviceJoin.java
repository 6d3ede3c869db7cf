// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.Attributed.Absence;
import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.Occupant.Relation;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.attribution.placement.PlacedAllocation;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
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
  private final SequencedMap<DeviceUser, Relation> relations = new LinkedHashMap<>();
  private final boolean sole;

  DeviceJoin(
      DeviceFacts facts,
      Visibility visibility,
      ProcessClasses classes,
      List<PlacedAllocation> placed,
      Relations around) {
    this.facts = facts;
    this.visibility = visibility;
    this.classes = classes;
    occupants = Occupants.join(placed, classes.ofPods());
    for (var user : occupants.used().keySet()) {
      relations.put(user, occupants.holds(user) ? Relation.HOLDER : around.of(user));
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
    var ascribed = new ArrayList<DeviceTotals>(relations.size() + 1);
    for (var user : relations.sequencedKeySet()) {
      var figures = figures(user);
      ascribed.add(figures);
      listed.add(occupant(user, figures, watches));
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
        new UnattributedUse(
            rest.smPercent(),
            rest.memoryBytes(),
            pids(classes.mpsServers()),
            pids(classes.unseen())));
  }

  /** Whether one container alone was given the device. */
  private boolean unshared(List<PlacedAllocation> placed, Relations around) {
    return occupants.held().size() == 1
        && placed.stream().allMatch(PlacedAllocation::unshared)
        && around.above().isEmpty()
        && around.below().isEmpty();
  }

  /** Whether nobody is proven to use the device besides its holder. */
  private boolean onlyHolderSeen() {
    return relations.values().stream()
        .allMatch(relation -> relation == Relation.HOLDER || relation == Relation.UNKNOWN);
  }

  /** A figure the device lacks, such as the memory of an integrated GPU, its processes may have. */
  private DeviceTotals figures(DeviceUser user) {
    var ofProcesses = byProcess(occupants.processes(user));
    if (!sole || !facts.gpu().fresh()) {
      return ofProcesses;
    }
    return occupants.holds(user)
        ? facts.figures().or(ofProcesses)
        : DeviceTotals.absent(Absence.UNRESOLVED);
  }

  private DeviceTotals byProcess(List<GpuProcess> processes) {
    if (!facts.gpu().fresh()) {
      return DeviceTotals.absent(Absence.STALE);
    }
    if (!visibility.full()) {
      return DeviceTotals.absent(Absence.VISIBILITY);
    }
    var figures = DeviceTotals.of(processes);
    return classes.mps() ? figures.underMps() : figures;
  }

  private Occupant occupant(DeviceUser user, DeviceTotals figures, Watches watches) {
    var share = share(occupants.processes(user), figures);
    var watch = watches.watch(user, observable(), inUse(user, share));
    return new Occupant(
        user,
        relations.getOrDefault(user, Relation.UNKNOWN),
        watches.since(user),
        occupants.holding(user, watch),
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
  private boolean inUse(DeviceUser user, Share share) {
    boolean active =
        share.smPercent() instanceof Attributed.Value<Double>(var percent, var _) && percent > 0;
    return active
        || (user instanceof DeviceUser.Container container
            && classes.ofPods().keySet().stream()
                .anyMatch(other -> Relations.ofOne(other, container)));
  }

  private Sharing sharing() {
    var entries = occupants.held().values().stream().flatMap(List::stream).toList();
    if (entries.isEmpty()) {
      return Sharing.UNHELD;
    }
    if (entries.stream().anyMatch(PlacedAllocation::inShares)) {
      return Sharing.REPLICAS;
    }
    if (occupants.held().size() == 1) {
      return Sharing.EXCLUSIVE;
    }
    return entries.stream().map(PlacedAllocation::slot).distinct().count() > 1
        ? Sharing.COMPUTE_INSTANCES
        : Sharing.COMMON;
  }

  private static Share share(List<GpuProcess> processes, DeviceTotals figures) {
    return new Share(pids(processes), figures.smPercent(), figures.memoryBytes());
  }

  private static List<Long> pids(List<GpuProcess> processes) {
    return processes.stream().map(GpuProcess::pid).toList();
  }
}
