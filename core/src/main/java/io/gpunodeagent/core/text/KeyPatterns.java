// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.text;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A choice of keys, such as those of labels, annotations or resources.
 *
 * @param patterns keys, or the beginning of keys and {@code *}
 */
public record KeyPatterns(List<String> patterns) {

  private static final String ANY = "*";

  public KeyPatterns {
    patterns = List.copyOf(patterns);
  }

  /** The choice that {@code patterns} make. */
  public static KeyPatterns of(Collection<String> patterns) {
    return new KeyPatterns(List.copyOf(patterns));
  }

  /** Whether {@code key} is chosen. */
  public boolean accepts(String key) {
    for (var pattern : patterns) {
      if (pattern.endsWith(ANY)
          ? key.startsWith(pattern.substring(0, pattern.length() - 1))
          : key.equals(pattern)) {
        return true;
      }
    }
    return false;
  }

  /** {@code now}, with the chosen keys it lacks as they were {@code before}. */
  public TreeMap<String, String> filled(Map<String, String> now, Map<String, String> before) {
    var filled = new TreeMap<>(now);
    before.forEach(
        (key, value) -> {
          if (accepts(key)) {
            filled.putIfAbsent(key, value);
          }
        });
    return filled;
  }
}
