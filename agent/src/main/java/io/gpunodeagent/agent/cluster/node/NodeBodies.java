package io.gpunodeagent.agent.cluster.node;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is sent about the own Node, and in its place, as JSON. */
final class NodeBodies {

  private NodeBodies() {}

  private interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  /** The Node with these labels and annotations. */
  static String marks(String node, String uid, NodeMarks marks) {
    return text(
        json -> {
          nodeHead(json);
          json.writeObjectFieldStart("metadata");
          identity(json, node, uid);
          map(json, "labels", marks.labels());
          map(json, "annotations", marks.annotations());
          json.writeEndObject();
        });
  }

  /** The Node with this condition, or with none. */
  static String condition(
      String node, String uid, Optional<ConditionText> condition, Instant heartbeat) {
    return text(
        json -> {
          nodeHead(json);
          json.writeObjectFieldStart("metadata");
          identity(json, node, uid);
          json.writeEndObject();
          json.writeObjectFieldStart("status");
          if (condition.isPresent()) {
            var told = condition.get();
            json.writeArrayFieldStart("conditions");
            json.writeStartObject();
            json.writeStringField("type", told.type());
            json.writeStringField("status", told.status());
            json.writeStringField("reason", told.reason());
            json.writeStringField("message", told.message());
            json.writeStringField("lastTransitionTime", seconds(told.lastTransition()));
            json.writeStringField("lastHeartbeatTime", seconds(heartbeat));
            json.writeEndObject();
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  /**
   * Changes to the list of taints, for the Node as it was {@code seen} and no later one. Only the
   * taint with this key is named, so that of others not even a field unknown here is lost.
   */
  static String taint(ObservedNode seen, String key, Optional<NodeTaint> taint) {
    return written(
        json -> {
          json.writeStartArray();
          json.writeStartObject();
          operation(json, "replace", "/metadata/resourceVersion");
          json.writeStringField("value", seen.version());
          json.writeEndObject();
          for (var i = seen.taints().size() - 1; i >= 0; i--) {
            if (seen.taints().get(i).key().equals(key)) {
              json.writeStartObject();
              operation(json, "remove", "/spec/taints/" + i);
              json.writeEndObject();
            }
          }
          if (taint.isPresent()) {
            addition(json, taint.get(), seen.taints().isEmpty());
          }
          json.writeEndArray();
        });
  }

  private static void addition(JsonGenerator json, NodeTaint taint, boolean first)
      throws IOException {
    json.writeStartObject();
    operation(json, "add", first ? "/spec/taints" : "/spec/taints/-");
    json.writeFieldName("value");
    if (first) {
      json.writeStartArray();
    }
    taint(json, taint);
    if (first) {
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void operation(JsonGenerator json, String op, String path) throws IOException {
    json.writeStringField("op", op);
    json.writeStringField("path", path);
  }

  private static void taint(JsonGenerator json, NodeTaint taint) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", taint.key());
    json.writeStringField("value", taint.value());
    json.writeStringField("effect", taint.effect());
    json.writeEndObject();
  }

  /** The Event about the Node. */
  static String event(String node, String uid, NodeEvent event) {
    return text(
        json -> {
          json.writeStringField("apiVersion", "v1");
          json.writeStringField("kind", "Event");
          json.writeObjectFieldStart("metadata");
          json.writeStringField("name", eventName(node, event.key()));
          json.writeStringField("namespace", "default");
          json.writeEndObject();
          json.writeObjectFieldStart("involvedObject");
          json.writeStringField("apiVersion", "v1");
          json.writeStringField("kind", "Node");
          identity(json, node, uid);
          json.writeEndObject();
          json.writeStringField("type", event.warning() ? "Warning" : "Normal");
          json.writeStringField("reason", event.reason());
          json.writeStringField("message", event.message());
          json.writeStringField("firstTimestamp", seconds(event.first()));
          json.writeStringField("lastTimestamp", seconds(event.last()));
          json.writeNumberField("count", event.count());
          json.writeObjectFieldStart("source");
          json.writeStringField("component", ObservedNode.AGENT);
          json.writeStringField("host", node);
          json.writeEndObject();
          json.writeStringField("reportingComponent", ObservedNode.AGENT);
          json.writeStringField("reportingInstance", node);
        });
  }

  /**
   * The NodeFeature that asks for these labels.
   *
   * @param uid of the NodeFeature, when there is one
   * @param nodeUid of the Node, whose end is to be the NodeFeature's; empty when it is not known
   */
  static String feature(
      NodeFeatureWriter.Place place,
      String uid,
      Optional<String> nodeUid,
      Map<String, String> labels) {
    return text(
        json -> {
          json.writeStringField("apiVersion", "nfd.k8s-sigs.io/v1alpha1");
          json.writeStringField("kind", "NodeFeature");
          json.writeObjectFieldStart("metadata");
          json.writeStringField("name", place.name());
          json.writeStringField("namespace", place.namespace());
          if (!uid.isEmpty()) {
            json.writeStringField("uid", uid);
          }
          map(json, "labels", Map.of(NodeFeatureParser.NODE_NAME, place.node()));
          if (nodeUid.isPresent()) {
            json.writeArrayFieldStart("ownerReferences");
            json.writeStartObject();
            nodeHead(json);
            identity(json, place.node(), nodeUid.get());
            json.writeEndObject();
            json.writeEndArray();
          }
          json.writeEndObject();
          json.writeObjectFieldStart("spec");
          // Without features of its own, which older versions require all the same.
          json.writeObjectFieldStart("features");
          for (var kind : List.of("attributes", "flags", "instances")) {
            map(json, kind, Map.of());
          }
          json.writeEndObject();
          map(json, "labels", labels);
          json.writeEndObject();
        });
  }

  /** The same for each telling of the same thing about the same node. */
  static String eventName(String node, String key) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return node + ".gpu-" + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void nodeHead(JsonGenerator json) throws IOException {
    json.writeStringField("apiVersion", "v1");
    json.writeStringField("kind", "Node");
  }

  private static void identity(JsonGenerator json, String node, String uid) throws IOException {
    json.writeStringField("name", node);
    json.writeStringField("uid", uid);
  }

  private static void map(JsonGenerator json, String name, Map<String, String> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : values.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String text(Writing fields) {
    return written(
        json -> {
          json.writeStartObject();
          fields.write(json);
          json.writeEndObject();
        });
  }

  private static String written(Writing all) {
    var text = new StringWriter();
    try (var json = JsonReader.FACTORY.createGenerator(text)) {
      all.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
