// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps what was asked for since the latest turn or in the round before it. Confined to one thread
 * at a time.
 */
public final class Rotating<K, V> {

  private final Map<K, Kept<V>> all = new HashMap<>();
  private int round;

  private static final class Kept<V> {
    private final V value;
    private int askedIn;

    Kept(V value) {
      this.value = value;
    }
  }

  /** The value of {@code key}, made unless it is kept. */
  public V get(K key, Function<K, V> maker) {
    var kept = all.get(key);
    if (kept == null) {
      kept = new Kept<>(maker.apply(key));
      all.put(key, kept);
    }
    kept.askedIn = round;
    return kept.value;
  }

  /** Forgets what was not asked for since the previous call. */
  public void turn() {
    if (!all.isEmpty()) {
      all.values().removeIf(kept -> kept.askedIn != round);
      round++;
    }
  }

  /** What is kept. */
  public void forEach(Consumer<V> action) {
    all.values().forEach(kept -> action.accept(kept.value));
  }

  int size() {
    return all.size();
  }
}
