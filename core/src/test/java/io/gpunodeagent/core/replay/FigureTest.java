// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sample says, and that one which no GPU can give says nothing. */
class FigureTest {

  @ParameterizedTest
  @ValueSource(doubles = {100.5, 2147483632, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aPercentageThatCannotBeIsAFailedReading(double value) {
    assertThat(read(Figure.GPU_UTILIZATION, value).get(DeviceSignal.GPU_UTILIZATION))
        .isEqualTo(Reading.failed("DCGM_FI_DEV_GPU_UTIL", 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.2, 2147483632, -0.01, Double.NaN})
  void aPartOfTimeThatCannotBeIsAFailedReading(double value) {
    assertThat(read(Figure.SM_ACTIVE, value).get(new GpmSignal(2)))
        .isEqualTo(Reading.failed("DCGM_FI_PROF_SM_ACTIVE", 0));
  }

  @Test
  void bothEndsOfAPercentageAreValues() {
    assertThat(read(Figure.GPU_UTILIZATION, 0).get(DeviceSignal.GPU_UTILIZATION))
        .isEqualTo(Reading.of(0L));
    assertThat(read(Figure.GPU_UTILIZATION, 100).get(DeviceSignal.GPU_UTILIZATION))
        .isEqualTo(Reading.of(100L));
  }

  @Test
  void theLeastUseIsNotRoundedAway() {
    assertThat(read(Figure.DECODER_UTILIZATION, 0.2).get(DeviceSignal.DECODER_UTILIZATION))
        .isEqualTo(Reading.of(1L));
    assertThat(read(Figure.POWER, 71.2001).get(DeviceSignal.POWER_USAGE))
        .isEqualTo(Reading.of(71_201L));
  }

  @Test
  void eachPartOfTimeIsItsOwnSignalInPercent() {
    assertThat(read(Figure.GRAPHICS_ACTIVE, 0.25).get(new GpmSignal(1)))
        .isEqualTo(Reading.of(25.0));
    assertThat(read(Figure.SM_ACTIVE, 0.5).get(new GpmSignal(2))).isEqualTo(Reading.of(50.0));
    assertThat(read(Figure.DRAM_ACTIVE, 0.75).get(new GpmSignal(10))).isEqualTo(Reading.of(75.0));
  }

  @Test
  void whatIsMissingIsAFailedReading() {
    var readings = Readings.builder();
    Figure.MEMORY_UTILIZATION.miss(readings);
    assertThat(readings.build().get(DeviceSignal.MEMORY_UTILIZATION))
        .isEqualTo(Reading.failed("DCGM_FI_DEV_MEM_COPY_UTIL", 0));
  }

  private static Readings read(Figure figure, double value) {
    var readings = Readings.builder();
    figure.put(readings, value);
    return readings.build();
  }
}
