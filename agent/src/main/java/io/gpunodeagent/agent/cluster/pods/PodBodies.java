// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import io.gpunodeagent.agent.cluster.node.EventBody;
import io.gpunodeagent.agent.document.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is sent about pods, as JSON. */
final class PodBodies {

  /** Room in the 253 characters of a name for a dot and the hash. */
  private static final int LONGEST_POD_NAME = 230;

  private PodBodies() {}

  /** A merge patch of annotations, for exactly the pod that was observed. */
  static String annotations(ObservedPod pod, Map<String, Optional<String>> changes) {
    return new JsonObject()
        .put("metadata", exactly(pod).put("annotations", new TreeMap<>(changes)))
        .compactText();
  }

  /** The eviction of exactly the pod that was observed. */
  static String eviction(ObservedPod pod) {
    var metadata =
        new JsonObject().put("name", pod.pod().name()).put("namespace", pod.pod().namespace());
    return new JsonObject()
        .put("apiVersion", "policy/v1")
        .put("kind", "Eviction")
        .put("metadata", metadata)
        .put("deleteOptions", new JsonObject().put("preconditions", exactly(pod)))
        .compactText();
  }

  private static JsonObject exactly(ObservedPod pod) {
    return new JsonObject()
        .put("uid", pod.pod().uid())
        .put("resourceVersion", pod.resourceVersion());
  }

  /** The Event about the pod, reported by {@code node}. */
  static String event(String node, PodTarget pod, PodEvent event) {
    var involved =
        new JsonObject()
            .put("apiVersion", "v1")
            .put("kind", "Pod")
            .put("namespace", pod.namespace())
            .put("name", pod.name())
            .put("uid", pod.uid());
    var body =
        new EventBody(
            eventName(pod, event), pod.namespace(), involved, node, event.at(), event.at(), 1);
    return body.text(event.warning(), event.reason(), event.message());
  }

  /** The same for each Event about the same thing. */
  static String eventName(PodTarget pod, PodEvent event) {
    var name = pod.name();
    var begin = name.length() > LONGEST_POD_NAME ? name.substring(0, LONGEST_POD_NAME) : name;
    var key = pod.uid() + "/" + event.reason() + "/" + event.at().getEpochSecond();
    return begin.replaceAll("[.-]+$", "") + "." + EventBody.hash(key);
  }
}
