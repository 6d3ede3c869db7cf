// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The readings of one GPU or MIG instance in one sample, by signal. Immutable. */
public final class Readings {

  private static final Readings NONE = new Readings(Map.of());

  private final Map<Signal<?>, Reading<?>> bySignal;

  private Readings(Map<Signal<?>, Reading<?>> bySignal) {
    this.bySignal = bySignal;
  }

  /** No readings at all. */
  public static Readings none() {
    return NONE;
  }

  /** Starts a set of readings of about {@code expectedSize} signals. */
  public static Builder builder(int expectedSize) {
    return new Builder(expectedSize);
  }

  /** What was read for {@code signal}; unsupported when the plan did not ask for it here. */
  @SuppressWarnings("unchecked")
  public <T> Reading<T> get(Signal<T> signal) {
    var held = (Reading<T>) bySignal.get(signal);
    return held == null ? Reading.unsupported() : held;
  }

  /** Whether the plan asked for {@code signal} here, whatever the outcome. */
  public boolean holds(Signal<?> signal) {
    return bySignal.containsKey(signal);
  }

  /** The signals asked for here. */
  public Set<Signal<?>> signals() {
    return Set.copyOf(bySignal.keySet());
  }

  /** Collects readings; confined to one thread and used once. */
  public static final class Builder {
    private final HashMap<Signal<?>, Reading<?>> bySignal;

    private Builder(int expectedSize) {
      bySignal = HashMap.newHashMap(expectedSize);
    }

    /** Adds or replaces the reading of one signal. */
    public <T> Builder put(Signal<T> signal, Reading<T> reading) {
      bySignal.put(signal, reading);
      return this;
    }

    /** Adds all readings of {@code others}. */
    public Builder putAll(Readings others) {
      bySignal.putAll(others.bySignal);
      return this;
    }

    /** The readings; the builder must not be used again. */
    public Readings build() {
      return new Readings(bySignal);
    }
  }
}
