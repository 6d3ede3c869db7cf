// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import io.gpunodeagent.core.overview.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A day of events, and never more than so many. */
class EventLogTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final EventLog log = new EventLog(List.of());

  private static Occurrence at(Instant time) {
    return new Occurrence(
        time,
        Occurrence.Kind.XID,
        Severity.NOTE,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of(13),
        "XID 13");
  }

  @Test
  void theNewestIsFirstAndNumbersGrow() {
    log.add(List.of(at(NOON), at(NOON.plusSeconds(1))), NOON);
    log.add(List.of(at(NOON.plusSeconds(2))), NOON.plusSeconds(2));

    assertThat(log.newestFirst())
        .extracting(NumberedOccurrence::sequence)
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void whatIsADayOldIsForgottenAndItsNumberIsNotGivenAgain() {
    log.add(List.of(at(NOON)), NOON);
    var later = NOON.plus(Duration.ofDays(1)).plusSeconds(1);
    log.add(List.of(), later);
    assertThat(log.newestFirst()).isEmpty();

    log.add(List.of(at(later)), later);
    assertThat(log.newestFirst()).extracting(NumberedOccurrence::sequence).containsExactly(2L);
  }

  @Test
  void aStormLeavesTheNewest() {
    log.add(Collections.nCopies(EventLog.MOST + 5, at(NOON)), NOON);

    assertThat(log.newestFirst()).hasSize(EventLog.MOST);
    assertThat(log.newestFirst().getFirst().sequence()).isEqualTo(EventLog.MOST + 5);
  }

  @Test
  void numbersGoOnAfterARestart() {
    log.add(List.of(at(NOON), at(NOON.plusSeconds(1))), NOON);
    var next = new EventLog(log.newestFirst());
    next.add(List.of(at(NOON.plusSeconds(9))), NOON.plusSeconds(9));

    assertThat(next.newestFirst()).hasSize(3);
    assertThat(next.newestFirst().getFirst().sequence()).isEqualTo(3);
  }
}
