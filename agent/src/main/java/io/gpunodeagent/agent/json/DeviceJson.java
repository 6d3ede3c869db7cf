// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.NvLink;
import java.util.Locale;

/**
 * Parts of a GPU that the snapshot and the API show alike, as {@code docs/snapshot.md} has them.
 */
final class DeviceJson {

  private DeviceJson() {}

  /** Which GPU it is. */
  static JsonObject identity(GpuIdentity identity) {
    return new JsonObject()
        .put("index", identity.index())
        .put("uuid", identity.uuid())
        .put("name", identity.name())
        .put("pciBusId", identity.pciBusId())
        .put("serial", identity.serial());
  }

  /**
   * Whether readings may be believed.
   *
   * @param lost the name of the state in which NVML has no such GPU
   */
  static JsonObject condition(GpuCondition condition, String lost) {
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

  static JsonObject computeInstance(MigInstance.ComputeInstance compute) {
    var instance =
        new JsonObject()
            .put("computeInstanceId", compute.computeInstanceId())
            .put("uuid", compute.uuid())
            .put("profile", compute.profile());
    new ReadingsJson(instance).put("multiprocessors", compute.multiprocessors()).putAbsent();
    return instance;
  }

  static JsonObject link(NvLink nvLink) {
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

  static JsonObject process(GpuProcess process, OccupancyJson occupancy) {
    var kinds = process.kinds().stream().sorted();
    var utilization = new JsonObject();
    new ReadingsJson(utilization).put("smPercent", process.smUtilization()).putAbsent();
    return new JsonObject()
        .put("pid", process.pid())
        .put("command", occupancy.command(process.pid()))
        .put("kinds", kinds.map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList())
        .put("usedBytes", process.usedBytes().stream().boxed().findFirst())
        .putAll(utilization)
        .putIfAny("gpuInstanceId", process.gpuInstanceId().stream().boxed().findFirst())
        .putIfAny("computeInstanceId", process.computeInstanceId().stream().boxed().findFirst())
        .putAll(occupancy.process(process.pid()));
  }
}
