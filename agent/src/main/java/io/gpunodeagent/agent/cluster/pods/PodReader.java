// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.api.Meta;
import io.gpunodeagent.agent.cluster.api.Versioned;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.PodInfo.Container;
import io.gpunodeagent.core.sources.PodInfo.Kind;
import io.gpunodeagent.core.text.KeyPatterns;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Takes from a Pod what is kept of it; environment, commands and volumes are never held. */
public final class PodReader {

  private static final String HASH = "kubernetes.io/config.hash";
  private static final String MIRROR = "kubernetes.io/config.mirror";

  /** Characters kept of a label or an annotation, of which Kubernetes admits 256 KiB. */
  private static final int LONGEST = 1024;

  private final JsonParser json;
  private final KeyPatterns labelFilter;
  private final KeyPatterns annotationFilter;
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, String> annotations = new HashMap<>();
  private final PodMarks marks = new PodMarks();
  private final List<Container> containers = new ArrayList<>();
  private final List<String> specified = new ArrayList<>();
  private final Meta meta = new Meta();
  private String nodeName = "";
  private String phase = "";
  private String qosClass = "";
  private String hash = "";
  private String mirror = "";
  private String priorityClass = "";
  private OptionalInt priority = OptionalInt.empty();
  private Optional<Instant> startedAt = Optional.empty();
  private long characters;

  private PodReader(JsonParser json, KeyPatterns labelFilter, KeyPatterns annotationFilter) {
    this.json = json;
    this.labelFilter = labelFilter;
    this.annotationFilter = annotationFilter;
  }

  /**
   * The pod the parser is at.
   *
   * @param labels that are kept
   * @param annotations that are kept beside those the agent acts on
   */
  public static Versioned<SeenPod> read(
      JsonParser json, KeyPatterns labels, KeyPatterns annotations) throws IOException {
    var reader = new PodReader(json, labels, annotations);
    JsonReader.object(json, reader::part);
    return new Versioned<>(
        reader.meta.uid(), reader.meta.resourceVersion(), reader.pod(), reader.characters);
  }

  /**
   * The pod the parser is at, as enforcement sees it right before it acts on the pod.
   *
   * @param annotations that are kept beside those the agent acts on
   */
  static ObservedPod observed(JsonParser json, KeyPatterns annotations) throws IOException {
    var reader = new PodReader(json, new KeyPatterns(List.of()), annotations);
    JsonReader.object(json, reader::part);
    return new ObservedPod(
        reader.pod().info(), reader.meta.resourceVersion(), reader.nodeName, reader.meta.deleted());
  }

  private void part(String name) throws IOException {
    switch (name) {
      case "metadata" -> JsonReader.object(json, this::metadata);
      case "spec" -> JsonReader.object(json, this::spec);
      case "status" -> JsonReader.object(json, this::status);
      default -> {}
    }
  }

  private void metadata(String name) throws IOException {
    switch (name) {
      case "labels" -> JsonReader.object(json, this::label);
      case "annotations" -> JsonReader.object(json, this::annotation);
      default -> meta.field(json, name);
    }
  }

  private void label(String key) throws IOException {
    var value = bounded(JsonReader.text(json));
    marks.label(key, value);
    if (labelFilter.accepts(key)) {
      labels.put(key, value);
      characters += key.length() + value.length();
    }
  }

  private void annotation(String key) throws IOException {
    if (key.equals(HASH)) {
      hash = JsonReader.text(json);
    } else if (key.equals(MIRROR)) {
      mirror = JsonReader.text(json);
    }
    if (PodMarks.known(key)) {
      marks.annotation(key, bounded(JsonReader.text(json)));
    }
    if (PodMarks.ACTED_ON.accepts(key) || annotationFilter.accepts(key)) {
      var value = bounded(JsonReader.text(json));
      annotations.put(key, value);
      characters += key.length() + value.length();
    }
  }

  /**
   * No text that the agent acts on, or serves, is longer; the mark keeps what is cut from meaning.
   */
  private static String bounded(String value) {
    return value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
  }

  private void spec(String name) throws IOException {
    switch (name) {
      case "nodeName" -> nodeName = JsonReader.text(json);
      case "priorityClassName" -> priorityClass = JsonReader.text(json);
      case "priority" -> {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          priority = OptionalInt.of((int) JsonReader.number(json));
        }
      }
      case "initContainers", "containers" -> JsonReader.array(json, this::specified);
      case "workloadRef", "schedulingGroup" -> marks.scheduledAsGroup();
      default -> {}
    }
  }

  private void specified() throws IOException {
    JsonReader.object(
        json,
        name -> {
          if (name.equals("name")) {
            specified.add(JsonReader.text(json));
          }
        });
  }

  private void status(String name) throws IOException {
    switch (name) {
      case "phase" -> phase = JsonReader.text(json);
      case "qosClass" -> qosClass = JsonReader.text(json);
      case "startTime" -> startedAt = JsonReader.time(json);
      case "containerStatuses" -> containers(Kind.MAIN);
      case "initContainerStatuses" -> containers(Kind.INIT);
      case "ephemeralContainerStatuses" -> containers(Kind.EPHEMERAL);
      default -> {}
    }
  }

  private void containers(Kind kind) throws IOException {
    JsonReader.array(json, () -> containers.add(ContainerReader.read(json, kind)));
  }

  private SeenPod pod() {
    // The kubelet sorts statuses by name.
    containers.sort(Comparator.comparingInt(container -> specified.indexOf(container.name())));
    var isStatic = !mirror.isEmpty() && mirror.equals(hash);
    var info =
        new PodInfo(
            meta.uid(),
            meta.namespace(),
            meta.name(),
            isStatic ? Optional.of(hash) : Optional.empty(),
            phase,
            startedAt,
            containers,
            Optional.empty(),
            PodInfo.Gang.UNKNOWN,
            priorityClass.isEmpty() ? Optional.empty() : Optional.of(priorityClass),
            priority,
            qosClass,
            labels,
            annotations,
            marks.gpuGroups());
    var controller = meta.controller().filter(owner -> !owner.is("Node", ""));
    return new SeenPod(info, controller, marks.group(), marks.gang(), marks.indexed());
  }
}
