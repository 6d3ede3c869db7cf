// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import io.gpunodeagent.core.overview.Occurrence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events survive a restart, and a file that is of no use costs them and nothing else. */
class EventStoreTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  @TempDir private Path folder;

  private EventStore store() {
    var config =
        new PersistenceConfig(Optional.of(folder.resolve("state.json")), Duration.ofSeconds(30));
    return new EventStore(config, InstantSource.fixed(NOON));
  }

  private Path file() {
    return folder.resolve("state.json.events");
  }

  private static NumberedOccurrence event(long number, Instant at, String text) {
    return new NumberedOccurrence(
        number,
        new Occurrence(
            at,
            Occurrence.Kind.EVICTION,
            Severity.WARNING,
            Optional.of("GPU-1"),
            Optional.of("team-a/idle"),
            OptionalInt.empty(),
            text));
  }

  private void keep(List<NumberedOccurrence> events) {
    try (var store = store()) {
      store.start(() -> events);
    }
  }

  @Test
  void whatWasKeptIsThereAgain() throws IOException {
    var events = List.of(event(2, NOON, "was evicted"), event(1, NOON, "is marked"));
    keep(events);

    assertThat(store().recall()).isEqualTo(events);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  /** Each would cost all events if it were written as it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2Jline\nline",
        "a next line of ISO 6429 \u0085 and its escape \u009b2J",
        "a line separator \u2028",
        "half a character \ud83d",
        "\ud83d\ude00\ud83d\ude00",
        "x\ud83d\ude00\ud83d\ude00"
      })
  void aThousandLongHostileTextsAreReadAgain(String beginning) {
    var text = (beginning + "\ud83d\ude00".repeat(2_000));
    keep(LongStream.rangeClosed(1, 1_000).mapToObj(n -> event(n, NOON, text)).toList());

    assertThat(store().recall())
        .hasSize(1_000)
        .allSatisfy(
            one ->
                assertThat(one.event().text()).doesNotContain("\n").hasSizeLessThanOrEqualTo(512));
  }

  /** The clock of the machine was wrong, and is not any more. */
  @Test
  void whatIsOfTheFutureIsLeftOut() {
    keep(List.of(event(2, NOON.plus(Duration.ofHours(1)), "later"), event(1, NOON, "now")));

    assertThat(store().recall()).extracting(NumberedOccurrence::sequence).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"format\":2,\"events\":[]}", "{\"format\":1}"})
  void aFileOfNoUseCostsTheEventsAndIsReplaced(String content) throws IOException {
    Files.writeString(file(), content);
    assertThat(store().recall()).isEmpty();

    keep(List.of(event(1, NOON, "was evicted")));
    assertThat(store().recall()).hasSize(1);
  }

  @Test
  void withoutAFileNothingIsKept() {
    var config = new PersistenceConfig(Optional.empty(), Duration.ofSeconds(30));
    try (var store = new EventStore(config, InstantSource.fixed(NOON))) {
      assertThat(store.recall()).isEmpty();
      store.start(() -> List.of(event(1, NOON, "was evicted")));
    }
    assertThat(folder).isEmptyDirectory();
  }
}
