// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.sampling.ConditionRule.Evidence;
import io.gpunodeagent.agent.sampling.readers.AffinityReader;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuCondition.Fresh;
import io.gpunodeagent.core.snapshot.GpuCondition.Hung;
import io.gpunodeagent.core.snapshot.GpuCondition.Lost;
import io.gpunodeagent.core.snapshot.GpuCondition.Unread;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConditionRuleTest {

  private static final ConditionRule.Limits LIMITS = ConditionRule.Limits.of(Defaults.sampling());
  private static final Duration IDLE = Duration.ofNanos(-1);
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
  private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");
  private static final GpuOutcome PENDING = new GpuOutcome.Pending();
  private static final GpuOutcome LOST = new GpuOutcome.Lost("g", 15);

  @Test
  void aCallThatTakesLongerThanTheTimeOutHangs() {
    assertThat(judge(new Fresh(), PENDING, Duration.ofSeconds(5)))
        .isEqualTo(new Hung("f", NOW.minusSeconds(5)));
  }

  @Test
  void aCallWithinTheTimeOutChangesNothing() {
    assertThat(judge(new Fresh(), PENDING, Duration.ofSeconds(4))).isEqualTo(new Fresh());
    var lost = new Lost("g", 15, EARLIER);
    assertThat(judge(lost, PENDING, Duration.ofSeconds(4))).isEqualTo(lost);
  }

  @Test
  void aGpuThatHasNotBeenReadStaysSoUntilItIsOrHangs() {
    var unread = new Unread("", EARLIER);
    assertThat(judge(unread, PENDING, Duration.ofSeconds(4))).isEqualTo(new Unread("f", EARLIER));
    assertThat(judge(unread, PENDING, Duration.ofSeconds(5)))
        .isEqualTo(new Hung("f", NOW.minusSeconds(5)));
  }

  @Test
  void aHangKeepsItsDate() {
    var hung = new Hung("f", EARLIER);
    assertThat(judge(hung, PENDING, Duration.ofSeconds(9))).isEqualTo(hung);
  }

  @Test
  void readingsThatGrowOldAreNotServedWhateverKeepsTheReader() {
    assertThat(judgeAged(Duration.ofSeconds(18))).isEqualTo(new Fresh());
    assertThat(judgeAged(Duration.ofMillis(18001)))
        .isEqualTo(new Hung("f", NOW.minusMillis(18001)));
  }

  @Test
  void aLossIsDatedFromWhenItWasFirstTold() {
    assertThat(judge(new Fresh(), LOST, IDLE)).isEqualTo(new Lost("g", 15, NOW));
    assertThat(judge(new Lost("x", 28, EARLIER), LOST, IDLE)).isEqualTo(new Lost("g", 15, EARLIER));
    assertThat(judge(new Hung("f", EARLIER), new GpuOutcome.Unidentified("g", 4), IDLE))
        .isEqualTo(new Lost("g", 4, NOW));
  }

  @Test
  void aLostLibraryIsNoGpusFault() {
    assertThat(judge(new Fresh(), new GpuOutcome.LibraryLost("g", 9), IDLE)).isEqualTo(new Fresh());
  }

  private static GpuCondition judge(GpuCondition before, GpuOutcome outcome, Duration stuck) {
    return ConditionRule.judge(
        before, new Evidence(outcome, stuck, "f", Duration.ZERO), LIMITS, NOW);
  }

  private static GpuCondition judgeAged(Duration age) {
    var result =
        new GpuResult(
            new GpuIdentity(0, "GPU-0", "n", "b", Reading.of(0L), Optional.empty()),
            EARLIER,
            Readings.none(),
            false,
            List.of(),
            List.of(),
            Reading.unsupported(),
            List.of(),
            AffinityReader.unknown(),
            OptionalLong.empty(),
            false);
    return ConditionRule.judge(
        new Fresh(), new Evidence(new GpuOutcome.Read(result), IDLE, "f", age), LIMITS, NOW);
  }
}
