// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.state.NodeState;
import java.util.List;
import java.util.Optional;

/** The node as JSON, as {@code docs/snapshot.md} describes it. */
public final class SnapshotJson {

  private final OccupancyJson occupancy;

  private SnapshotJson(NodeState state) {
    occupancy = new OccupancyJson(state.attributed());
  }

  /** The whole of {@code state}. */
  public static JsonObject of(NodeState state, String name) {
    return new SnapshotJson(state).node(state, name);
  }

  private JsonObject node(NodeState state, String name) {
    var node = state.node();
    var driver =
        node.driver() instanceof DriverState.Ready ready
            ? Optional.of(driver(ready))
            : Optional.empty();
    var unreadable =
        node.absent().unreadable().stream()
            .map(
                gpu ->
                    new JsonObject()
                        .put("index", gpu.index())
                        .put("condition", DeviceJson.condition(gpu.condition(), "refused")))
            .toList();
    return new JsonObject()
        .put("node", name)
        .put("takenAt", node.takenAt())
        .put("simulated", node.simulated())
        .putIfAny("driver", driver)
        .put("sources", occupancy.sources(state))
        .put("gpus", node.gpus().stream().map(this::gpu).toList())
        .put("unreadable", unreadable)
        .put("unplaced", occupancy.unplaced());
  }

  static JsonObject driver(DriverState.Ready ready) {
    var driver = new JsonObject();
    var readings =
        new ReadingsJson(driver)
            .put("driverVersion", ready.driverVersion())
            .put("nvmlVersion", ready.nvmlVersion())
            .put("cudaDriverVersion", ready.cudaDriverVersion())
            .put("branch", ready.branch());
    driver.put("library", ready.libraryPath()).put("deviceCount", ready.deviceCount());
    readings.putAbsent();
    return driver;
  }

  private JsonObject gpu(GpuSample sample) {
    var identity = sample.identity();
    var gpu =
        DeviceJson.identity(identity)
            .put("condition", DeviceJson.condition(sample.condition(), "lost"))
            .put("sampledAt", sample.sampledAt())
            .put("migEnabled", sample.migEnabled());
    new ReadingsJson(gpu).put(sample.readings()).putAbsent();
    var instances = sample.migInstances().stream();
    var processes = sample.processes().toOptional();
    return gpu.put("occupancy", occupancy.device(new Device.Gpu(identity.uuid())))
        .put("migInstances", instances.map(one -> instance(identity.uuid(), one)).toList())
        .put("nvLinks", sample.nvLinks().stream().map(DeviceJson::link).toList())
        .put(
            "processes",
            processes.orElse(List.of()).stream()
                .map(one -> DeviceJson.process(one, occupancy))
                .toList())
        .put("processesListed", processes.isPresent())
        .put("events", events(sample.events()));
  }

  private JsonObject instance(String gpuUuid, MigInstance mig) {
    var instance =
        new JsonObject().put("gpuInstanceId", mig.gpuInstanceId()).put("profile", mig.profile());
    new ReadingsJson(instance)
        .put("placementStart", mig.placement().map(place -> (long) place.start()))
        .put("placementSize", mig.placement().map(place -> (long) place.size()))
        .put(mig.readings())
        .putAbsent();
    var device = new Device.GpuInstance(gpuUuid, mig.gpuInstanceId());
    return instance
        .put("occupancy", occupancy.device(device))
        .put(
            "computeInstances",
            mig.computeInstances().stream().map(DeviceJson::computeInstance).toList());
  }

  private static JsonObject events(GpuEvents events) {
    var xids = new JsonObject();
    events
        .xidsByCode()
        .forEach(
            (code, seen) ->
                xids.put(
                    String.valueOf(code),
                    new JsonObject().put("count", seen.count()).put("lastSeen", seen.lastSeen())));
    return new JsonObject().put("watched", events.watched()).put("xids", xids);
  }
}
