package io.gpunodeagent.agent.metrics;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps what was asked for since the latest turn or in the round before it. Confined to one thread
 * at a time.
 */
final class Rotating<K, V> {

  private Map<K, V> latest = Map.of();
  private Map<K, V> next = new HashMap<>();

  /** The value of {@code key}, made unless it is kept. */
  V get(K key, Function<K, V> maker) {
    var known = next.get(key);
    if (known == null) {
      var kept = latest.get(key);
      known = kept == null ? maker.apply(key) : kept;
      next.put(key, known);
    }
    return known;
  }

  /** Forgets what was not asked for since the previous call. */
  void turn() {
    if (!next.isEmpty() || !latest.isEmpty()) {
      latest = next;
      next = new HashMap<>();
    }
  }

  /** What is kept after a turn. */
  Collection<V> kept() {
    return latest.values();
  }
}
