package io.gpunodeagent.nvml;

import java.util.Optional;
import java.util.function.Function;

/** What a call brought: a value, or the code with which NVML refused. */
public sealed interface NvmlResult<T> {
  /** The call answered {@link NvmlReturn#SUCCESS}. */
  record Success<T>(T value) implements NvmlResult<T> {
    @Override
    public NvmlReturn code() {
      return NvmlReturn.SUCCESS;
    }
  }

  /**
   * The call answered anything else. Instances are shared, one per function and code.
   *
   * @param function the exported C name, of the last form that was tried
   */
  record Failure<T>(String function, NvmlReturn code) implements NvmlResult<T> {
    /** The same refusal where another type is due. */
    <R> Failure<R> as() {
      return NvmlSession.failure(function, code.value());
    }
  }

  NvmlReturn code();

  default boolean isSuccess() {
    return this instanceof Success;
  }

  /** See {@link NvmlReturn#notAvailable}. */
  default boolean isNotAvailable() {
    return code().notAvailable();
  }

  /** The value; {@link NvmlException} if there is none. */
  default T orElseThrow() {
    return switch (this) {
      case Success<T>(T value) -> value;
      case Failure<T> failure -> throw new NvmlException(failure.function(), failure.code());
    };
  }

  default T orElse(T other) {
    return switch (this) {
      case Success<T>(T value) -> value;
      case Failure<T> _ -> other;
    };
  }

  default Optional<T> toOptional() {
    return switch (this) {
      case Success<T>(T value) -> Optional.of(value);
      case Failure<T> _ -> Optional.empty();
    };
  }

  default <R> NvmlResult<R> map(Function<? super T, ? extends R> mapper) {
    return switch (this) {
      case Success<T>(T value) -> new Success<>(mapper.apply(value));
      case Failure<T> failure -> failure.as();
    };
  }
}
