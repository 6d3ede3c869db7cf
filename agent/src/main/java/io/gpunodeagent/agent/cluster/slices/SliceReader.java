// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.slices;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.api.Meta;
import io.gpunodeagent.agent.cluster.api.Versioned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes from a ResourceSlice, of version v1, v1beta2 or v1beta1, what is kept of it. */
final class SliceReader {

  /** What a device takes, beside its texts. */
  private static final int DEVICE_BYTES = 200;

  private final JsonParser json;
  private final Meta meta = new Meta();
  private final List<SeenSlice.Device> devices = new ArrayList<>();
  private String driver = "";
  private String pool = "";
  private long generation;
  private int slices;
  private long characters;

  private SliceReader(JsonParser json) {
    this.json = json;
  }

  /** The slice the parser is at. */
  static Versioned<SeenSlice> read(JsonParser json) throws IOException {
    var reader = new SliceReader(json);
    JsonReader.object(json, reader::part);
    return new Versioned<>(
        reader.meta.uid(),
        reader.meta.resourceVersion(),
        new SeenSlice(reader.driver, reader.pool, reader.generation, reader.slices, reader.devices),
        reader.characters);
  }

  private void part(String name) throws IOException {
    switch (name) {
      case "metadata" -> JsonReader.object(json, field -> meta.field(json, field));
      case "spec" -> JsonReader.object(json, this::spec);
      default -> {}
    }
  }

  private void spec(String name) throws IOException {
    switch (name) {
      case "driver" -> driver = JsonReader.text(json);
      case "pool" -> JsonReader.object(json, this::pool);
      case "devices" ->
          JsonReader.array(
              json,
              () -> {
                var device = new DeviceReader(json);
                JsonReader.object(json, device::field);
                devices.add(new SeenSlice.Device(device.name, device.attributes));
                characters += DEVICE_BYTES + device.name.length();
                characters += device.attributes.values().stream().mapToLong(String::length).sum();
              });
      default -> {}
    }
  }

  private void pool(String name) throws IOException {
    switch (name) {
      case "name" -> pool = JsonReader.text(json);
      case "generation" -> generation = JsonReader.number(json);
      case "resourceSliceCount" -> slices = (int) JsonReader.number(json);
      default -> {}
    }
  }

  /** Reads a device; v1beta1 has its attributes one level deeper. */
  private static final class DeviceReader {

    private final JsonParser json;
    private final Map<String, String> attributes = new HashMap<>();
    private String name = "";

    DeviceReader(JsonParser json) {
      this.json = json;
    }

    void field(String field) throws IOException {
      switch (field) {
        case "name" -> name = JsonReader.text(json);
        case "basic" -> JsonReader.object(json, this::field);
        case "attributes" -> JsonReader.object(json, this::attribute);
        default -> {}
      }
    }

    private void attribute(String key) throws IOException {
      if (!SeenSlice.WANTED.contains(key.substring(key.indexOf('/') + 1))) {
        return;
      }
      JsonReader.object(
          json,
          type -> {
            if (type.equals("string")) {
              attributes.put(key, JsonReader.text(json));
            }
          });
    }
  }
}
