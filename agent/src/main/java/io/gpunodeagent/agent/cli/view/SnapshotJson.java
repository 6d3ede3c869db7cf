package io.gpunodeagent.agent.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.attribution.Device;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NvLink;
import io.gpunodeagent.core.state.NodeState;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The node as JSON, as {@code docs/snapshot.md} describes it. */
public final class SnapshotJson {

  private final JsonGenerator json;

  private final OccupancyJson occupancy;

  private SnapshotJson(JsonGenerator json, NodeState state) {
    this.json = json;
    occupancy = new OccupancyJson(json, state.attributed());
  }

  /** The whole of {@code state}. */
  public static String write(NodeState state, String name) {
    return JsonOutput.text(json -> new SnapshotJson(json, state).node(state, name));
  }

  private void node(NodeState state, String name) throws IOException {
    var node = state.node();
    json.writeStartObject();
    json.writeStringField("node", name);
    json.writeStringField("takenAt", node.takenAt().toString());
    json.writeBooleanField("simulated", node.simulated());
    if (node.driver() instanceof DriverState.Ready ready) {
      driver(ready);
    }
    occupancy.sources(state);
    json.writeArrayFieldStart("gpus");
    for (var gpu : node.gpus()) {
      gpu(gpu);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unreadable");
    for (var gpu : node.absent().unreadable()) {
      json.writeStartObject();
      json.writeNumberField("index", gpu.index());
      condition(gpu.condition(), "refused");
      json.writeEndObject();
    }
    json.writeEndArray();
    occupancy.unplaced();
    json.writeEndObject();
  }

  private void driver(DriverState.Ready ready) throws IOException {
    json.writeObjectFieldStart("driver");
    var readings = new ReadingsJson(json);
    readings.write("driverVersion", ready.driverVersion());
    readings.write("nvmlVersion", ready.nvmlVersion());
    readings.write("cudaDriverVersion", ready.cudaDriverVersion());
    readings.write("branch", ready.branch());
    json.writeStringField("library", ready.libraryPath());
    json.writeNumberField("deviceCount", ready.deviceCount());
    readings.writeAbsent();
    json.writeEndObject();
  }

  private void gpu(GpuSample gpu) throws IOException {
    var identity = gpu.identity();
    json.writeStartObject();
    json.writeNumberField("index", identity.index());
    json.writeStringField("uuid", identity.uuid());
    json.writeStringField("name", identity.name());
    json.writeStringField("pciBusId", identity.pciBusId());
    json.writeFieldName("serial");
    json.writeString(identity.serial().orElse(null));
    condition(gpu.condition(), "lost");
    json.writeStringField("sampledAt", gpu.sampledAt().toString());
    json.writeBooleanField("migEnabled", gpu.migEnabled());
    var readings = new ReadingsJson(json);
    readings.write(gpu.readings());
    readings.writeAbsent();
    occupancy.device(new Device.Gpu(identity.uuid()));
    json.writeArrayFieldStart("migInstances");
    for (var instance : gpu.migInstances()) {
      instance(identity.uuid(), instance);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("nvLinks");
    for (var link : gpu.nvLinks()) {
      link(link);
    }
    json.writeEndArray();
    processes(gpu);
    events(gpu.events());
    json.writeEndObject();
  }

  private void condition(GpuCondition condition, String lost) throws IOException {
    json.writeObjectFieldStart("condition");
    switch (condition) {
      case GpuCondition.Fresh() -> json.writeStringField("state", "fresh");
      case GpuCondition.Unread(var function, var since) -> {
        json.writeStringField("state", "unread");
        json.writeStringField("function", function);
        json.writeStringField("since", since.toString());
      }
      case GpuCondition.Hung(var function, var since) -> {
        json.writeStringField("state", "hung");
        json.writeStringField("function", function);
        json.writeStringField("since", since.toString());
      }
      case GpuCondition.Lost(var function, var code, var since) -> {
        json.writeStringField("state", lost);
        json.writeStringField("function", function);
        json.writeNumberField("code", code);
        json.writeStringField("since", since.toString());
      }
    }
    json.writeEndObject();
  }

  private void instance(String gpuUuid, MigInstance instance) throws IOException {
    json.writeStartObject();
    json.writeNumberField("gpuInstanceId", instance.gpuInstanceId());
    json.writeStringField("profile", instance.profile());
    var readings = new ReadingsJson(json);
    readings.write("placementStart", instance.placement().map(place -> (long) place.start()));
    readings.write("placementSize", instance.placement().map(place -> (long) place.size()));
    readings.write(instance.readings());
    readings.writeAbsent();
    occupancy.device(new Device.GpuInstance(gpuUuid, instance.gpuInstanceId()));
    json.writeArrayFieldStart("computeInstances");
    for (var compute : instance.computeInstances()) {
      json.writeStartObject();
      json.writeNumberField("computeInstanceId", compute.computeInstanceId());
      json.writeStringField("uuid", compute.uuid());
      json.writeStringField("profile", compute.profile());
      readings.write("multiprocessors", compute.multiprocessors());
      readings.writeAbsent();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void link(NvLink link) throws IOException {
    json.writeStartObject();
    json.writeNumberField("link", link.link());
    var readings = new ReadingsJson(json);
    readings.write("active", link.active());
    readings.write("version", link.version());
    switch (link.remote()) {
      case NvLink.ToGpu(var busId) -> remote("gpu", busId);
      case NvLink.ToSwitch(var busId) -> remote("switch", busId);
      case NvLink.ToUnknown() -> remote("unknown", "");
    }
    readings.writeAbsent();
    json.writeEndObject();
  }

  private void remote(String kind, String pciBusId) throws IOException {
    json.writeStringField("remote", kind);
    json.writeFieldName("remotePciBusId");
    json.writeString(pciBusId.isEmpty() ? null : pciBusId);
  }

  private void processes(GpuSample gpu) throws IOException {
    json.writeArrayFieldStart("processes");
    for (var process : gpu.processes().toOptional().orElse(List.of())) {
      process(process);
    }
    json.writeEndArray();
    json.writeBooleanField("processesListed", gpu.processes().toOptional().isPresent());
  }

  private void process(GpuProcess process) throws IOException {
    json.writeStartObject();
    json.writeNumberField("pid", process.pid());
    json.writeArrayFieldStart("kinds");
    for (var kind : process.kinds().stream().sorted().toList()) {
      json.writeString(kind.name().toLowerCase(Locale.ROOT));
    }
    json.writeEndArray();
    if (process.usedBytes().isPresent()) {
      json.writeNumberField("usedBytes", process.usedBytes().getAsLong());
    } else {
      json.writeNullField("usedBytes");
    }
    if (process.gpuInstanceId().isPresent()) {
      json.writeNumberField("gpuInstanceId", process.gpuInstanceId().getAsInt());
    }
    if (process.computeInstanceId().isPresent()) {
      json.writeNumberField("computeInstanceId", process.computeInstanceId().getAsInt());
    }
    occupancy.process(process.pid());
    json.writeEndObject();
  }

  private void events(GpuEvents events) throws IOException {
    json.writeObjectFieldStart("events");
    json.writeBooleanField("watched", events.watched());
    json.writeObjectFieldStart("xids");
    for (Map.Entry<Integer, GpuEvents.XidCount> xid : events.xidsByCode().entrySet()) {
      json.writeObjectFieldStart(String.valueOf(xid.getKey()));
      json.writeNumberField("count", xid.getValue().count());
      json.writeStringField("lastSeen", xid.getValue().lastSeen().toString());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
