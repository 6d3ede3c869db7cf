// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvmlValueTest {
  /** Smaller types leave rubbish in the upper bytes of the union. */
  @ParameterizedTest
  @CsvSource({
    "DOUBLE, 4045000000000000, 42, 42",
    "DOUBLE, 3FE8000000000000, 0, 0.75",
    "UNSIGNED_INT, ABCDABCDFFFFFFFE, 4294967294, 4294967294",
    "UNSIGNED_LONG, 0000010000000000, 1099511627776, 1099511627776",
    "UNSIGNED_LONG_LONG, 00000000000000FF, 255, 255",
    "SIGNED_LONG_LONG, FFFFFFFFFFFFFFFF, -1, -1",
    "SIGNED_INT, ABCDABCDFFFFFFF8, -8, -8",
    "UNSIGNED_SHORT, ABCDABCDABCDFFFF, 65535, 65535",
  })
  void aTypeSaysHowToReadTheBits(String type, String bits, long asLong, double asDouble) {
    NvmlValue value = new NvmlValue(type(type), Long.parseUnsignedLong(bits, 16));

    assertThat(value.asLong()).isEqualTo(asLong);
    assertThat(value.asDouble()).isEqualTo(asDouble);
  }

  private static NvmlValueType type(String name) {
    for (int value = 0; value < 8; value++) {
      if (new NvmlValueType(value).name().equals(name)) {
        return new NvmlValueType(value);
      }
    }
    throw new IllegalArgumentException(name);
  }
}
