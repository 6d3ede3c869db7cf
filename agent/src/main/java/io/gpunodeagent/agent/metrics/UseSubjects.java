// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.metric.Held;
import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.catalogue.metric.UsedDevice;
import io.gpunodeagent.agent.metrics.format.Labelled.Subject;
import io.gpunodeagent.core.attribution.AllocationMismatch;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.DeviceUserMemory;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.PodUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the series about use are about in one state, each with its labels. */
final class UseSubjects {

  private final NodeState state;
  private final Tenants tenants;
  private final RowLabelCache labels;
  private final List<String> annotations;
  private final Map<Device, Row> rows = new HashMap<>();
  private final Map<PodRef, List<PodDecision>> decisions = new HashMap<>();
  private final List<Subject<Held>> held = new ArrayList<>();
  private final List<Subject<UsedDevice>> devices = new ArrayList<>();
  private final List<Subject<Occupant>> users = new ArrayList<>();
  private final List<Subject<AllocationMismatch>> findings = new ArrayList<>();
  private final List<Subject<DeviceUserMemory>> memories = new ArrayList<>();
  private final List<Subject<PodUsage>> pods = new ArrayList<>();

  UseSubjects(
      NodeState state,
      Tenants tenants,
      RowLabelCache labels,
      List<String> annotations,
      Distinct distinct) {
    this.state = state;
    this.tenants = tenants;
    this.labels = labels;
    this.annotations = annotations;
    state.node().gpus().forEach(this::index);
    for (var decision : state.policies().decisions()) {
      decisions.computeIfAbsent(decision.pod(), _ -> new ArrayList<>()).add(decision);
    }
    boolean known = state.attributed().allocations().factsAsOf().isPresent();
    for (var device : state.attributed().devices().values()) {
      var row = rows.get(device.device());
      if (row != null) {
        var usage = Optional.ofNullable(state.usage().devices().get(device.device()));
        devices.add(
            new Subject<>(
                new UsedDevice(device, known && !givenOutInParts(device, row), usage),
                labels.ofDevice(row, Map.of())));
        device.occupants().forEach(occupant -> add(device, occupant, row));
      }
    }
    for (var finding : state.attributed().findings()) {
      add(finding, finding.device(), finding.user(), findings);
    }
    for (var memory : state.attributed().memories()) {
      add(memory, memory.device(), memory.user(), memories);
    }
    state
        .usage()
        .pods()
        .forEach((key, pod) -> pods.add(new Subject<>(pod, labels.of(PartyLabels.of(key)))));
    List.of(held, devices, users, findings, memories, pods).forEach(distinct::of);
  }

  /** Containers and the devices they hold. */
  List<Subject<Held>> held() {
    return held;
  }

  /** Devices, held or not. */
  List<Subject<UsedDevice>> devices() {
    return devices;
  }

  /** Those who use a device without having been given it. */
  List<Subject<Occupant>> users() {
    return users;
  }

  /** Disagreements of allocation and use. */
  List<Subject<AllocationMismatch>> findings() {
    return findings;
  }

  /** Containers with a memory limit on a GPU. */
  List<Subject<DeviceUserMemory>> memories() {
    return memories;
  }

  /** Pods that hold something. */
  List<Subject<PodUsage>> pods() {
    return pods;
  }

  private static boolean givenOutInParts(AttributedDevice device, Row row) {
    return device.device() instanceof Device.Gpu
        && !row.gpu().migInstances().isEmpty()
        && device.sharing() == AttributedDevice.Sharing.UNHELD;
  }

  private void index(GpuSample gpu) {
    var uuid = gpu.identity().uuid();
    rows.put(new Device.Gpu(uuid), Row.ofGpu(state.node(), gpu));
    for (var mig : gpu.migInstances()) {
      rows.put(
          new Device.GpuInstance(uuid, mig.gpuInstanceId()),
          Row.ofInstance(state.node(), gpu, mig));
    }
  }

  private void add(AttributedDevice device, Occupant occupant, Row row) {
    var names = labels.ofDevice(row, PartyLabels.of(occupant.user()));
    occupant
        .holding()
        .ifPresentOrElse(
            holding -> held.add(new Subject<>(held(device, occupant, holding), names)),
            () -> users.add(new Subject<>(occupant, names)));
  }

  private <S> void add(S subject, Device device, DeviceUser party, List<Subject<S>> to) {
    var row = rows.get(device);
    if (row != null) {
      to.add(new Subject<>(subject, labels.ofDevice(row, PartyLabels.of(party))));
    }
  }

  private Held held(AttributedDevice device, Occupant holder, Holding holding) {
    var pod = tenants.pod(holder.user());
    return new Held(
        device,
        holding,
        holder.share(),
        pod,
        account(device.device(), holder.user()),
        pod.map(this::shown).orElse(Map.of()),
        ruled(holder.user()));
  }

  private Held.Ruled ruled(DeviceUser party) {
    if (!(party instanceof DeviceUser.Container(var name, var uid))) {
      return new Held.Ruled(List.of(), Set.of());
    }
    var pod = new PodRef(name.namespace(), name.pod(), uid);
    return new Held.Ruled(
        decisions.getOrDefault(pod, List.of()),
        state.policies().untouchable().getOrDefault(pod, Set.of()));
  }

  private Optional<Account> account(Device device, DeviceUser party) {
    return party instanceof DeviceUser.Container(var name, var uid)
        ? Optional.ofNullable(state.usage().accounts().get(new AllocationKey(name, uid, device)))
        : Optional.empty();
  }

  private Map<String, String> shown(PodInfo pod) {
    var chosen = new HashMap<String, String>();
    for (var key : annotations) {
      var value = pod.annotations().get(key);
      if (value != null) {
        chosen.put(key, value);
      }
    }
    return LabelNames.of("annotation_", chosen, Set.of());
  }
}
