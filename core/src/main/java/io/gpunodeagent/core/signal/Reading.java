// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

import java.util.Optional;
import java.util.function.Function;

/**
 * The outcome of asking for one quantity. Absence has a type: a reading is never -1, 0, NaN or null
 * in place of "not known", and an absent reading is an absent series.
 *
 * @param <T> the quantity's type; its unit is stated by the {@link Signal} that names it
 */
public sealed interface Reading<T> {

  /** The code of a reading that was answered with a value which no GPU can give. */
  int IMPLAUSIBLE = -1;

  /** The quantity was read. */
  record Value<T>(T value) implements Reading<T> {}

  /**
   * This GPU, mode or driver never gives the quantity; asking again is pointless until it changes.
   */
  record Unsupported<T>() implements Reading<T> {
    private static final Unsupported<?> INSTANCE = new Unsupported<>();
  }

  /**
   * The quantity exists but could not be read this time.
   *
   * @param function the NVML function that failed, such as {@code nvmlDeviceGetPowerUsage}
   * @param code the {@code nvmlReturn_t} it answered, or {@link #IMPLAUSIBLE}
   */
  record Failed<T>(String function, int code) implements Reading<T> {}

  /** A reading that holds {@code value}. */
  static <T> Reading<T> of(T value) {
    return new Value<>(value);
  }

  /** The one unsupported reading. */
  @SuppressWarnings("unchecked")
  static <T> Reading<T> unsupported() {
    return (Reading<T>) Unsupported.INSTANCE;
  }

  /** A reading that failed in {@code function} with {@code code}. */
  static <T> Reading<T> failed(String function, int code) {
    return new Failed<>(function, code);
  }

  /** The value, when there is one. */
  default Optional<T> toOptional() {
    return switch (this) {
      case Value<T>(T held) -> Optional.of(held);
      case Unsupported<T>() -> Optional.empty();
      case Failed<T>(var _, var _) -> Optional.empty();
    };
  }

  /** The same outcome with the value, if any, converted. */
  default <R> Reading<R> map(Function<? super T, ? extends R> conversion) {
    return switch (this) {
      case Value<T>(T held) -> of(conversion.apply(held));
      case Unsupported<T>() -> unsupported();
      case Failed<T>(var function, var code) -> failed(function, code);
    };
  }

  /** The outcome of a second reading that depends on this one's value. */
  default <R> Reading<R> flatMap(Function<? super T, Reading<R>> next) {
    return switch (this) {
      case Value<T>(T held) -> next.apply(held);
      case Unsupported<T>() -> unsupported();
      case Failed<T>(var function, var code) -> failed(function, code);
    };
  }
}
