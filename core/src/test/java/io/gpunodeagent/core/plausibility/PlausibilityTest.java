// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which readings are believed, by their unit and by what the device says of itself. */
class PlausibilityTest {

  private static final FieldSignal MEMORY_TEMPERATURE = FieldSignal.everyPass(82);
  private static final RateSignal NVLINK =
      new RateSignal(FieldSignal.everyPass(138).withScope(FieldSignal.ALL));

  private final List<Signal<?>> refused = new ArrayList<>();
  private final Plausibility bounds = new Plausibility(refused::add);

  static Stream<Arguments> edges() {
    return Stream.of(
        Arguments.of(DeviceSignal.GPU_UTILIZATION, 100L, 101L),
        Arguments.of(DeviceSignal.GPU_UTILIZATION, 0L, -1L),
        Arguments.of(DeviceSignal.FAN_SPEED, 130L, 4_294_967_295L),
        Arguments.of(DeviceSignal.POWER_USAGE, 1L, 0L),
        Arguments.of(DeviceSignal.POWER_USAGE, 2_900_000L, 4_294_967_295L),
        Arguments.of(DeviceSignal.SM_CLOCK, 3_000L, 4_294_967_295L),
        Arguments.of(DeviceSignal.TEMPERATURE, -10L, -61L),
        Arguments.of(DeviceSignal.TEMPERATURE_MARGIN, -8L, -300L),
        Arguments.of(DeviceSignal.MEMORY_TOTAL, 309_237_645_312L, Long.MAX_VALUE),
        Arguments.of(DeviceSignal.PCIE_WIDTH, 16L, 0L),
        Arguments.of(DeviceSignal.PCIE_RX_THROUGHPUT, 126_000_000L, 4_294_967_295L),
        Arguments.of(DeviceSignal.PCIE_REPLAY_COUNTER, 4_294_967_295L, -1L),
        Arguments.of(FieldSignal.everyPass(185), 700_000L, 0L),
        Arguments.of(new GpmSignal(2), 104.5, 1e9),
        Arguments.of(new GpmSignal(2), 0.0, -1.0),
        Arguments.of(new GpmSignal(20), 120_000.0, 1e12),
        Arguments.of(NVLINK, 900e6, 1e15));
  }

  @ParameterizedTest
  @MethodSource("edges")
  <T> void aValueThatNoGpuGivesIsAFailure(Signal<T> signal, T possible, T impossible) {
    assertThat(bounds.judge(signal, Reading.of(possible))).isEqualTo(Reading.of(possible));
    assertThat(bounds.judge(signal, Reading.of(impossible)))
        .isEqualTo(Reading.failed(signal.source(), Reading.IMPLAUSIBLE));
    assertThat(refused).isEqualTo(List.of(signal));
  }

  @Test
  void theDevicesOwnLimitsAreCloser() {
    assertThat(read(DeviceSignal.POWER_USAGE, 1_500_000)).isTrue();
    read(DeviceSignal.POWER_LIMIT_MAX, 700_000);
    assertThat(read(DeviceSignal.POWER_USAGE, 1_500_000)).isFalse();
    assertThat(read(DeviceSignal.POWER_USAGE, 820_000)).isTrue();

    read(DeviceSignal.MAX_SM_CLOCK, 1_980);
    assertThat(read(DeviceSignal.SM_CLOCK, 2_500)).isTrue();
    assertThat(read(DeviceSignal.SM_CLOCK, 3_000)).isFalse();

    read(DeviceSignal.MEMORY_TOTAL, 80);
    assertThat(read(DeviceSignal.MEMORY_USED, 80)).isTrue();
    assertThat(read(DeviceSignal.MEMORY_USED, 81)).isFalse();

    read(DeviceSignal.PCIE_MAX_GENERATION, 3);
    read(DeviceSignal.PCIE_MAX_WIDTH, 16);
    assertThat(read(DeviceSignal.PCIE_TX_THROUGHPUT, 15_700_000)).isTrue();
    assertThat(read(DeviceSignal.PCIE_TX_THROUGHPUT, 63_000_000)).isFalse();
  }

  @Test
  void aLimitThatIsItselfImpossibleLimitsNothing() {
    read(DeviceSignal.POWER_LIMIT_MAX, 0);
    assertThat(read(DeviceSignal.POWER_USAGE, 700_000)).isTrue();
  }

  @Test
  void moreHeatThanAnySensorReadsMeansThatThereIsNone() {
    assertThat(bounds.judge(DeviceSignal.TEMPERATURE, Reading.of(200L)))
        .isEqualTo(Reading.of(200L));
    assertThat(bounds.judge(DeviceSignal.TEMPERATURE, Reading.of(201L)))
        .isEqualTo(Reading.unsupported());
    assertThat(bounds.judge(MEMORY_TEMPERATURE, Reading.of(255L))).isEqualTo(Reading.unsupported());
  }

  @Test
  void whatWasNotReadStaysWhatItIs() {
    assertThat(bounds.judge(DeviceSignal.POWER_USAGE, Reading.unsupported()))
        .isEqualTo(Reading.unsupported());
    assertThat(bounds.judge(DeviceSignal.POWER_USAGE, Reading.failed("f", 999)))
        .isEqualTo(Reading.failed("f", 999));
  }

  private boolean read(DeviceSignal signal, long value) {
    return bounds.judge(signal, Reading.of(value)) instanceof Reading.Value<Long>;
  }
}
