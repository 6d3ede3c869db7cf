// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import io.gpunodeagent.agent.document.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is sent about the own Node, and in its place, as JSON. */
final class NodeBodies {

  private NodeBodies() {}

  /** The Node with these labels and annotations. */
  static String marks(String node, String uid, NodeMarks marks) {
    var metadata =
        identity(new JsonObject(), node, uid)
            .put("labels", marks.labels())
            .put("annotations", marks.annotations());
    return node().put("metadata", metadata).compactText();
  }

  /** The Node with this condition, or with none. */
  static String condition(
      String node, String uid, Optional<ConditionText> condition, Instant heartbeat) {
    var conditions = condition.map(one -> List.of(condition(one, heartbeat)));
    return node()
        .put("metadata", identity(new JsonObject(), node, uid))
        .put("status", new JsonObject().putIfAny("conditions", conditions))
        .compactText();
  }

  private static JsonObject condition(ConditionText condition, Instant heartbeat) {
    return new JsonObject()
        .put("type", condition.type())
        .put("status", condition.status())
        .put("reason", condition.reason())
        .put("message", condition.message())
        .put("lastTransitionTime", EventBody.seconds(condition.lastTransition()))
        .put("lastHeartbeatTime", EventBody.seconds(heartbeat));
  }

  /**
   * Changes to the list of taints, for the Node as it was {@code seen} and no later one. Only the
   * taint with this key is named, so that of others not even a field unknown here is lost.
   */
  static String taint(ObservedNode seen, String key, Optional<NodeTaint> taint) {
    var changes = new ArrayList<JsonObject>();
    changes.add(operation("replace", "/metadata/resourceVersion").put("value", seen.version()));
    for (var i = seen.taints().size() - 1; i >= 0; i--) {
      if (seen.taints().get(i).key().equals(key)) {
        changes.add(operation("remove", "/spec/taints/" + i));
      }
    }
    taint.ifPresent(one -> changes.add(addition(taint(one), seen.taints().isEmpty())));
    return JsonObject.compactText(changes);
  }

  private static JsonObject addition(JsonObject taint, boolean first) {
    return first
        ? operation("add", "/spec/taints").put("value", List.of(taint))
        : operation("add", "/spec/taints/-").put("value", taint);
  }

  private static JsonObject operation(String op, String path) {
    return new JsonObject().put("op", op).put("path", path);
  }

  private static JsonObject taint(NodeTaint taint) {
    return new JsonObject()
        .put("key", taint.key())
        .put("value", taint.value())
        .put("effect", taint.effect());
  }

  /** The Event about the Node. */
  static String event(String node, String uid, NodeEvent event) {
    var body =
        new EventBody(
            eventName(node, event.key()),
            "default",
            identity(node(), node, uid),
            node,
            event.first(),
            event.last(),
            event.count());
    return body.text(event.warning(), event.reason(), event.message());
  }

  /** The same for each Event about the same thing on the same node. */
  static String eventName(String node, String key) {
    return node + ".gpu-" + EventBody.hash(key);
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
    var owners = nodeUid.map(one -> List.of(identity(node(), place.node(), one)));
    var metadata =
        new JsonObject()
            .put("name", place.name())
            .put("namespace", place.namespace())
            .putIfAny("uid", Optional.of(uid).filter(one -> !one.isEmpty()))
            .put("labels", Map.of(NodeFeatureParser.NODE_NAME, place.node()))
            .putIfAny("ownerReferences", owners);
    // No features of its own: older versions require the field nevertheless.
    var none =
        new JsonObject()
            .put("attributes", Map.of())
            .put("flags", Map.of())
            .put("instances", Map.of());
    return new JsonObject()
        .put("apiVersion", "nfd.k8s-sigs.io/v1alpha1")
        .put("kind", "NodeFeature")
        .put("metadata", metadata)
        .put("spec", new JsonObject().put("features", none).put("labels", labels))
        .compactText();
  }

  private static JsonObject node() {
    return new JsonObject().put("apiVersion", "v1").put("kind", "Node");
  }

  private static JsonObject identity(JsonObject of, String name, String uid) {
    return of.put("name", name).put("uid", uid);
  }
}
