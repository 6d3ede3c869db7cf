// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a NodeFeature as if the labels it asks for were those of a Node. */
final class NodeFeatureParser {

  /** The NodeFeature's own label that says which Node it is about. */
  static final String NODE_NAME = "nfd.node.kubernetes.io/node-name";

  private static final ManagedFields HELD =
      new ManagedFields("f:spec", Map.of("f:labels", NodeMarks.LABELS));

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, Set<String>> managers = new HashMap<>();

  private NodeFeatureParser() {}

  /**
   * The NodeFeature in {@code body}. One that is about another node counts as empty, so that all of
   * it is written again.
   */
  static ObservedNode parse(byte[] body, String node) throws ApiException {
    var feature = new NodeFeatureParser();
    try (var json = JsonReader.FACTORY.createParser(body)) {
      json.nextToken();
      JsonReader.object(
          json,
          name -> {
            switch (name) {
              case "metadata" -> JsonReader.object(json, field -> feature.metadata(json, field));
              case "spec" -> JsonReader.object(json, field -> feature.spec(json, field));
              default -> {}
            }
          });
    } catch (IOException e) {
      throw ApiException.unusable("the answer is no NodeFeature: " + ApiException.reasonOf(e));
    }
    var uid = feature.texts.getOrDefault("uid", "");
    if (uid.isEmpty()) {
      throw ApiException.unusable("the answer is no NodeFeature: it has no uid");
    }
    boolean ofNode = node.equals(feature.texts.get(NODE_NAME));
    return new ObservedNode(
        uid,
        feature.texts.getOrDefault("resourceVersion", ""),
        NodeMarks.of(feature.labels, Map.of()),
        ofNode ? feature.managers : Map.of(),
        Optional.empty(),
        List.of());
  }

  private void metadata(JsonParser json, String field) throws IOException {
    switch (field) {
      case "uid", "resourceVersion" -> texts.put(field, JsonReader.text(json));
      case "labels" ->
          JsonReader.object(
              json,
              key -> {
                if (key.equals(NODE_NAME)) {
                  texts.put(NODE_NAME, JsonReader.text(json));
                }
              });
      case "managedFields" -> JsonReader.array(json, () -> HELD.read(json, managers));
      default -> {}
    }
  }

  private void spec(JsonParser json, String field) throws IOException {
    if (field.equals("labels")) {
      JsonReader.object(json, key -> labels.put(key, JsonReader.text(json)));
    }
  }
}
