package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.core.attribution.Device;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NvLink;
import io.gpunodeagent.core.state.NodeState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The node as JSON, as {@code docs/snapshot.md} describes it. */
public final class SnapshotJson {

  private final OccupancyJson occupancy;

  private SnapshotJson(NodeState state) {
    occupancy = new OccupancyJson(state.attributed());
  }

  /** The whole of {@code state}. */
  public static String write(NodeState state, String name) {
    return JsonObject.text(new SnapshotJson(state).node(state, name));
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
                        .put("condition", condition(gpu.condition(), "refused")))
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

  private static JsonObject driver(DriverState.Ready ready) {
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
        new JsonObject()
            .put("index", identity.index())
            .put("uuid", identity.uuid())
            .put("name", identity.name())
            .put("pciBusId", identity.pciBusId())
            .put("serial", identity.serial())
            .put("condition", condition(sample.condition(), "lost"))
            .put("sampledAt", sample.sampledAt())
            .put("migEnabled", sample.migEnabled());
    new ReadingsJson(gpu).put(sample.readings()).putAbsent();
    var instances = sample.migInstances().stream();
    var processes = sample.processes().toOptional();
    return gpu.put("occupancy", occupancy.device(new Device.Gpu(identity.uuid())))
        .put("migInstances", instances.map(one -> instance(identity.uuid(), one)).toList())
        .put("nvLinks", sample.nvLinks().stream().map(SnapshotJson::link).toList())
        .put("processes", processes.orElse(List.of()).stream().map(this::process).toList())
        .put("processesListed", processes.isPresent())
        .put("events", events(sample.events()));
  }

  private static JsonObject condition(GpuCondition condition, String lost) {
    return switch (condition) {
      case GpuCondition.Fresh() -> new JsonObject().put("state", "fresh");
      case GpuCondition.Unread(var function, var since) ->
          new JsonObject().put("state", "unread").put("function", function).put("since", since);
      case GpuCondition.Hung(var function, var since) ->
          new JsonObject().put("state", "hung").put("function", function).put("since", since);
      case GpuCondition.Lost(var function, var code, var since) ->
          new JsonObject()
              .put("state", lost)
              .put("function", function)
              .put("code", code)
              .put("since", since);
    };
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
            mig.computeInstances().stream().map(SnapshotJson::computeInstance).toList());
  }

  private static JsonObject computeInstance(MigInstance.ComputeInstance compute) {
    var instance =
        new JsonObject()
            .put("computeInstanceId", compute.computeInstanceId())
            .put("uuid", compute.uuid())
            .put("profile", compute.profile());
    new ReadingsJson(instance).put("multiprocessors", compute.multiprocessors()).putAbsent();
    return instance;
  }

  private static JsonObject link(NvLink nvLink) {
    var link = new JsonObject().put("link", nvLink.link());
    var readings =
        new ReadingsJson(link).put("active", nvLink.active()).put("version", nvLink.version());
    switch (nvLink.remote()) {
      case NvLink.ToGpu(var busId) -> remote(link, "gpu", busId);
      case NvLink.ToSwitch(var busId) -> remote(link, "switch", busId);
      case NvLink.ToUnknown() -> remote(link, "unknown", "");
    }
    readings.putAbsent();
    return link;
  }

  private static void remote(JsonObject link, String kind, String pciBusId) {
    link.put("remote", kind).put("remotePciBusId", JsonObject.textOrNull(pciBusId));
  }

  private JsonObject process(GpuProcess process) {
    var kinds = process.kinds().stream().sorted();
    return new JsonObject()
        .put("pid", process.pid())
        .put("kinds", kinds.map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList())
        .put("usedBytes", process.usedBytes().stream().boxed().findFirst())
        .putIfAny("gpuInstanceId", process.gpuInstanceId().stream().boxed().findFirst())
        .putIfAny("computeInstanceId", process.computeInstanceId().stream().boxed().findFirst())
        .putAll(occupancy.process(process.pid()));
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
