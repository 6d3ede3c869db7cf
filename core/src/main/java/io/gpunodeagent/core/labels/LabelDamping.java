// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Keeps labels from following every flicker: a value that differs from the published one is
 * published once it has stayed so for a while. A value that becomes known is published at once. A
 * new MIG layout is published at once, with all that depends on it, but none of that is while the
 * layout is being changed.
 *
 * @param published what the Node should carry
 * @param pending what has changed and since when, on the snapshots' monotonic clock, by key
 */
public record LabelDamping(LabelSet published, Map<String, Pending> pending) {

  public LabelDamping {
    pending = Map.copyOf(pending);
  }

  /**
   * A value that waits.
   *
   * @param value the new one; empty when the label is gone
   * @param since when it was first seen
   */
  public record Pending(Optional<String> value, Duration since) {}

  /** Nothing published so far: the first labels are, at once. */
  public static LabelDamping none() {
    return new LabelDamping(LabelSet.empty(), Map.of());
  }

  /** What an earlier run has left on the Node. */
  public static LabelDamping after(LabelSet published) {
    return new LabelDamping(published, Map.of());
  }

  /**
   * The state after a new reading.
   *
   * @param now the labels as they are
   * @param at monotonic time of the snapshot they come from
   * @param hold how long a change waits
   * @param migState {@link MigReconfiguration#state} of the Node
   */
  public LabelDamping step(LabelSet now, Duration at, Duration hold, Optional<String> migState) {
    var lasting = now.keeping(published).withLasting(GfdLabels.TIMESTAMP, published);
    var wanted = MigReconfiguration.holding(lasting, published, migState);
    boolean first = published.labels().isEmpty() && published.annotations().isEmpty();
    if (first || hold.isZero()) {
      return new LabelDamping(wanted, Map.of());
    }
    boolean repartitioned = differs(wanted, published, LabelDamping::ofMig);
    var waiting = new TreeMap<String, Pending>();
    var labels = damped(published.labels(), wanted.labels(), at, hold, repartitioned, waiting);
    var annotations =
        damped(published.annotations(), wanted.annotations(), at, hold, repartitioned, waiting);
    var next = new LabelSet(labels, annotations, wanted.unknown(), wanted.problems());
    return new LabelDamping(next, waiting);
  }

  private TreeMap<String, String> damped(
      Map<String, String> before,
      Map<String, String> wanted,
      Duration at,
      Duration hold,
      boolean repartitioned,
      Map<String, Pending> waiting) {
    var result = new TreeMap<>(before);
    for (var key : changed(before, wanted)) {
      var value = Optional.ofNullable(wanted.get(key));
      var earlier = Optional.ofNullable(pending.get(key)).filter(one -> one.value().equals(value));
      var since = earlier.map(Pending::since).orElse(at);
      boolean due = at.minus(since).compareTo(hold) >= 0 || becomesKnown(key, before);
      if (due || (repartitioned && MigReconfiguration.derives(key))) {
        value.ifPresentOrElse(text -> result.put(key, text), () -> result.remove(key));
      } else {
        waiting.put(key, new Pending(value, since));
      }
    }
    return result;
  }

  /** What was unknown and is known now is no change. */
  private boolean becomesKnown(String key, Map<String, String> before) {
    return !before.containsKey(key) && published.isUnknown(key);
  }

  private static Set<String> changed(Map<String, String> before, Map<String, String> wanted) {
    var keys = new TreeSet<>(before.keySet());
    keys.addAll(wanted.keySet());
    keys.removeIf(key -> Objects.equals(before.get(key), wanted.get(key)));
    return keys;
  }

  private static boolean differs(LabelSet now, LabelSet before, Predicate<String> keys) {
    return changed(before.labels(), now.labels()).stream().anyMatch(keys)
        || changed(before.annotations(), now.annotations()).stream().anyMatch(keys);
  }

  /** Keys about the layout itself. */
  private static boolean ofMig(String key) {
    return key.startsWith(MigLayoutLabels.MIG) || key.startsWith(ResourceLabels.MIG_RESOURCES);
  }
}
