// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import static io.gpunodeagent.core.snapshot.ClockEventReason.GPU_IDLE;
import static io.gpunodeagent.core.snapshot.ClockEventReason.POWER_CAP;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockEventLogTest {

  private static final long SECOND = 1_000_000_000L;

  private final ClockEventLog log = new ClockEventLog(Duration.ofMinutes(5), -7 * SECOND);

  @Test
  void eachPassCountsForEachReasonItSaw() {
    log.add(0x5, 0);
    log.add(0x4, SECOND);
    log.add(0, 2 * SECOND);
    assertThat(log.totals()).isEqualTo(Map.of(GPU_IDLE, 1L, POWER_CAP, 2L));
    assertThat(log.inWindow(2 * SECOND)).isEqualTo(log.totals());
  }

  @Test
  void theWindowForgetsWhatTheCountersKeep() {
    log.add(0x1, 0);
    log.add(0x1, 100 * SECOND);
    assertThat(log.inWindow(299 * SECOND)).isEqualTo(Map.of(GPU_IDLE, 2L));
    assertThat(log.inWindow(301 * SECOND)).isEqualTo(Map.of(GPU_IDLE, 1L));
    assertThat(log.inWindow(10_000 * SECOND)).isEmpty();
    assertThat(log.totals()).isEqualTo(Map.of(GPU_IDLE, 2L));
  }

  @Test
  void anEventBeginsWhereThePassBeforeDidNotSeeIt() {
    log.add(0x1, 0);
    log.add(0x5, SECOND);
    log.add(0x4, 2 * SECOND);
    log.add(0x5, 3 * SECOND);
    log.add(0, 4 * SECOND);
    log.add(0x4, 5 * SECOND);
    assertThat(log.onsets()).isEqualTo(Map.of(GPU_IDLE, 1L, POWER_CAP, 2L));
  }

  @Test
  void severalPassesMayFallIntoOneStep() {
    for (int pass = 0; pass < 10; pass++) {
      log.add(0x4, pass * SECOND / 10);
    }
    assertThat(log.inWindow(SECOND)).isEqualTo(Map.of(POWER_CAP, 10L));
  }

  @Test
  void anotherWindowStartsOverWhileTheCountersGoOn() {
    log.add(0x4, 0);
    log.resize(Duration.ofSeconds(60), SECOND);
    assertThat(log.inWindow(SECOND)).isEmpty();
    assertThat(log.totals()).isEqualTo(Map.of(POWER_CAP, 1L));
  }
}
