// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Merges a change into an object, lists of named things by what names them. */
final class Patch {

  /** What tells entries of a list apart; other lists are replaced. */
  private static final Map<String, String> KEYS =
      Map.of("conditions", "type", "taints", "key", "ownerReferences", "uid");

  private Patch() {}

  /** {@code object} with {@code change} merged in; a key that is set to null goes. */
  static Map<String, Object> merge(Map<String, Object> object, Map<String, Object> change) {
    var merged = new LinkedHashMap<>(object);
    for (var entry : change.entrySet()) {
      var key = entry.getKey();
      var value = entry.getValue();
      if (value.equals(ApiJson.NOTHING)) {
        merged.remove(key);
      } else if (value instanceof Map<?, ?>) {
        merged.put(key, merge(Tree.map(object, key), Tree.map(change, key)));
      } else if (value instanceof List<?> items && KEYS.containsKey(key)) {
        merged.put(key, merge(KEYS.get(key), object.get(key), items));
      } else {
        merged.put(key, value);
      }
    }
    return merged;
  }

  private static List<Object> merge(String name, @Nullable Object before, List<?> items) {
    var all = new LinkedHashMap<Object, Object>();
    if (before instanceof List<?> old) {
      old.forEach(item -> all.put(named(name, item), item));
    }
    items.forEach(item -> all.put(named(name, item), item));
    return new ArrayList<>(all.values());
  }

  private static Object named(String name, Object item) {
    return item instanceof Map<?, ?> map && map.get(name) instanceof String text ? text : item;
  }

  /** Only what a request for a part of an object may change. */
  static Map<String, Object> part(Map<String, Object> change, String part) {
    Predicate<String> own = part.equals("status") ? "status"::equals : key -> !key.equals("status");
    var kept = new LinkedHashMap<String, Object>();
    change.forEach(
        (key, value) -> {
          if (own.test(key) && !key.equals("kind") && !key.equals("apiVersion")) {
            kept.put(key, value);
          }
        });
    return kept;
  }

  /** {@code object} without those keys of a map in its metadata. */
  static Map<String, Object> without(Map<String, Object> object, String map, Set<String> keys) {
    var left = new LinkedHashMap<>(Tree.map(Tree.map(object, "metadata"), map));
    left.keySet().removeAll(keys);
    return Tree.withMetadata(object, map, left);
  }
}
