// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one GPU or MIG instance in one sample, by signal. Immutable. Samples of the same
 * signals share what finds a signal's reading, so that a sample costs little more than its values.
 */
public final class Readings {

  private static final Readings NONE = new Readings(new Layout(Map.of()), new Reading<?>[0]);

  private final Layout layout;
  private final Reading<?>[] values;

  /** Where the reading of each signal is. */
  private static final class Layout {
    private final Signal<?>[] order;
    private final Map<Signal<?>, Integer> places;

    Layout(Map<Signal<?>, ?> inOrder) {
      order = inOrder.keySet().toArray(new Signal<?>[0]);
      places = HashMap.newHashMap(order.length);
      for (int place = 0; place < order.length; place++) {
        places.put(order[place], place);
      }
    }
  }

  private Readings(Layout layout, Reading<?>[] values) {
    this.layout = layout;
    this.values = values;
  }

  /** No readings at all. */
  public static Readings none() {
    return NONE;
  }

  /** Starts a set of readings. */
  public static Builder builder() {
    return new Builder(NONE.layout);
  }

  /** Starts a set of readings that is likely to be of the same signals, put in the same order. */
  public Builder next() {
    return new Builder(layout);
  }

  /** What was read for {@code signal}; unsupported when the plan did not ask for it here. */
  @SuppressWarnings("unchecked")
  public <T> Reading<T> get(Signal<T> signal) {
    var place = layout.places.get(signal);
    return place == null ? Reading.unsupported() : (Reading<T>) values[place];
  }

  /** Whether the plan asked for {@code signal} here, whatever the outcome. */
  public boolean holds(Signal<?> signal) {
    return layout.places.containsKey(signal);
  }

  /** The signals asked for here. */
  public Set<Signal<?>> signals() {
    return Set.copyOf(layout.places.keySet());
  }

  /** Collects readings; confined to one thread and used once. */
  public static final class Builder {
    private final Layout expected;
    private final Reading<?>[] values;
    private int filled;

    /** Everything so far, once it is not what was expected. */
    private @Nullable Map<Signal<?>, Reading<?>> other;

    private Builder(Layout expected) {
      this.expected = expected;
      values = new Reading<?>[expected.order.length];
    }

    /** Adds or replaces the reading of one signal. */
    public <T> Builder put(Signal<T> signal, Reading<T> reading) {
      add(signal, reading);
      return this;
    }

    /** Adds all readings of {@code others}. */
    public Builder putAll(Readings others) {
      for (int place = 0; place < others.values.length; place++) {
        add(others.layout.order[place], others.values[place]);
      }
      return this;
    }

    @SuppressWarnings("ReferenceEquality") // an equal signal that is another object only costs time
    private void add(Signal<?> signal, Reading<?> reading) {
      if (other == null && filled < values.length && expected.order[filled] == signal) {
        values[filled++] = reading;
      } else {
        unexpected().put(signal, reading);
      }
    }

    private Map<Signal<?>, Reading<?>> unexpected() {
      var map = other;
      if (map == null) {
        map = new LinkedHashMap<>();
        for (int place = 0; place < filled; place++) {
          map.put(expected.order[place], values[place]);
        }
        other = map;
      }
      return map;
    }

    /** The readings; the builder must not be used again. */
    public Readings build() {
      if (other == null && filled == values.length) {
        return new Readings(expected, values);
      }
      var map = unexpected();
      return new Readings(new Layout(map), map.values().toArray(new Reading<?>[0]));
    }
  }
}
