// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {

  @ParameterizedTest
  @CsvSource({
    "NONE, 1980, 1980",
    "MEBIBYTES, 85520809984, 81559",
    "MEBIBYTES, 1048575, 0",
    "MEBIBYTES, 1048576, 1",
    "WATTS, 612487, 612.487",
    "WHOLE_WATTS, 700999, 700",
    "RATIO, 96.8213, 0.968213",
    "RATIO, 100, 1",
    "BYTES_PER_SECOND, 120.5, 126353408",
    "BYTES_PER_SECOND, 0.0000001, 0",
    "HERTZ, 1980, 1980000000",
    "JOULES, 987654321012, 987654321.012",
    "SECONDS, 1500000000, 1.5",
    "NVLINK_BYTES, 2235067.5, 2288709120",
    "NVLINK_BYTES, 0.0001, 0",
    "NVLINK_RATE, 2235067.5, 2235",
    "COMPUTE_MODE, 0, 0",
    "COMPUTE_MODE, 1, ",
    "COMPUTE_MODE, 2, 1",
    "COMPUTE_MODE, 3, 2",
    "COMPUTE_MODE, 4, ",
    // 5 × 10^-9: mantissa 5 in bits 8 to 11, exponent 9 below.
    "BIT_ERROR_RATE, 1289, 5e-9",
    "BIT_ERROR_RATE, 0, 0",
    "BIT_ERROR_RATE, 4095, 15e-255"
  })
  void aReadingBecomesDcgmsNumber(Conversion conversion, double raw, Double exported) {
    var converted = conversion.apply(raw);
    if (exported == null) {
      assertThat(converted).isEmpty();
    } else {
      assertThat(converted).hasValue(exported);
    }
  }
}
