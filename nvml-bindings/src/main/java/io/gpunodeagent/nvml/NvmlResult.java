// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.util.Optional;
import java.util.function.Function;

/**
 * The result of a call: a value, or the code with which NVML refused.
 *
 * @param <T> the type of the value
 */
public sealed interface NvmlResult<T> {
  /**
   * NVML answered {@link NvmlReturn#SUCCESS}.
   *
   * @param <T> the type of the value
   * @param value what NVML reported
   */
  record Success<T>(T value) implements NvmlResult<T> {
    @Override
    public NvmlReturn code() {
      return NvmlReturn.SUCCESS;
    }
  }

  /**
   * NVML answered anything else. Instances are shared, one for each function and code.
   *
   * @param <T> the type that the value would have
   * @param function the exported C name, of the last form that was tried
   * @param code what it answered, never {@link NvmlReturn#SUCCESS}
   */
  record Failure<T>(String function, NvmlReturn code) implements NvmlResult<T> {
    /** The same failure for another type of value. */
    <R> Failure<R> as() {
      return NvmlSession.failure(function, code.value());
    }
  }

  /** {@return what NVML answered: {@link NvmlReturn#SUCCESS} if there is a value} */
  NvmlReturn code();

  /** {@return whether there is a value} */
  default boolean isSuccess() {
    return this instanceof Success;
  }

  /**
   * {@return whether the GPU or its driver does not have what was read, see {@link
   * NvmlReturn#notAvailable}}
   */
  default boolean isNotAvailable() {
    return code().notAvailable();
  }

  /**
   * {@return the value}
   *
   * @throws NvmlException if there is none, with function and code
   */
  default T orElseThrow() {
    return switch (this) {
      case Success<T>(T value) -> value;
      case Failure<T> failure -> throw new NvmlException(failure.function(), failure.code());
    };
  }

  /**
   * {@return the value, or another if there is none}
   *
   * @param other the value to use instead
   */
  default T orElse(T other) {
    return switch (this) {
      case Success<T>(T value) -> value;
      case Failure<T> _ -> other;
    };
  }

  /** {@return the value, or empty if there is none} */
  default Optional<T> toOptional() {
    return switch (this) {
      case Success<T>(T value) -> Optional.of(value);
      case Failure<T> _ -> Optional.empty();
    };
  }

  /**
   * {@return the same result with another value; a failure stays as it is}
   *
   * @param <R> the type of the new value
   * @param mapper makes the new value, called only if there is a value
   */
  default <R> NvmlResult<R> map(Function<? super T, ? extends R> mapper) {
    return switch (this) {
      case Success<T>(T value) -> new Success<>(mapper.apply(value));
      case Failure<T> failure -> failure.as();
    };
  }
}
