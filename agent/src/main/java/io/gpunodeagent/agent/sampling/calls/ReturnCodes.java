// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.util.function.Function;

/** What NVML's return codes mean for a reading, a GPU and the library. */
public final class ReturnCodes {

  private ReturnCodes() {}

  /**
   * Whether the code says that this GPU, mode or driver does not have what was asked for. An
   * argument is invalid to drivers that do not know a link, location or threshold; the sampler
   * passes no others.
   */
  public static boolean notAvailable(NvmlReturn code) {
    return code.notAvailable() || code.equals(NvmlReturn.INVALID_ARGUMENT);
  }

  /** Whether the code is an answer like any other, not a failure to be counted. */
  static boolean expected(NvmlReturn code) {
    return notAvailable(code)
        || code.equals(NvmlReturn.TIMEOUT)
        || code.equals(NvmlReturn.NOT_FOUND);
  }

  /** Throws when no further call on the GPU, or on the library, can succeed. */
  static void endPassIfFatal(String function, NvmlReturn code) {
    switch (code.value()) {
      case 15, 16, 28 -> throw new GpuLostException(function, code);
      case 1, 9, 18 -> throw new LibraryLostException(function, code);
      default -> {}
    }
  }

  /** The reading a result is, its value converted. */
  public static <T, V> Reading<V> reading(
      NvmlResult<T> result, Function<? super T, Reading<V>> value) {
    return switch (result) {
      case NvmlResult.Success<T>(T held) -> value.apply(held);
      case NvmlResult.Failure<T>(var function, var code) -> reading(function, code);
    };
  }

  /** The reading a result is. */
  public static <T> Reading<T> reading(NvmlResult<T> result) {
    return reading(result, Reading::of);
  }

  /** The reading a refusal is. */
  public static <V> Reading<V> reading(String function, NvmlReturn code) {
    return notAvailable(code) ? Reading.unsupported() : Reading.failed(function, code.value());
  }
}
