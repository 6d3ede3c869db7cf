package io.gpunodeagent.agent.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Basis;
import io.gpunodeagent.core.attribution.Device;
import io.gpunodeagent.core.attribution.DeviceUser;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.Share;
import io.gpunodeagent.core.snapshot.Allocation;
import io.gpunodeagent.core.snapshot.ProcessTable.Visibility;
import io.gpunodeagent.core.snapshot.SourceState;
import io.gpunodeagent.core.state.NodeState;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who holds and who uses the devices, as {@code docs/snapshot.md} describes it. */
final class OccupancyJson {

  private final JsonGenerator json;
  private final AttributedSnapshot attributed;
  private final ProcessOwners owners;

  OccupancyJson(JsonGenerator json, AttributedSnapshot attributed) {
    this.json = json;
    this.attributed = attributed;
    owners = ProcessOwners.of(attributed);
  }

  /** Who was asked and answered, as the field {@code sources}. */
  void sources(NodeState state) throws IOException {
    json.writeObjectFieldStart("sources");
    source("kubelet", attributed.allocations());
    source("pods", attributed.pods());
    source("resourceSlices", state.draDevices());
    visibility("processes", attributed.visibility());
    json.writeEndObject();
  }

  private void source(String name, SourceState state) throws IOException {
    json.writeObjectFieldStart(name);
    switch (state) {
      case SourceState.Off() -> json.writeStringField("state", "off");
      case SourceState.Up(var asOf) -> {
        json.writeStringField("state", "up");
        json.writeStringField("asOf", asOf.toString());
      }
      case SourceState.Down(var _, var lastGood, var reason) -> {
        json.writeStringField("state", "down");
        json.writeStringField("reason", reason);
        if (lastGood.isPresent()) {
          json.writeStringField("asOf", lastGood.get().toString());
        }
      }
    }
    json.writeEndObject();
  }

  private void visibility(String name, Visibility visibility) throws IOException {
    json.writeObjectFieldStart(name);
    switch (visibility) {
      case Visibility.Full() -> json.writeStringField("state", "full");
      case Visibility.Partial(var reason) -> {
        json.writeStringField("state", "partial");
        json.writeStringField("reason", reason);
      }
      case Visibility.Blind(var reason) -> {
        json.writeStringField("state", "blind");
        json.writeStringField("reason", reason);
      }
    }
    json.writeEndObject();
  }

  /** Allocations that make nobody a holder, as the field {@code unplaced}. */
  void unplaced() throws IOException {
    json.writeArrayFieldStart("unplaced");
    for (var one : attributed.unplaced()) {
      json.writeStartObject();
      var holder = one.allocation().holder();
      json.writeStringField("namespace", holder.namespace());
      json.writeStringField("pod", holder.pod());
      json.writeStringField("container", holder.container());
      json.writeStringField("resource", one.allocation().resource());
      json.writeStringField("reason", lower(one.reason()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Who is on {@code device}, as the field {@code occupancy}. */
  void device(Device device) throws IOException {
    json.writeFieldName("occupancy");
    var found = Optional.ofNullable(attributed.devices().get(device));
    if (found.isEmpty()) {
      json.writeNull();
      return;
    }
    occupancy(found.get());
  }

  private void occupancy(AttributedDevice device) throws IOException {
    json.writeStartObject();
    json.writeFieldName("sharing");
    json.writeString(
        attributed.allocations().factsAsOf().isPresent() ? lower(device.sharing()) : null);
    json.writeFieldName("replicaCount");
    if (device.replicas().isPresent()) {
      json.writeNumber(device.replicas().getAsInt());
    } else {
      json.writeNull();
    }
    visibility("visibility", device.visibility());
    json.writeArrayFieldStart("occupants");
    for (var occupant : device.occupants()) {
      occupant(occupant);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("host");
    share(device.host());
    json.writeEndObject();
    json.writeObjectFieldStart("unattributed");
    var rest = device.unattributed();
    figures(rest.smPercent(), rest.memoryBytes());
    numbers("mpsServers", rest.mpsServers());
    numbers("unseen", rest.unseen());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void occupant(Occupant occupant) throws IOException {
    json.writeStartObject();
    user(occupant.user());
    json.writeStringField("relation", lower(occupant.relation()));
    if (occupant.holding().isPresent()) {
      holding(occupant.holding().get());
    }
    share(occupant.share());
    json.writeEndObject();
  }

  private void holding(Holding holding) throws IOException {
    json.writeArrayFieldStart("resources");
    for (var resource : holding.entries().stream().map(Allocation::resource).distinct().toList()) {
      json.writeString(resource);
    }
    json.writeEndArray();
    json.writeStringField("basis", basis(holding.basis()));
    numbers("replicas", holding.replicas());
    numbers("computeInstanceIds", holding.computeInstanceIds());
    json.writeArrayFieldStart("claims");
    for (var claim : holding.claims()) {
      json.writeString(claim.namespace() + "/" + claim.name());
    }
    json.writeEndArray();
  }

  private static String basis(Basis basis) {
    return switch (basis) {
      case Basis.KubeletId() -> "kubelet";
      case Basis.HamiAnnotation() -> "hami";
      case Basis.Reservation _ -> "reservation";
    };
  }

  private void share(Share share) throws IOException {
    numbers("pids", share.pids());
    figures(share.smPercent(), share.memoryBytes());
  }

  private void figures(Attributed<Double> smPercent, Attributed<Long> memoryBytes)
      throws IOException {
    var absent = new TreeMap<String, String>();
    json.writeFieldName("smPercent");
    switch (smPercent) {
      case Attributed.Value<Double>(var value, var _) -> json.writeNumber(value);
      case Attributed.Absent<Double>(var reason) -> {
        json.writeNull();
        absent.put("smPercent", lower(reason));
      }
    }
    json.writeFieldName("memoryBytes");
    switch (memoryBytes) {
      case Attributed.Value<Long>(var value, var _) -> json.writeNumber(value);
      case Attributed.Absent<Long>(var reason) -> {
        json.writeNull();
        absent.put("memoryBytes", lower(reason));
      }
    }
    json.writeObjectFieldStart("absent");
    for (Map.Entry<String, String> why : absent.entrySet()) {
      json.writeStringField(why.getKey(), why.getValue());
    }
    json.writeEndObject();
  }

  /** Whose a process is, as the fields {@code owner} and {@code pod}. */
  void process(long pid) throws IOException {
    var owner = owners.of(pid);
    json.writeStringField(
        "owner",
        switch (owner) {
          case ProcessOwners.Owner.InPod _ -> "pod";
          case ProcessOwners.Owner.Host() -> "host";
          case ProcessOwners.Owner.MpsServer() -> "mps_server";
          case ProcessOwners.Owner.Unknown() -> "unknown";
        });
    if (owner instanceof ProcessOwners.Owner.InPod(var user)) {
      user(user);
    }
  }

  private void user(DeviceUser user) throws IOException {
    var names =
        switch (user) {
          case DeviceUser.Container(var name, var _) ->
              new String[] {name.namespace(), name.pod(), name.container(), ""};
          case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var id) ->
              new String[] {namespace, pod, "", id};
          case DeviceUser.UnknownPod(var _, var id) -> new String[] {"", "", "", id};
        };
    text("namespace", names[0]);
    text("pod", names[1]);
    text("container", names[2]);
    text("podUid", user.podUid().orElse(""));
    if (!names[3].isEmpty()) {
      json.writeStringField("containerId", names[3]);
    }
  }

  private void text(String key, String value) throws IOException {
    json.writeFieldName(key);
    json.writeString(value.isEmpty() ? null : value);
  }

  private void numbers(String key, Collection<? extends Number> numbers) throws IOException {
    json.writeArrayFieldStart(key);
    for (var number : numbers) {
      json.writeNumber(number.longValue());
    }
    json.writeEndArray();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
