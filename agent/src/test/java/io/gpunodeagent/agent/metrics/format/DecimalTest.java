// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {

  private static String print(double value) {
    var out = new Bytes(8);
    Decimal.write(value, out);
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "7, 7",
    "10, 10",
    "-42, -42",
    "482913557120, 482913557120",
    "9007199254740992, 9007199254740992",
    "9.3e18, 9300000000000000000",
    "612.487, 612.487",
    "0.968213, 0.968213",
    "1e-15, 0.000000000000001",
    "1793534400.123, 1793534400.123",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void numbersArePlainAndAsShortAsTheyCanBe(double value, String text) {
    assertThat(print(value)).isEqualTo(text);
  }

  @Test
  void everyNumberReadsBackAsItself() {
    var random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      var value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(print(value))).isEqualTo(value);
        assertThat(print(value)).doesNotContainIgnoringCase("e");
      }
    }
  }
}
