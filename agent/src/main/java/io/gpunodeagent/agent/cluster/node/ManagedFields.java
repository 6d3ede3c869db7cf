// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the field managers of the keys of some maps from {@code managedFields}.
 *
 * @param parent of the maps, such as {@code f:metadata}
 * @param maps the beginning of the fields to return, by the name of the map, such as {@code
 *     f:labels}
 */
record ManagedFields(String parent, Map<String, String> maps) {

  ManagedFields {
    maps = Map.copyOf(maps);
  }

  /** Reads the entry of one manager, which the parser is at, into {@code holders} by field. */
  void read(JsonParser json, Map<String, Set<String>> holders) throws IOException {
    // The fields of a manager may come before its name.
    var texts = new HashMap<String, String>();
    var fields = new TreeSet<String>();
    JsonReader.object(
        json,
        name -> {
          switch (name) {
            case "manager", "operation" -> texts.put(name, JsonReader.text(json));
            case "fieldsV1" -> held(json, fields);
            default -> {}
          }
        });
    var name = texts.getOrDefault("manager", "unknown");
    var operation = texts.getOrDefault("operation", "");
    var holder =
        name.equals(ObservedNode.AGENT) && !operation.equals("Apply")
            ? name + " (" + operation + ")"
            : name;
    fields.forEach(field -> holders.computeIfAbsent(field, _ -> new TreeSet<>()).add(holder));
  }

  private void held(JsonParser json, Set<String> fields) throws IOException {
    JsonReader.object(
        json,
        part -> {
          if (part.equals(parent)) {
            JsonReader.object(
                json,
                map -> {
                  if (maps.containsKey(map)) {
                    keys(json, maps.getOrDefault(map, ""), fields);
                  }
                });
          }
        });
  }

  private static void keys(JsonParser json, String prefix, Set<String> fields) throws IOException {
    JsonReader.object(
        json,
        key -> {
          if (key.startsWith("f:")) {
            fields.add(prefix + key.substring(2));
          }
        });
  }
}
