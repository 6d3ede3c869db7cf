// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.usage.UsageBuilders;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures in slots: what was read is there, what was not is a gap, and it stays small. */
class FigureHistoryTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final float GAP = Float.NaN;
  private static final float[] NONE = {};
  private static final long TWO_MEBIBYTES = 2L << 20;

  private final FigureHistory history = new FigureHistory();
  private Duration time = Duration.ofHours(3);

  private static GpuBuilder gpu(int index, long percent) {
    return new GpuBuilder(index).with(DeviceSignal.GPU_UTILIZATION, Reading.of(percent));
  }

  private void take(GpuBuilder... gpus) {
    var built = GpuBuilder.node(NOON, gpus);
    history.take(
        new NodeSnapshot(
            1,
            NOON.plus(time),
            time,
            built.driver(),
            false,
            built.gpus(),
            NodeTopology.none(),
            SamplingStatistics.none()));
  }

  private void take(Duration later, GpuBuilder... gpus) {
    time = time.plus(later);
    take(gpus);
  }

  private float[] last(int slots, Resolution resolution) {
    var series =
        history
            .view(resolution)
            .gpus()
            .getFirst()
            .series()
            .getOrDefault(HistorySignal.UTILIZATION, NONE);
    assertThat(series).hasSize(resolution.slots());
    return Arrays.copyOfRange(series, series.length - slots, series.length);
  }

  @Test
  void eachSecondHasTheValueThatWasReadInIt() {
    take(gpu(0, 10));
    take(Duration.ofMillis(1_020), gpu(0, 20));
    take(Duration.ofMillis(970), gpu(0, 30));

    assertThat(last(4, Resolution.SECOND)).containsExactly(GAP, 10, 20, 30);
    assertThat(history.view(Resolution.SECOND).end()).contains(NOON.plus(time));
  }

  @Test
  void whatWasNotReadIsAGapAndNothingIsCarriedOver() {
    take(gpu(0, 10));
    take(Duration.ofSeconds(1), new GpuBuilder(0));
    take(
        Duration.ofSeconds(1),
        gpu(0, 99).condition(new GpuCondition.Hung("nvmlDeviceGetUtilizationRates", NOON)));
    take(
        Duration.ofSeconds(1),
        new GpuBuilder(0).with(DeviceSignal.GPU_UTILIZATION, Reading.failed("f", 999)));
    take(Duration.ofSeconds(3), gpu(0, 20));

    assertThat(last(8, Resolution.SECOND)).containsExactly(GAP, 10, GAP, GAP, GAP, GAP, GAP, 20);
  }

  @Test
  void tenSecondsHaveTheMeanOfWhatWasReadInThem() {
    for (int second = 0; second < 20; second++) {
      take(gpu(0, second < 10 ? second : 50));
      time = time.plusSeconds(1);
    }
    time = time.plusSeconds(10);
    take(gpu(0, 70));

    assertThat(last(5, Resolution.TEN_SECONDS)).containsExactly(GAP, 4.5f, 50, GAP, 70);
  }

  @Test
  void afterALongPauseNothingOldIsLeft() {
    take(gpu(0, 10));
    take(Duration.ofMinutes(6), gpu(0, 20));

    assertThat(last(300, Resolution.SECOND)).containsOnly(GAP, 20);
    assertThat(last(37, Resolution.TEN_SECONDS)).startsWith(10).endsWith(20);
  }

  @Test
  void aGpuThatIsGoneIsKeptForAnHour() {
    take(gpu(0, 10), gpu(1, 20));
    take(Duration.ofMinutes(59), gpu(0, 10));
    assertThat(history.view(Resolution.TEN_SECONDS).gpus()).hasSize(2);

    take(Duration.ofMinutes(1), gpu(0, 10));
    assertThat(history.view(Resolution.TEN_SECONDS).gpus()).hasSize(1);
  }

  @Test
  void anInstanceHasItsOwnSeries() {
    take(UsageBuilders.instance(new GpuBuilder(0), 7, Reading.of(33.0)));

    var instance = history.view(Resolution.SECOND).gpus().getFirst().instances().getFirst();
    assertThat(instance.gpuInstanceId()).isEqualTo(7);
    assertThat(instance.smActivityPercent()).endsWith(33f);
  }

  @Test
  void eightGpusOfSevenInstancesTakeLessThanTwoMebibytesHoweverOftenTheyAreRepartitioned() {
    for (int layout = 0; layout < 10; layout++) {
      int first = layout * 7;
      take(
          IntStream.range(0, 8)
              .mapToObj(index -> sevenInstances(index, first))
              .toArray(GpuBuilder[]::new));
      time = time.plusSeconds(10);
    }

    assertThat(history.bytes()).isBetween(1L, TWO_MEBIBYTES);
    assertThat(history.view(Resolution.SECOND).gpus()).hasSize(8);
  }

  private static GpuBuilder sevenInstances(int index, int first) {
    var gpu = gpu(index, 1);
    for (int id = first; id < first + 7; id++) {
      gpu = UsageBuilders.instance(gpu, id, Reading.of(1.0));
    }
    return gpu;
  }

  @Test
  void memoryOfABoardIsKeptToThePage() {
    long used = 76_235_669_504L;
    take(new GpuBuilder(0).with(DeviceSignal.MEMORY_USED, Reading.of(used)));

    var series = history.view(Resolution.SECOND).gpus().getFirst().series();
    assertThat((long) series.getOrDefault(HistorySignal.MEMORY, NONE)[299]).isEqualTo(used);
  }

  @Test
  void aSlotThatIsOlderThanTheNewestIsIgnored() {
    var ring = new Ring(3);
    ring.put(5, 1);
    ring.put(4, 2);

    assertThat(ring.upTo(5)).containsExactly(GAP, GAP, 1);
    assertThat(ring.upTo(7)).containsExactly(1, GAP, GAP);
    assertThat(ring.upTo(9)).containsExactly(GAP, GAP, GAP);
    assertThat(List.of(ring.newest())).containsExactly(5L);
  }
}
