// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.plugin;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.api.Meta;
import io.gpunodeagent.agent.cluster.api.Versioned;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Takes from a ConfigMap its texts by key. */
final class ConfigMapReader {

  private ConfigMapReader() {}

  /** The ConfigMap the parser is at. */
  static Versioned<Map<String, String>> read(JsonParser json) throws IOException {
    var meta = new Meta();
    var data = new TreeMap<String, String>();
    JsonReader.object(
        json,
        part -> {
          switch (part) {
            case "metadata" -> JsonReader.object(json, field -> meta.field(json, field));
            case "data" -> JsonReader.object(json, key -> data.put(key, JsonReader.text(json)));
            default -> {}
          }
        });
    return new Versioned<>(
        meta.uid(),
        meta.resourceVersion(),
        Collections.unmodifiableMap(data),
        data.values().stream().mapToLong(String::length).sum());
  }
}
