// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static io.gpunodeagent.agent.metrics.Expositions.OPENMETRICS;
import static io.gpunodeagent.agent.metrics.Expositions.PROTOBUF;
import static io.gpunodeagent.agent.metrics.Expositions.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.meters.StateMeters;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.state.NodeState;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rehearsed scrape changes nothing that is served. */
@Timeout(60)
class RehearsalTest {

  private static final MetricSelection SELECTION =
      Expositions.selection("DCGM_FI_DEV_SM_CLOCK, gauge, c", "DCGM_FI_DEV_MEM_CLOCK, gauge, c");

  /** Its second GPU has the labels of the first, so that its rows are left out and counted. */
  private static NodeState state(long clock) {
    var readings =
        Readings.builder()
            .put(DeviceSignal.SM_CLOCK, Reading.of(clock))
            .put(DeviceSignal.MEMORY_CLOCK, Reading.of(clock))
            .build();
    return Snapshots.stateOf(Snapshots.gpu(0, readings), Snapshots.gpu(0, readings));
  }

  @Test
  void everyFormatIsServedAsWithoutIt() {
    var published = new AtomicReference<>(state(0));
    var plain = Expositions.of(published::get, SELECTION);
    var rehearsed = Expositions.of(published::get, SELECTION);

    for (int clock = 0; clock < 10; clock++) {
      published.set(state(clock));
      rehearsed.rehearse();
      for (var format : List.of(OPENMETRICS, TEXT, PROTOBUF)) {
        for (var encoding : List.of("identity", "gzip")) {
          var served = rehearsed.scrape(format, encoding);
          assertThat(served.body()).isEqualTo(plain.scrape(format, encoding).body());
          rehearsed.rehearse();
          assertThat(rehearsed.scrape(format, encoding)).as("rendered once").isSameAs(served);
        }
      }
    }
    assertThat(Expositions.text(rehearsed)).doesNotContain("duplicate_rows_total 0\n");
  }

  @Test
  void nothingIsRehearsedWhileAScrapeIsRendered() throws Exception {
    var state = state(1);
    var rendered = new AtomicInteger();
    var inside = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var exposition =
        new Exposition(
            () -> state,
            HpcJobs::none,
            SELECTION,
            Defaults.metrics("n"),
            (of, duplicates) -> {
              rendered.incrementAndGet();
              inside.countDown();
              await(goOn);
              return StateMeters.of(of, duplicates);
            },
            Expositions.later(400));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var scrape = threads.submit(() -> exposition.scrape(OPENMETRICS, null));
      inside.await();
      exposition.rehearse();
      assertThat(rendered).hasValue(1);
      goOn.countDown();
      assertThat(scrape.get().status()).isEqualTo(200);
    }
    exposition.rehearse();
    assertThat(rendered).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
