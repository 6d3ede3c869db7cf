// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.ProcessOwners;
import io.gpunodeagent.core.attribution.Share;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.attribution.placement.Basis;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who holds and who uses the devices, as {@code docs/snapshot.md} describes it. */
final class OccupancyJson {

  private final AttributedSnapshot attributed;
  private final ProcessOwners owners;

  OccupancyJson(AttributedSnapshot attributed) {
    this.attributed = attributed;
    owners = ProcessOwners.of(attributed);
  }

  /** Who was asked and answered. */
  JsonObject sources(NodeState state) {
    return new JsonObject()
        .put("kubelet", source(attributed.allocations()))
        .put("pods", source(attributed.pods()))
        .put("resourceSlices", source(state.draDevices()))
        .put("processes", visibility(attributed.visibility()));
  }

  static JsonObject source(SourceState state) {
    return switch (state) {
      case SourceState.Off() -> new JsonObject().put("state", "off");
      case SourceState.Up(var asOf) -> new JsonObject().put("state", "up").put("asOf", asOf);
      case SourceState.Down(var _, var lastGood, var reason) ->
          new JsonObject().put("state", "down").put("reason", reason).putIfAny("asOf", lastGood);
    };
  }

  static JsonObject visibility(Visibility visibility) {
    return switch (visibility) {
      case Visibility.Full() -> new JsonObject().put("state", "full");
      case Visibility.Partial(var reason) ->
          new JsonObject().put("state", "partial").put("reason", reason);
      case Visibility.Blind(var reason) ->
          new JsonObject().put("state", "blind").put("reason", reason);
    };
  }

  /** Allocations that make nobody a holder. */
  List<JsonObject> unplaced() {
    return attributed.unplaced().stream()
        .map(
            one ->
                new JsonObject()
                    .put("namespace", one.allocation().holder().namespace())
                    .put("pod", one.allocation().holder().pod())
                    .put("container", one.allocation().holder().container())
                    .put("resource", one.allocation().resource())
                    .put("reason", lower(one.reason())))
        .toList();
  }

  /** Who is on {@code device}; empty when that is not known. */
  Optional<JsonObject> device(Device device) {
    return Optional.ofNullable(attributed.devices().get(device)).map(this::occupancy);
  }

  private JsonObject occupancy(AttributedDevice device) {
    var rest = device.unattributed();
    return new JsonObject()
        .put("sharing", attributed.allocations().factsAsOf().map(_ -> lower(device.sharing())))
        .put("replicaCount", device.replicas().stream().boxed().findFirst())
        .put("visibility", visibility(device.visibility()))
        .put("occupants", device.occupants().stream().map(OccupancyJson::occupant).toList())
        .put("host", share(device.host()))
        .put(
            "unattributed",
            figures(rest.smPercent(), rest.memoryBytes())
                .put("mpsServers", rest.mpsServers())
                .put("unseen", rest.unseen()));
  }

  private static JsonObject occupant(Occupant occupant) {
    var object = user(occupant.user()).put("relation", lower(occupant.relation()));
    occupant.holding().ifPresent(holding -> object.putAll(holding(holding)));
    return object.putAll(share(occupant.share()));
  }

  private static JsonObject holding(Holding holding) {
    var claims = holding.claims().stream();
    return new JsonObject()
        .put("resources", holding.entries().stream().map(Allocation::resource).distinct().toList())
        .put("basis", basis(holding.basis()))
        .put("replicas", holding.replicas())
        .put("computeInstanceIds", holding.computeInstanceIds())
        .put("claims", claims.map(claim -> claim.namespace() + "/" + claim.name()).toList());
  }

  static String basis(Basis basis) {
    return switch (basis) {
      case Basis.KubeletId() -> "kubelet";
      case Basis.HamiAnnotation() -> "hami";
      case Basis.Reservation _ -> "reservation";
    };
  }

  static JsonObject share(Share share) {
    return new JsonObject()
        .put("pids", share.pids())
        .putAll(figures(share.smPercent(), share.memoryBytes()));
  }

  private static JsonObject figures(Attributed<Double> smPercent, Attributed<Long> memoryBytes) {
    var absent = new TreeMap<String, String>();
    return new JsonObject()
        .put("smPercent", figure("smPercent", smPercent, absent))
        .put("memoryBytes", figure("memoryBytes", memoryBytes, absent))
        .put("absent", absent);
  }

  private static <T> Optional<T> figure(
      String key, Attributed<T> figure, Map<String, String> absent) {
    return switch (figure) {
      case Attributed.Value<T>(var value, var _) -> Optional.of(value);
      case Attributed.Absent<T>(var reason) -> {
        absent.put(key, lower(reason));
        yield Optional.empty();
      }
    };
  }

  /** What a process calls itself; empty when it could not be looked at. */
  Optional<String> command(long pid) {
    return Optional.ofNullable(attributed.commands().get(pid));
  }

  /** Whose a process is: {@code owner}, and the pod if it is one's. */
  JsonObject process(long pid) {
    return switch (owners.of(pid)) {
      case ProcessOwners.Owner.InPod(var user) ->
          new JsonObject().put("owner", "pod").putAll(user(user));
      case ProcessOwners.Owner.Host() -> new JsonObject().put("owner", "host");
      case ProcessOwners.Owner.MpsServer() -> new JsonObject().put("owner", "mps_server");
      case ProcessOwners.Owner.Unknown() -> new JsonObject().put("owner", "unknown");
    };
  }

  static JsonObject user(DeviceUser user) {
    return switch (user) {
      case DeviceUser.Container(var name, var _) ->
          user(user, name.namespace(), name.pod(), name.container());
      case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var id) ->
          contained(user(user, namespace, pod, ""), id);
      case DeviceUser.UnknownPod(var _, var id) -> contained(user(user, "", "", ""), id);
    };
  }

  private static JsonObject user(DeviceUser user, String namespace, String pod, String container) {
    return new JsonObject()
        .put("namespace", JsonObject.textOrNull(namespace))
        .put("pod", JsonObject.textOrNull(pod))
        .put("container", JsonObject.textOrNull(container))
        .put("podUid", user.podUid().filter(uid -> !uid.isEmpty()));
  }

  private static JsonObject contained(JsonObject user, String id) {
    return user.putIfAny("containerId", Optional.of(id).filter(text -> !text.isEmpty()));
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
