// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.evidence.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who holds which device, how much of it, and whether it is used. */
public final class AllocationsJson {

  private final NodeState state;
  private final Map<String, PodInfo> pods = new HashMap<>();

  private AllocationsJson(NodeState state) {
    this.state = state;
    state.pods().entries().forEach(pod -> pods.put(pod.uid(), pod));
  }

  /** One object a container and device, in the order of the devices. */
  public static List<JsonObject> of(NodeState state) {
    var json = new AllocationsJson(state);
    return state.usage().accounts().entrySet().stream()
        .map(entry -> json.allocation(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Allocations that make nobody a holder. */
  public static List<JsonObject> unplaced(NodeState state) {
    return new OccupancyJson(state.attributed()).unplaced();
  }

  private JsonObject allocation(AllocationKey key, Account account) {
    var pod = key.podUid().map(pods::get);
    var allocation =
        new JsonObject()
            .put("namespace", key.container().namespace())
            .put("pod", key.container().pod())
            .put("podUid", key.podUid())
            .put("container", key.container().container())
            .put("workload", pod.flatMap(PodInfo::workload).map(AllocationsJson::workload))
            .put("phase", pod.map(PodInfo::phase))
            .putAll(device(key.device()));
    occupant(key).ifPresent(occupant -> occupant(allocation, occupant));
    return allocation
        .put("since", account.since())
        .put("heldSeconds", NodeJson.seconds(account.held()))
        .put("activeSeconds", NodeJson.seconds(account.active()))
        .put("activity", account.activity())
        .put("idleSeconds", NodeJson.seconds(account.idle()))
        .put("lastActive", account.lastActive())
        .put("doubt", account.doubt())
        .put("coverage", account.coverage())
        .put("evidence", evidence(account.evidence()))
        .put("entitlement", account.entitlement())
        .put("entitledMemoryBytes", account.entitledMemoryBytes())
        .put("computeShare", account.computeShare())
        .put("memoryOverBytes", account.memoryOverBytes())
        .put("idleMemoryBytes", account.idleMemoryBytes())
        .put("energyJoules", account.energyJoules())
        .put("smSeconds", account.smSeconds());
  }

  static JsonObject workload(PodInfo.Workload workload) {
    return new JsonObject()
        .put("group", workload.group())
        .put("kind", workload.kind())
        .put("name", workload.name());
  }

  private static JsonObject device(Device device) {
    var json = new JsonObject().put("gpu", device.gpuUuid());
    return switch (device) {
      case Device.Gpu(var _) -> json.put("gpuInstanceId", null);
      case Device.GpuInstance(var _, var instance) -> json.put("gpuInstanceId", instance);
    };
  }

  private Optional<Occupant> occupant(AllocationKey key) {
    var user = new DeviceUser.Container(key.container(), key.podUid());
    return Optional.ofNullable(state.attributed().devices().get(key.device()))
        .flatMap(device -> device.holders().filter(one -> one.user().equals(user)).findFirst());
  }

  private static void occupant(JsonObject allocation, Occupant occupant) {
    occupant.holding().ifPresent(holding -> holding(allocation, holding));
    allocation.putAll(OccupancyJson.share(occupant.share()));
  }

  private static void holding(JsonObject allocation, Holding holding) {
    allocation
        .put("resources", holding.entries().stream().map(Allocation::resource).distinct().toList())
        .put("basis", OccupancyJson.basis(holding.basis()))
        .put("replicas", holding.replicas())
        .put("computeInstanceIds", holding.computeInstanceIds());
  }

  private static JsonObject evidence(Evidence evidence) {
    var sources = new TreeMap<String, Evidence.Verdict>();
    evidence
        .sources()
        .forEach((source, verdict) -> sources.put(OccupancyJson.lower(source), verdict));
    return new JsonObject().put("verdict", evidence.verdict()).put("sources", sources);
  }
}
