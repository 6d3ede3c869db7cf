package io.gpunodeagent.agent.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.attribution.Device;
import io.gpunodeagent.core.snapshot.ContainerName;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.UsageMemory;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** {@link UsageMemory} as JSON. */
final class UsageJson {

  /** More than the largest node has: 16 GPUs of 7 instances, each shared by 48. */
  static final int MOST_ENTRIES = 6_000;

  /** More than a machine takes. */
  static final int MOST_GPUS = 256;

  private UsageJson() {}

  /** Writes the fields of an object. */
  static void write(UsageMemory usage, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("allocations");
    for (var entry : usage.entries().subList(0, Math.min(MOST_ENTRIES, usage.entries().size()))) {
      json.writeStartObject();
      entry(entry, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("gpus");
    for (var gpu : usage.gpus().subList(0, Math.min(MOST_GPUS, usage.gpus().size()))) {
      json.writeStartObject();
      json.writeStringField("uuid", gpu.gpuUuid());
      count(json, "emptyMilliwatts", gpu.emptyMilliwatts());
      count(json, "occupiedMilliwatts", gpu.occupiedMilliwatts());
      count(json, "fallenMilliwatts", gpu.fallenMilliwatts());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void entry(UsageMemory.Entry entry, JsonGenerator json) throws IOException {
    var key = entry.key();
    json.writeStringField("namespace", key.container().namespace());
    json.writeStringField("pod", key.container().pod());
    json.writeStringField("container", key.container().container());
    json.writeStringField("podUid", key.podUid().orElse(""));
    json.writeStringField("gpu", key.device().gpuUuid());
    if (key.device() instanceof Device.GpuInstance(var _, var id)) {
      json.writeNumberField("gpuInstance", id);
    }
    json.writeStringField("containerId", entry.containerId());
    json.writeStringField("since", entry.since().toString());
    json.writeNumberField("heldNanos", entry.held().toNanos());
    json.writeNumberField("activeNanos", entry.active().toNanos());
    amount(json, "energyJoules", entry.energyJoules());
    amount(json, "smSeconds", entry.smSeconds());
    json.writeNumberField("idleNanos", entry.idle().toNanos());
    var lastActive = entry.lastActive().map(Instant::toString);
    if (lastActive.isPresent()) {
      json.writeStringField("lastActive", lastActive.get());
    }
    json.writeNumberField("warmUpLeftNanos", entry.warmUpLeft().toNanos());
  }

  private static void amount(JsonGenerator json, String name, OptionalDouble amount)
      throws IOException {
    if (amount.isPresent() && Double.isFinite(amount.getAsDouble())) {
      json.writeNumberField(name, amount.getAsDouble());
    }
  }

  private static void count(JsonGenerator json, String name, OptionalLong count)
      throws IOException {
    if (count.isPresent()) {
      json.writeNumberField(name, count.getAsLong());
    }
  }

  /** What was written. */
  static UsageMemory read(String bootId, Fields usage) throws UnusableException {
    var entries = new ArrayList<UsageMemory.Entry>();
    var keys = new HashSet<AllocationKey>();
    for (var fields : usage.list("allocations", MOST_ENTRIES)) {
      var entry = entry(fields);
      if (!keys.add(entry.key())) {
        throw fields.wrong("container", "must not be there twice with the same pod and device");
      }
      entries.add(entry);
    }
    var gpus = gpus(usage);
    usage.end();
    return new UsageMemory(bootId, entries, gpus);
  }

  private static UsageMemory.Entry entry(Fields fields) throws UnusableException {
    var entry =
        new UsageMemory.Entry(
            key(fields),
            name(fields, "containerId"),
            fields.instant("since"),
            fields.span("heldNanos"),
            fields.span("activeNanos"),
            fields.amountIfAny("energyJoules"),
            fields.amountIfAny("smSeconds"),
            fields.span("idleNanos"),
            fields.instantIfAny("lastActive"),
            fields.span("warmUpLeftNanos"));
    fields.end();
    return entry;
  }

  private static AllocationKey key(Fields fields) throws UnusableException {
    var gpu = name(fields, "gpu");
    var instance = fields.countIfAny("gpuInstance");
    if (instance.isPresent() && instance.getAsLong() > Integer.MAX_VALUE) {
      throw fields.wrong("gpuInstance", "must be the id of a GPU instance");
    }
    return new AllocationKey(
        new ContainerName(
            name(fields, "namespace"), name(fields, "pod"), name(fields, "container")),
        Optional.of(name(fields, "podUid")),
        instance.isPresent()
            ? new Device.GpuInstance(gpu, (int) instance.getAsLong())
            : new Device.Gpu(gpu));
  }

  private static List<UsageMemory.Resting> gpus(Fields usage) throws UnusableException {
    var gpus = new ArrayList<UsageMemory.Resting>();
    var seen = new HashSet<String>();
    for (var fields : usage.list("gpus", MOST_GPUS)) {
      var uuid = name(fields, "uuid");
      if (!seen.add(uuid)) {
        throw fields.wrong("uuid", "must not be there twice");
      }
      gpus.add(
          new UsageMemory.Resting(
              uuid,
              fields.countIfAny("emptyMilliwatts"),
              fields.countIfAny("occupiedMilliwatts"),
              fields.countIfAny("fallenMilliwatts")));
      fields.end();
    }
    return gpus;
  }

  private static String name(Fields fields, String field) throws UnusableException {
    var name = fields.text(field);
    if (name.isBlank()) {
      throw fields.wrong(field, "must not be empty");
    }
    return name;
  }
}
