// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.formula;

import io.gpunodeagent.agent.metrics.catalogue.metric.Samples;
import io.gpunodeagent.agent.metrics.catalogue.metric.Samples.Extra;
import io.gpunodeagent.core.attribution.Attributed;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/** Label values of choices, and figures taken out of what may be absent. */
public final class Words {

  static final double PERCENT = 100;

  private static final Map<String, Map<String, Extra>> KNOWN = new ConcurrentHashMap<>();
  private static final Map<String, Map<Enum<?>, Extra>> CHOICES = new ConcurrentHashMap<>();

  private Words() {}

  /** The lower-case name. */
  static String of(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** One label. */
  static Extra label(String name, String value) {
    return new Extra(Map.of(name, value), Map.of());
  }

  /** One label, kept: only for values that the code names. */
  static Extra known(String name, String value) {
    return KNOWN
        .computeIfAbsent(name, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(value, _ -> label(name, value));
  }

  /** One label with the lower-case name of {@code choice}, kept. */
  private static Extra known(String name, Enum<?> choice) {
    return CHOICES
        .computeIfAbsent(name, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(choice, _ -> label(name, of(choice)));
  }

  /** 1 for {@code current} and 0 for every other choice. */
  static <E extends Enum<E>> void oneHot(Class<E> choices, E current, String label, Samples out) {
    for (var choice : choices.getEnumConstants()) {
      out.add(known(label, choice), choice == current ? 1 : 0);
    }
  }

  /** A figure, when there is one. */
  public static OptionalDouble figure(Attributed<? extends Number> attributed) {
    return attributed instanceof Attributed.Value<? extends Number>(var value, var _)
        ? OptionalDouble.of(value.doubleValue())
        : OptionalDouble.empty();
  }

  /** A share in percent as a ratio, when there is one. */
  static void ratio(Attributed<Double> percent, Samples out) {
    figure(percent).ifPresent(value -> out.add(value / PERCENT));
  }

  /** A number of bytes, when there is one. */
  static void bytes(Attributed<Long> bytes, Samples out) {
    figure(bytes).ifPresent(out::add);
  }
}
