// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NvmlResultTest {
  private final NvmlDevice device = new NvmlDevice(new NvmlSession(), 1);

  @Test
  void anUnknownCodeIsKept() {
    NvmlResult<Integer> result = device.read("f", (handle, out) -> 4711, Decoder::figure);

    assertThat(result).isEqualTo(new Failure<>("f", new NvmlReturn(4711)));
    assertThat(result.code().name()).isEqualTo("RETURN_4711");
    assertThat(result.isNotAvailable()).isFalse();
    assertThatThrownBy(result::orElseThrow)
        .isInstanceOfSatisfying(
            NvmlException.class, e -> assertThat(e.code()).isEqualTo(new NvmlReturn(4711)))
        .hasMessageContaining("f: RETURN_4711 (4711)");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 31, 32, 33, 999, Integer.MAX_VALUE})
  void everyCodeHasAFailure(int code) {
    assertThat(NvmlSession.failure("f", code).code().value()).isEqualTo(code);
  }

  @Test
  void theSameFailureIsOneObject() {
    Failure<Integer> first = NvmlSession.failure("g", 3);

    assertThat(NvmlSession.<Integer>failure("g", 3)).isSameAs(first);
    assertThat(first.<String>as()).isSameAs(first);
    assertThat(NvmlSession.<Integer>failure("h", 3)).isNotSameAs(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 13, 25, 26})
  void someCodesMeanNotAvailable(int code) {
    assertThat(new NvmlReturn(code).notAvailable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 6, 7, 9, 10, 15, 16, 21, 27, 999, 4711})
  void allOthersDoNot(int code) {
    assertThat(new NvmlReturn(code).notAvailable()).isFalse();
  }

  @Test
  void aSuccessHoldsItsValue() {
    NvmlResult<Integer> result = new Success<>(1);

    assertThat(result.orElse(2)).isEqualTo(1);
    assertThat(result.map(value -> value + 1)).isEqualTo(new Success<>(2));
    assertThat(result.toOptional()).contains(1);
    assertThat(result.code()).isEqualTo(NvmlReturn.SUCCESS);
  }

  @Test
  void aFailureHoldsNone() {
    NvmlResult<Integer> result = NvmlSession.failure("f", 3);

    assertThat(result.orElse(2)).isEqualTo(2);
    assertThat(result.map(value -> value + 1)).isSameAs(result);
    assertThat(result.toOptional()).isEmpty();
  }

  @Test
  void aFigureBeyondAnIntegerIsNegative() {
    assertThat(
            device
                .read(
                    "f", (handle, out) -> Foreign.at(out).putInt(0, -2).getInt(4), Decoder::figure)
                .orElseThrow())
        .isEqualTo(-2);
    assertThat(
            device
                .read(
                    "f",
                    (handle, out) -> Foreign.at(out).putInt(0, -2).getInt(4),
                    Decoder::unsigned)
                .orElseThrow())
        .isEqualTo(0xFFFF_FFFEL);
  }
}
