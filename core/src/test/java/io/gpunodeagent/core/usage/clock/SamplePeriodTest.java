// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.clock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplePeriodTest {

  private final SamplePeriod period = new SamplePeriod(10);

  @ParameterizedTest
  @CsvSource({"0,false,0", "10,false,10", "15,false,15", "16,false,10", "30,false,10", "31,true,0"})
  void aPauseIsCoveredUpToOneAndAHalfPeriodsAndAGapBeyondThree(
      long time, boolean gap, long covered) {
    assertThat(period.isGap(time)).isEqualTo(gap);
    assertThat(period.covered(time)).isEqualTo(covered);
    assertThat(period.missed(time)).isEqualTo(time - covered);
  }
}
