// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.cause.XidCatalogue;
import io.gpunodeagent.core.labels.mig.MigGeometry;
import io.gpunodeagent.core.overview.GpuUse;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.ClockEventReason;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.core.snapshot.NvLink;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import io.gpunodeagent.core.state.NodeState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The GPUs: each with its state, health, key readings, partitions, holders and processes. */
public final class GpusJson {

  private final NodeState state;
  private final OccupancyJson occupancy;

  private GpusJson(NodeState state) {
    this.state = state;
    occupancy = new OccupancyJson(state.attributed());
  }

  /** One object a GPU in index order; those that NVML counts and never identified are the last. */
  public static List<JsonObject> of(NodeState state) {
    var json = new GpusJson(state);
    var gpus = new ArrayList<JsonObject>();
    state.node().gpus().forEach(gpu -> gpus.add(json.gpu(gpu)));
    state.node().absent().unreadable().forEach(gpu -> gpus.add(unreadable(gpu)));
    return gpus;
  }

  private static JsonObject unreadable(UnreadableGpu gpu) {
    return new JsonObject()
        .put("index", gpu.index())
        .put("uuid", null)
        .put("condition", DeviceJson.condition(gpu.condition(), "refused"));
  }

  private JsonObject gpu(GpuSample sample) {
    var identity = sample.identity();
    var gpu =
        DeviceJson.identity(identity)
            .put("numaNodes", affinity(identity.index()).flatMap(one -> text(one.memoryNodes())))
            .put("cpus", affinity(identity.index()).flatMap(one -> text(one.cpus())))
            .put("condition", DeviceJson.condition(sample.condition(), "lost"))
            .put("sampledAt", sample.sampledAt())
            .put("use", use(GpuUse.of(state, sample)))
            .put("health", health(identity.uuid()));
    KeyReadings.ofGpu(gpu, sample.readings(), sample.fresh());
    var processes = sample.processes().toOptional().filter(_ -> sample.fresh());
    return gpu.put("clockEventReasons", clockEventReasons(sample))
        .put("mig", mig(sample))
        .put("nvLinks", links(sample))
        .put("occupancy", occupancy.device(new Device.Gpu(identity.uuid())))
        .put(
            "processes",
            processes.map(
                list -> list.stream().map(one -> DeviceJson.process(one, occupancy)).toList()))
        .put("xids", xids(sample.events()));
  }

  private Optional<Affinity> affinity(int index) {
    var affinities = state.node().topology().affinities();
    return index < affinities.size() ? Optional.of(affinities.get(index)) : Optional.empty();
  }

  private static Optional<String> text(Reading<String> reading) {
    return reading.toOptional();
  }

  private static JsonObject use(GpuUse use) {
    return new JsonObject()
        .put("state", use.kind())
        .put("held", use.held())
        .put("doubts", use.doubts());
  }

  private JsonObject health(String uuid) {
    var health = Optional.ofNullable(state.health().gpus().get(uuid));
    return new JsonObject()
        .put("state", health.map(GpuHealth::state))
        .put("since", health.map(GpuHealth::since))
        .put(
            "findings",
            health.stream()
                .flatMap(one -> one.findings().stream())
                .map(GpusJson::finding)
                .toList());
  }

  private static JsonObject finding(HealthFinding finding) {
    return new JsonObject()
        .put("cause", finding.cause().label())
        .put("detail", JsonObject.textOrNull(finding.cause().detail()))
        .put("state", finding.effect())
        .put("raised", finding.raised())
        .put("meaning", finding.meaning())
        .put("evidence", finding.evidence())
        .put("action", finding.action())
        .put("remedy", finding.action().phrase())
        .put("since", finding.since())
        .put("lastSeen", finding.lastSeen())
        .put("count", finding.count());
  }

  private static Optional<List<String>> clockEventReasons(GpuSample sample) {
    return sample
        .readings()
        .get(DeviceSignal.CLOCKS_EVENT_REASONS)
        .toOptional()
        .filter(_ -> sample.fresh())
        .map(
            mask ->
                Arrays.stream(ClockEventReason.values())
                    .filter(reason -> reason.in(mask))
                    .map(ClockEventReason::label)
                    .toList());
  }

  private JsonObject mig(GpuSample sample) {
    var geometry = sample.migEnabled() ? MigGeometry.of(sample) : Optional.<MigGeometry>empty();
    return new JsonObject()
        .put("enabled", sample.migEnabled())
        .put("computeSlices", geometry.map(MigGeometry::computeSlices))
        .put("memorySlices", geometry.map(MigGeometry::memorySlices))
        .put(
            "instances", sample.migInstances().stream().map(one -> instance(sample, one)).toList());
  }

  private JsonObject instance(GpuSample gpu, MigInstance mig) {
    var device = new Device.GpuInstance(gpu.identity().uuid(), mig.gpuInstanceId());
    var instance =
        new JsonObject()
            .put("gpuInstanceId", mig.gpuInstanceId())
            .put("profile", mig.profile())
            .put("placementStart", mig.placement().map(place -> place.start()).toOptional())
            .put("placementSize", mig.placement().map(place -> place.size()).toOptional())
            .put("use", use(GpuUse.of(state, device)));
    KeyReadings.ofInstance(instance, mig.readings(), gpu.fresh());
    return instance
        .put("occupancy", occupancy.device(device))
        .put(
            "computeInstances",
            mig.computeInstances().stream().map(DeviceJson::computeInstance).toList());
  }

  /** Links whose state could not be read are in neither number. */
  private static JsonObject links(GpuSample sample) {
    var states = sample.nvLinks().stream().map(NvLink::active).map(Reading::toOptional).toList();
    return new JsonObject()
        .put("up", states.stream().filter(Optional.of(true)::equals).count())
        .put("down", states.stream().filter(Optional.of(false)::equals).count());
  }

  private static JsonObject xids(GpuEvents events) {
    return new JsonObject()
        .put("watch", events.watch())
        .put(
            "seen",
            events.xidsByCode().entrySet().stream()
                .map(
                    entry ->
                        new JsonObject()
                            .put("code", entry.getKey())
                            .put("meaning", XidCatalogue.of(entry.getKey()).meaning())
                            .put("remedy", XidCatalogue.of(entry.getKey()).action().phrase())
                            .put("count", entry.getValue().count())
                            .put("lastSeen", entry.getValue().lastSeen()))
                .toList());
  }
}
