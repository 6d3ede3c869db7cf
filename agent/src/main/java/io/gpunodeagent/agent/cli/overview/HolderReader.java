// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads who holds and uses a device, with what allocations and decisions say of them. */
final class HolderReader {

  /** A farther stage of two decisions of a pod is what people want to know of it. */
  private static final List<String> STAGES = List.of("watched", "announced", "marked", "due");

  private final Map<List<String>, JsonValue> allocations = new HashMap<>();
  private final Map<List<String>, JsonValue> decisions = new HashMap<>();
  private final Instant now;

  HolderReader(JsonValue root) {
    now = root.at("takenAt").instant().orElse(Instant.EPOCH);
    root.at("allocations").items().forEach(one -> allocations.put(holding(one), one));
    root.at("decisions").items().forEach(one -> decisions.merge(pod(one), one, this::farther));
  }

  private static List<String> pod(JsonValue value) {
    return texts(value, "namespace", "pod", "podUid");
  }

  private static List<String> holding(JsonValue value) {
    return texts(value, "namespace", "pod", "podUid", "container", "gpu", "gpuInstanceId");
  }

  private static List<String> texts(JsonValue value, String... keys) {
    return List.of(keys).stream().map(key -> value.at(key).text()).toList();
  }

  private JsonValue farther(JsonValue one, JsonValue other) {
    return STAGES.indexOf(other.at("stage").text()) > STAGES.indexOf(one.at("stage").text())
        ? other
        : one;
  }

  /**
   * Everyone on a device.
   *
   * @param id what people call it, such as {@code 3/7}
   * @param uuid of its GPU
   */
  List<HolderOverview> of(JsonValue occupancy, String id, String uuid) {
    return occupancy.at("occupants").items().stream()
        .map(occupant -> holder(occupant, occupancy, id, uuid))
        .toList();
  }

  private HolderOverview holder(JsonValue occupant, JsonValue occupancy, String id, String uuid) {
    var namespace = occupant.at("namespace").text();
    var pod = occupant.at("pod").text();
    var uid = occupant.at("podUid").text();
    var container = occupant.at("container").text();
    var instance = id.contains("/") ? id.substring(id.indexOf('/') + 1) : "";
    var allocation =
        allocations.getOrDefault(
            List.of(namespace, pod, uid, container, uuid, instance),
            new JsonValue(Optional.empty()));
    return new HolderOverview(
        id,
        namespace,
        pod.isEmpty() ? "pod UID " + uid : pod,
        container,
        workload(allocation.at("workload")),
        occupant.at("relation").words(),
        occupant.at("relation").text().equals("holder"),
        share(occupant, occupancy),
        DeviceState.of(allocation.at("activity").text()),
        allocation.at("doubt").words(),
        allocation.at("idleSeconds").seconds(),
        allocation.at("heldSeconds").seconds(),
        occupant.at("smPercent").decimal(),
        occupant.at("memoryBytes").whole(),
        allocation.at("entitlement").decimal(),
        Optional.ofNullable(decisions.get(List.of(namespace, pod, uid)))
            .map(decision -> PolicyOutlook.of(decision, now)));
  }

  private static String workload(JsonValue workload) {
    return workload.known() ? workload.at("kind").text() + "/" + workload.at("name").text() : "";
  }

  private static String share(JsonValue occupant, JsonValue occupancy) {
    var replicas =
        occupant.at("replicas").items().stream()
            .map(JsonValue::text)
            .collect(Collectors.joining(","));
    if (replicas.isEmpty()) {
      return "";
    }
    var all = occupancy.at("replicaCount").text();
    return "replica " + replicas + (all.isEmpty() ? "" : " of " + all);
  }
}
