// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A sample is found by its signals, whether or not it has those of the sample before. */
class ReadingsTest {

  private static final DeviceSignal POWER = DeviceSignal.POWER_USAGE;
  private static final DeviceSignal HEAT = DeviceSignal.TEMPERATURE;
  private static final FieldSignal ENERGY = FieldSignal.everyPass(83);

  private final Readings first =
      Readings.builder().put(POWER, Reading.of(1L)).put(HEAT, Reading.of(2L)).build();

  @Test
  void theNextSampleHasValuesOfItsOwn() {
    var next = first.next().put(POWER, Reading.of(3L)).put(HEAT, Reading.of(4L)).build();
    assertThat(next.get(POWER)).isEqualTo(Reading.of(3L));
    assertThat(next.get(HEAT)).isEqualTo(Reading.of(4L));
    assertThat(first.get(POWER)).isEqualTo(Reading.of(1L));
    assertThat(next.signals()).containsExactlyInAnyOrder(POWER, HEAT);
  }

  @Test
  void signalsInAnotherOrderKeepTheirReadings() {
    var next = first.next().put(HEAT, Reading.of(4L)).put(POWER, Reading.of(3L)).build();
    assertThat(next.get(POWER)).isEqualTo(Reading.of(3L));
    assertThat(next.get(HEAT)).isEqualTo(Reading.of(4L));
  }

  @Test
  void aSignalThatIsNotReadAnyMoreIsNotHeld() {
    var next = first.next().put(POWER, Reading.of(3L)).build();
    assertThat(next.get(POWER)).isEqualTo(Reading.of(3L));
    assertThat(next.holds(HEAT)).isFalse();
    assertThat(next.get(HEAT)).isEqualTo(Reading.unsupported());
    assertThat(first.next().build().signals()).isEmpty();
  }

  @Test
  void aSignalThatIsNewIsAdded() {
    var more = Readings.builder().put(ENERGY, Reading.of(5L)).build();
    var next = first.next().put(POWER, Reading.of(3L)).put(HEAT, Reading.of(4L)).putAll(more);
    assertThat(next.build().get(ENERGY)).isEqualTo(Reading.of(5L));
    assertThat(first.next().putAll(more).build().signals()).containsExactly(ENERGY);
  }

  @Test
  void theLastReadingOfASignalReplacesTheOneBefore() {
    var next = first.next().put(POWER, Reading.of(3L)).put(POWER, Reading.of(6L)).build();
    assertThat(next.get(POWER)).isEqualTo(Reading.of(6L));
    assertThat(next.signals()).containsExactly(POWER);
    var all = first.next().put(POWER, Reading.of(3L)).put(HEAT, Reading.of(4L));
    assertThat(all.put(POWER, Reading.of(7L)).build().get(POWER)).isEqualTo(Reading.of(7L));
  }

  @Test
  void anEqualSignalIsTheSameSignal() {
    var energy = Readings.builder().put(ENERGY, Reading.of(5L)).build();
    var next = energy.next().put(FieldSignal.everyPass(83), Reading.of(6L)).build();
    assertThat(next.get(ENERGY)).isEqualTo(Reading.of(6L));
  }
}
