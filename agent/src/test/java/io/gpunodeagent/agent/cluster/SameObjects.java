// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Objects in a form in which those of kustomize and of Helm can be compared. */
final class SameObjects {

  private static final String NAME = "app.kubernetes.io/name";

  /** What Helm's charts write beside the base's own label, and what no object of kustomize has. */
  private static final Set<String> OF_HELM =
      Set.of(
          "app.kubernetes.io/instance",
          "app.kubernetes.io/version",
          "app.kubernetes.io/managed-by",
          "helm.sh/chart",
          "checksum/config");

  private SameObjects() {}

  /** All but the Namespace, which Helm does not make, by kind, namespace and name. */
  static Map<String, Object> of(Manifests manifests) {
    return manifests.objects().stream()
        .filter(object -> !"Namespace".equals(object.get("kind")))
        .collect(
            Collectors.toMap(
                SameObjects::key, SameObjects::comparable, SameObjects::twice, TreeMap::new));
  }

  private static Object twice(Object one, Object other) {
    throw new AssertionError("twice: " + one + other);
  }

  private static String key(Map<String, @Nullable Object> object) {
    var metadata = Json.map(object.get("metadata"));
    return object.get("kind") + " " + metadata.get("namespace") + "/" + metadata.get("name");
  }

  private static Object comparable(Map<String, @Nullable Object> object) {
    var plain = Json.map(plain(object));
    var metadata = Json.map(plain.get("metadata"));
    var labels = metadata.computeIfAbsent("labels", _ -> new TreeMap<>());
    Json.map(labels).putIfAbsent(NAME, Manifests.NAMESPACE);
    if ("ConfigMap".equals(object.get("kind"))) {
      var data = Json.map(plain.get("data"));
      data.computeIfPresent(
          "config.yaml", (_, text) -> Manifests.parse(text.toString()).getFirst());
    }
    return plain;
  }

  /** Without what only Helm writes; mappings and lists of named things sorted, no empty mapping. */
  private static Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> mapping -> {
        var sorted = new TreeMap<String, @Nullable Object>();
        mapping.forEach((key, one) -> put(sorted, key.toString(), one));
        yield sorted;
      }
      case List<?> list -> {
        var items = list.stream().map(SameObjects::plain).toList();
        yield items.stream()
                .allMatch(one -> one instanceof Map<?, ?> map && map.containsKey("name"))
            ? items.stream().sorted(Comparator.comparing(Json::text)).toList()
            : items;
      }
      default -> value;
    };
  }

  private static void put(Map<String, @Nullable Object> sorted, String key, @Nullable Object one) {
    if (one == null || OF_HELM.contains(key)) {
      return;
    }
    var plain = plain(one);
    if (!(key.equals("annotations") && plain.equals(Map.of()))) {
      sorted.put(key, plain);
    }
  }
}
