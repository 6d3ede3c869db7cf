package io.gpunodeagent.agent.cluster.pods;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is sent about pods, as JSON. */
final class PodBodies {

  /** Room in the 253 characters of a name for a dot and the hash. */
  private static final int LONGEST_POD_NAME = 230;

  private PodBodies() {}

  private interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  /** A merge patch of annotations, for exactly the pod that was observed. */
  static String annotations(ObservedPod pod, Map<String, Optional<String>> changes) {
    return text(
        json -> {
          json.writeObjectFieldStart("metadata");
          json.writeStringField("uid", pod.pod().uid());
          json.writeStringField("resourceVersion", pod.resourceVersion());
          json.writeObjectFieldStart("annotations");
          for (var change : new TreeMap<>(changes).entrySet()) {
            if (change.getValue().isPresent()) {
              json.writeStringField(change.getKey(), change.getValue().get());
            } else {
              json.writeNullField(change.getKey());
            }
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** The eviction of exactly the pod that was observed. */
  static String eviction(ObservedPod pod) {
    return text(
        json -> {
          json.writeStringField("apiVersion", "policy/v1");
          json.writeStringField("kind", "Eviction");
          json.writeObjectFieldStart("metadata");
          json.writeStringField("name", pod.pod().name());
          json.writeStringField("namespace", pod.pod().namespace());
          json.writeEndObject();
          json.writeObjectFieldStart("deleteOptions");
          json.writeObjectFieldStart("preconditions");
          json.writeStringField("uid", pod.pod().uid());
          json.writeStringField("resourceVersion", pod.resourceVersion());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** The Event about the pod, told from {@code node}. */
  static String event(String node, PodTarget pod, PodEvent event) {
    var at = event.at().truncatedTo(ChronoUnit.SECONDS).toString();
    return text(
        json -> {
          json.writeStringField("apiVersion", "v1");
          json.writeStringField("kind", "Event");
          json.writeObjectFieldStart("metadata");
          json.writeStringField("name", eventName(pod, event));
          json.writeStringField("namespace", pod.namespace());
          json.writeEndObject();
          json.writeObjectFieldStart("involvedObject");
          json.writeStringField("apiVersion", "v1");
          json.writeStringField("kind", "Pod");
          json.writeStringField("namespace", pod.namespace());
          json.writeStringField("name", pod.name());
          json.writeStringField("uid", pod.uid());
          json.writeEndObject();
          json.writeStringField("type", event.warning() ? "Warning" : "Normal");
          json.writeStringField("reason", event.reason());
          json.writeStringField("message", event.message());
          json.writeStringField("firstTimestamp", at);
          json.writeStringField("lastTimestamp", at);
          json.writeNumberField("count", 1);
          json.writeObjectFieldStart("source");
          json.writeStringField("component", ObservedNode.AGENT);
          json.writeStringField("host", node);
          json.writeEndObject();
          json.writeStringField("reportingComponent", ObservedNode.AGENT);
          json.writeStringField("reportingInstance", node);
        });
  }

  /** The same for each telling of the same thing. */
  static String eventName(PodTarget pod, PodEvent event) {
    try {
      var key = pod.uid() + "/" + event.reason() + "/" + event.at().getEpochSecond();
      var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      var name = pod.name();
      var begin = name.length() > LONGEST_POD_NAME ? name.substring(0, LONGEST_POD_NAME) : name;
      return begin.replaceAll("[.-]+$", "") + "." + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Writing fields) {
    var text = new StringWriter();
    try (var json = JsonReader.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
