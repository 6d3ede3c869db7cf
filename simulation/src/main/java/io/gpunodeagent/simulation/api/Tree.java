// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Objects of the API as trees of maps, lists, texts, numbers and truths. */
final class Tree {

  private Tree() {}

  /** A map of keys and values in turn; what is empty is left out. */
  static Map<String, Object> of(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      var key = (String) pairs[i];
      var value = pairs[i + 1];
      if (value instanceof Optional<?> maybe) {
        maybe.ifPresent(present -> map.put(key, present));
      } else if (!isEmpty(value)) {
        map.put(key, value);
      }
    }
    return map;
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof Collection<?> all && all.isEmpty());
  }

  /** The map behind a key; an empty one when there is none. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Map<String, Object> tree, String key) {
    return tree.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** The text at the end of a path of keys; empty text when there is none. */
  static String text(Map<String, Object> tree, String... path) {
    var at = tree;
    for (int i = 0; i < path.length - 1; i++) {
      at = map(at, path[i]);
    }
    return Objects.toString(at.get(path[path.length - 1]), "");
  }

  /** A copy with another value behind a key. */
  static Map<String, Object> with(Map<String, Object> tree, String key, Object value) {
    var copy = new LinkedHashMap<>(tree);
    copy.put(key, value);
    return copy;
  }

  /** A copy with another value in its metadata. */
  static Map<String, Object> withMetadata(Map<String, Object> tree, String key, Object value) {
    return with(tree, "metadata", with(map(tree, "metadata"), key, value));
  }
}
