// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a Node: what is marked on it, who holds the marks, the agent's condition, and taints. */
final class NodeParser {

  private static final ManagedFields HELD =
      new ManagedFields(
          "f:metadata",
          Map.of("f:labels", NodeMarks.LABELS, "f:annotations", NodeMarks.ANNOTATIONS));

  private final String conditionType;
  private String uid = "";
  private String version = "";
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, String> annotations = new TreeMap<>();
  private final Map<String, Set<String>> managers = new HashMap<>();
  private final List<NodeTaint> taints = new ArrayList<>();
  private Optional<ConditionText> condition = Optional.empty();

  private NodeParser(String conditionType) {
    this.conditionType = conditionType;
  }

  /** The Node in {@code body}. */
  static ObservedNode parse(byte[] body, String conditionType) throws ApiException {
    ObservedNode node;
    try (var json = JsonReader.FACTORY.createParser(body)) {
      json.nextToken();
      node = read(json, conditionType);
    } catch (IOException e) {
      throw ApiException.unusable("the answer is no Node: " + ApiException.reasonOf(e));
    }
    if (node.uid().isEmpty()) {
      throw ApiException.unusable("the answer is no Node: it has no uid");
    }
    return node;
  }

  /** The Node the parser is at. */
  static ObservedNode read(JsonParser json, String conditionType) throws IOException {
    var node = new NodeParser(conditionType);
    JsonReader.object(
        json,
        name -> {
          switch (name) {
            case "metadata" -> node.metadata(json);
            case "spec" -> node.spec(json);
            case "status" -> node.status(json);
            default -> {}
          }
        });
    return new ObservedNode(
        node.uid,
        node.version,
        NodeMarks.of(node.labels, node.annotations),
        node.managers,
        node.condition,
        node.taints);
  }

  private void metadata(JsonParser json) throws IOException {
    JsonReader.object(
        json,
        name -> {
          switch (name) {
            case "uid" -> uid = JsonReader.text(json);
            case "resourceVersion" -> version = JsonReader.text(json);
            case "labels" -> JsonReader.object(json, key -> labels.put(key, JsonReader.text(json)));
            case "annotations" ->
                JsonReader.object(json, key -> annotations.put(key, JsonReader.text(json)));
            case "managedFields" -> JsonReader.array(json, () -> HELD.read(json, managers));
            default -> {}
          }
        });
  }

  private void spec(JsonParser json) throws IOException {
    JsonReader.object(
        json,
        name -> {
          if (name.equals("taints")) {
            JsonReader.array(json, () -> taint(json));
          }
        });
  }

  private void taint(JsonParser json) throws IOException {
    var texts = new HashMap<String, String>();
    JsonReader.object(json, name -> texts.put(name, JsonReader.text(json)));
    taints.add(
        new NodeTaint(
            texts.getOrDefault("key", ""),
            texts.getOrDefault("value", ""),
            texts.getOrDefault("effect", "")));
  }

  private void status(JsonParser json) throws IOException {
    JsonReader.object(
        json,
        name -> {
          if (name.equals("conditions")) {
            JsonReader.array(json, () -> condition(json));
          }
        });
  }

  private void condition(JsonParser json) throws IOException {
    var texts = new HashMap<String, String>();
    var times = new HashMap<String, Instant>();
    JsonReader.object(
        json,
        name -> {
          texts.put(name, JsonReader.text(json));
          JsonReader.time(json).ifPresent(time -> times.put(name, time));
        });
    if (conditionType.equals(texts.get("type"))) {
      condition =
          Optional.of(
              new ConditionText(
                  conditionType,
                  texts.getOrDefault("status", ""),
                  texts.getOrDefault("reason", ""),
                  texts.getOrDefault("message", ""),
                  times.getOrDefault("lastTransitionTime", Instant.EPOCH)));
    }
  }
}
