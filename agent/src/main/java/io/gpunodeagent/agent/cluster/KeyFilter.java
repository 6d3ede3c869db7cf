package io.gpunodeagent.agent.cluster;

import java.util.List;

/**
 * Which keys of labels or annotations are kept.
 *
 * @param wanted keys, or the beginning of keys and {@code *}
 */
record KeyFilter(List<String> wanted) {

  KeyFilter {
    wanted = List.copyOf(wanted);
  }

  /** Whether a key is kept. */
  boolean accepts(String key) {
    for (var pattern : wanted) {
      if (pattern.endsWith("*")
          ? key.startsWith(pattern.substring(0, pattern.length() - 1))
          : key.equals(pattern)) {
        return true;
      }
    }
    return false;
  }
}
