// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers from the headers of NVML 12.4 to 13.3; see the history in the ABI facts. */
class FieldNumbersTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // never renumbered
        "450.51.05,    83,  83",
        "610.57.04,    83,  83",
        "550.54.14,   250, 250",
        // software thermal slowdown, hardware thermal slowdown, power brake
        "610.57.04,   269, 269",
        "590.44.01,   271, 271",
        "580.105.08,  269, 251",
        "580.65.06,   270, 252",
        "575.51.03,   271, 253",
        "570.148.08,  269,   -",
        "550.54.14,   271,   -",
        // power balancing
        "580.105.08,  273, 255",
        "590.44.01,   272, 272",
        // power smoothing
        "590.44.01,   251, 251",
        "580.105.08,  251, 256",
        "580.105.08,  268, 273",
        "570.148.08,  251, 251",
        "570.148.08,  268, 268",
        "560.28.03,   251,   -",
        // new in 590
        "580.105.08,  274,   -",
        "590.44.01,   274, 274",
        // swapped for a while
        "550.54.14,   199, 199",
        "555.42.02,   199, 200",
        "560.28.03,   200, 199",
        "570.148.08,  200, 200",
        // a driver that does not say what it is
        "'',           83,  83",
        "unknown,     251,   -",
        "'',          269,   -",
      })
  void aFieldIsAskedByTheNumberOfTheDriver(String driver, int newest, Integer number) {
    assertThat(FieldNumbers.ofDriver(driver).of(newest))
        .isEqualTo(number == null ? OptionalInt.empty() : OptionalInt.of(number));
  }
}
