// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlResult;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * One NVML call and the signals that are read from its answer.
 *
 * @param function the NVML function
 * @param call how it is called for one GPU
 * @param parts the signals it answers
 * @param <T> the call's answer
 */
record Query<T>(
    String function, Function<QueryTarget, NvmlResult<T>> call, List<Part<T, ?>> parts) {

  Query {
    parts = List.copyOf(parts);
  }

  /**
   * A signal's share in an answer.
   *
   * @param signal the signal
   * @param value its reading from the answer
   */
  record Part<T, V>(Signal<V> signal, Function<T, Reading<V>> value) {

    /** The reading when the call itself may have failed. */
    Reading<V> of(NvmlResult<T> result) {
      return ReturnCodes.reading(result, value);
    }
  }

  /** A call on a GPU; the function is the one the first signal names. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array goes nowhere but into a list
  static <T> Query<T> asking(Function<NvmlDevice, NvmlResult<T>> call, Part<T, ?>... parts) {
    return new Query<>(
        parts[0].signal().source(), target -> call.apply(target.device()), List.of(parts));
  }

  /** A call on a GPU that answers with the number of one signal. */
  static <N extends Number> Query<N> asking(
      Signal<Long> signal, Function<NvmlDevice, NvmlResult<N>> call) {
    return asking(call, number(signal, Number::longValue));
  }

  /** A call on a GPU that answers whether something is so: 1 or 0. */
  static Query<Boolean> askingWhether(
      Signal<Long> signal, Function<NvmlDevice, NvmlResult<Boolean>> call) {
    return asking(call, flag(signal, Boolean::booleanValue));
  }

  /** A signal that is a number in the answer. */
  static <T> Part<T, Long> number(Signal<Long> signal, ToLongFunction<T> value) {
    return new Part<>(signal, answer -> Reading.of(value.applyAsLong(answer)));
  }

  /** A signal that is 1 when something is so in the answer, else 0. */
  static <T> Part<T, Long> flag(Signal<Long> signal, Predicate<T> value) {
    return number(signal, answer -> value.test(answer) ? 1 : 0);
  }

  /** A signal that the answer may lack. */
  static <T, V> Part<T, V> part(Signal<V> signal, Function<T, Reading<V>> value) {
    return new Part<>(signal, value);
  }
}
