// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells a client what kinds there are. */
record Discovery(List<Resource> resources) {

  /** The answer to a path that names no objects. */
  Optional<Map<String, Object>> at(List<String> path) {
    return switch (String.join("/", path)) {
      case "version" ->
          Optional.of(
              Tree.of(
                  "major", "1", "minor", "34", "gitVersion", "v1.34.2", "platform", "linux/amd64"));
      case "api" -> Optional.of(Tree.of("kind", "APIVersions", "versions", List.of("v1")));
      case "apis" ->
          Optional.of(
              Tree.of(
                  "kind", "APIGroupList",
                  "apiVersion", "v1",
                  "groups", groups().map(this::group).toList()));
      case "api/v1" -> Optional.of(list("v1"));
      default -> inGroup(path);
    };
  }

  private Optional<Map<String, Object>> inGroup(List<String> path) {
    if (path.size() == 2
        && path.getFirst().equals("apis")
        && groups().anyMatch(path.get(1)::equals)) {
      return Optional.of(group(path.get(1)));
    }
    if (path.size() == 3 && path.getFirst().equals("apis")) {
      var version = path.get(1) + "/" + path.get(2);
      return resources.stream().anyMatch(one -> one.apiVersion().equals(version))
          ? Optional.of(list(version))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private Stream<String> groups() {
    return resources.stream().map(Resource::group).filter(group -> !group.isEmpty()).distinct();
  }

  private Map<String, Object> group(String name) {
    var versions =
        resources.stream()
            .filter(one -> one.group().equals(name))
            .map(Resource::apiVersion)
            .distinct()
            .map(
                version ->
                    Tree.of(
                        "groupVersion", version, "version", version.substring(name.length() + 1)))
            .toList();
    return Tree.of(
        "kind",
        "APIGroup",
        "apiVersion",
        "v1",
        "name",
        name,
        "versions",
        versions,
        "preferredVersion",
        versions.getFirst());
  }

  private Map<String, Object> list(String apiVersion) {
    return Tree.of(
        "kind",
        "APIResourceList",
        "apiVersion",
        "v1",
        "groupVersion",
        apiVersion,
        "resources",
        resources.stream()
            .filter(one -> one.apiVersion().equals(apiVersion))
            .map(
                one ->
                    Tree.of(
                        "name", one.plural(),
                        "singularName", one.kind().toLowerCase(Locale.ROOT),
                        "namespaced", one.namespaced(),
                        "kind", one.kind(),
                        "verbs", List.of("get", "list", "watch", "patch", "create")))
            .toList());
  }
}
