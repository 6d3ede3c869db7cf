// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.util.List;
import java.util.Optional;

/**
 * What a path names.
 *
 * @param namespace empty text where there is none
 * @param name empty text for all of the kind
 * @param part such as {@code status}; empty text for the object itself
 */
record ApiTarget(Resource resource, String namespace, String name, String part) {

  String key() {
    return Store.key(namespace, name);
  }

  /** Reads a path below {@code /api} or {@code /apis}; empty when it names no objects. */
  static Optional<ApiTarget> of(List<String> path, List<Resource> resources) {
    boolean core = path.size() > 2 && path.getFirst().equals("api");
    boolean group = path.size() > 3 && path.getFirst().equals("apis");
    if (!core && !group) {
      return Optional.empty();
    }
    var apiVersion = core ? path.get(1) : path.get(1) + "/" + path.get(2);
    var rest = path.subList(core ? 2 : 3, path.size());
    boolean within = rest.size() > 2 && rest.getFirst().equals("namespaces");
    var namespace = within ? rest.get(1) : "";
    var object = within ? rest.subList(2, rest.size()) : rest;
    if (object.size() > 3) {
      return Optional.empty();
    }
    return resources.stream()
        .filter(one -> one.apiVersion().equals(apiVersion))
        .filter(one -> one.plural().equals(object.getFirst()))
        .findFirst()
        .map(one -> new ApiTarget(one, namespace, at(object, 1), at(object, 2)));
  }

  private static String at(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }
}
