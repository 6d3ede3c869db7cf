// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlProcessUtilization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the driver's samples say of processes, answer by answer. */
class UtilizationTracksTest {

  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
  private static final Reading<Long> NOT_YET =
      Reading.failed("nvmlDeviceGetProcessUtilization", 21);

  private final UtilizationTracks tracks = new UtilizationTracks();

  @Test
  void whatWasThereBeforeTheFirstAnswerIsOld() {
    answer(1000, sample(7, 100, 80));
    assertThat(of(7, 1000)).isEqualTo(NOT_YET);
    assertThat(tracks.since(nanos(1000), PATIENCE)).isEqualTo(100);
    answer(2000, sample(7, 200, 60));
    assertThat(of(7, 2000)).isEqualTo(Reading.of(60L));
  }

  @Test
  void anAnswerWithoutASampleIsIdlenessOnceThereShouldHaveBeenOne() {
    answer(1000);
    assertThat(of(7, 1000)).isEqualTo(NOT_YET);
    answer(2000);
    assertThat(of(7, 2000)).isEqualTo(NOT_YET);
    answer(3000);
    assertThat(of(7, 3000)).isEqualTo(Reading.of(0L));
    // One that came later has not had its time.
    assertThat(of(8, 3000)).isEqualTo(NOT_YET);
  }

  @Test
  void aSampleStandsUntilTheNextCanBeThere() {
    answer(1000);
    answer(1100, sample(7, 100, 80));
    answer(1200);
    assertThat(of(7, 1200)).isEqualTo(Reading.of(80L));
    answer(2300);
    assertThat(of(7, 2300)).isEqualTo(Reading.of(80L));
    answer(2400);
    assertThat(of(7, 2400)).isEqualTo(Reading.of(0L));
  }

  @Test
  void severalSamplesOfAProcessWeighTheSame() {
    answer(1000);
    answer(2000, sample(7, 100, 90), sample(8, 100, 5), sample(7, 110, 20), sample(7, 120, 40));
    assertThat(of(7, 2000)).isEqualTo(Reading.of(50L));
    assertThat(of(8, 2000)).isEqualTo(Reading.of(5L));
  }

  @Test
  void samplesSeenBeforeAreNotTakenAgain() {
    answer(1000, sample(7, 100, 80));
    answer(2000, sample(7, 100, 80), sample(8, 150, 30));
    assertThat(of(7, 2000)).isEqualTo(NOT_YET);
    assertThat(of(8, 2000)).isEqualTo(Reading.of(30L));
  }

  @Test
  void entriesThatMeanNothingAreNeitherUseNorRest() {
    answer(1000);
    answer(2000, sample(7, Long.MAX_VALUE, 300), sample(8, 100, 30));
    assertThat(of(7, 2000))
        .isEqualTo(Reading.failed("nvmlDeviceGetProcessUtilization", Reading.IMPLAUSIBLE));
    assertThat(tracks.since(nanos(2000), PATIENCE)).isEqualTo(100);
  }

  @Test
  void stampsThatWentBackHideNothingForLong() {
    answer(1000, sample(7, 1_000_000, 80));
    answer(2000);
    assertThat(tracks.since(nanos(30_000), PATIENCE)).isEqualTo(1_000_000);
    assertThat(tracks.since(nanos(31_000), PATIENCE)).isZero();
    answer(31_000, sample(7, 500, 80));
    assertThat(of(7, 31_000)).isEqualTo(NOT_YET);
    answer(32_000, sample(7, 600, 70));
    assertThat(of(7, 32_000)).isEqualTo(Reading.of(70L));
  }

  @Test
  void askingForAllTakesOnlyWhatIsNew() {
    answer(1000, sample(7, 100, 80));
    answer(31_000, sample(7, 100, 80), sample(8, 200, 10));
    assertThat(of(7, 31_000)).isEqualTo(NOT_YET);
    assertThat(of(8, 31_000)).isEqualTo(Reading.of(10L));
    assertThat(tracks.since(nanos(32_000), PATIENCE)).isEqualTo(200);
  }

  @Test
  void whatIsNotListedIsForgotten() {
    answer(1000);
    answer(2000, sample(7, 100, 80));
    tracks.retain(Set.of(8L));
    assertThat(of(7, 2000)).isEqualTo(NOT_YET);
  }

  private void answer(long millis, NvmlProcessUtilization... samples) {
    var all = new ArrayList<>(List.of(samples));
    tracks.take(all, tracks.since(nanos(millis), PATIENCE), nanos(millis));
  }

  private Reading<Long> of(long pid, long millis) {
    return tracks.of(pid, nanos(millis));
  }

  private static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private static NvmlProcessUtilization sample(int pid, long stamp, int sm) {
    return new NvmlProcessUtilization(
        pid, stamp, sm, sm / 2, 0, 0, OptionalInt.empty(), OptionalInt.empty());
  }
}
