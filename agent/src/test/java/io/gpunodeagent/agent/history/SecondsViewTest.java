// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.history.HistoryView.Gpu;
import io.gpunodeagent.agent.history.HistoryView.Instance;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two views of a history as one: each second has its value once, and what is missing is missing.
 */
class SecondsViewTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final int MOST = 300;

  /** A view that ends in {@code second}, in which each slot has the number of its second. */
  private static HistoryView view(long second, String... uuids) {
    var gpus = Arrays.stream(uuids).map(uuid -> gpu(uuid, second)).toList();
    return new HistoryView(Resolution.SECOND, Optional.of(NOON), second, gpus);
  }

  private static Gpu gpu(String uuid, long second) {
    var values = new float[Resolution.SECOND.slots()];
    for (int slot = 0; slot < values.length; slot++) {
      long of = second - values.length + 1 + slot;
      values[slot] = of < 0 ? Float.NaN : of;
    }
    int index = Integer.parseInt(uuid);
    return new Gpu(
        uuid,
        index,
        Map.of(HistorySignal.POWER, values),
        List.of(new Instance(7, "1g.10gb", values)));
  }

  private static float[] power(Gpu gpu) {
    return Objects.requireNonNull(gpu.series().get(HistorySignal.POWER));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # last second of the first view and of the second, silence, slots
          400, 400,   0, 300
          400, 520,   0, 420
          400, 520,   3, 423
          400, 700,   0, 600
          400, 760,   0, 600
          400, 520, 900, 600
          400, 400, 120, 420
          """)
  void theSecondsFollowEachOther(long first, long last, int silence, int slots) {
    var joined = SecondsView.joined(view(first, "0"), view(last, "0"), silence, MOST);

    assertThat(joined.slots()).isEqualTo(slots);
    var gpu = joined.gpus().getFirst();
    var expected = new float[slots];
    for (int slot = 0; slot < slots; slot++) {
      long second = first - 299 + slot;
      boolean kept = second <= first || (second <= last && second > last - 300);
      expected[slot] = kept ? second : Float.NaN;
    }
    assertThat(power(gpu)).containsExactly(expected);
    assertThat(gpu.instances().getFirst().smActivityPercent()).containsExactly(expected);
  }

  @Test
  void ofAYoungAgentTheFirstSecondsAreEmpty() {
    var values =
        power(SecondsView.joined(view(10, "0"), view(130, "0"), 0, MOST).gpus().getFirst());

    assertThat(values[288]).isNaN();
    assertThat(values[289]).isZero();
    assertThat(values[419]).isEqualTo(130);
  }

  @Test
  void aGpuThatGoesOrComesIsThereWithWhatIsKnownOfIt() {
    var joined = SecondsView.joined(view(400, "2", "0"), view(520, "1", "2"), 0, MOST);

    assertThat(joined.gpus()).extracting(Gpu::uuid).containsExactly("0", "1", "2");
    var gone = power(joined.gpus().get(0));
    assertThat(gone[299]).isEqualTo(400);
    assertThat(gone[300]).isNaN();
    var come = power(joined.gpus().get(1));
    assertThat(come[119]).isNaN();
    assertThat(come[419]).isEqualTo(520);
    // A quantity that a GPU does not have is there without a value.
    assertThat(joined.gpus().get(0).series().get(HistorySignal.MEMORY)).containsOnly(Float.NaN);
  }
}
