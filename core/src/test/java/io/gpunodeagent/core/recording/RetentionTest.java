// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.recording.Retention.Stored;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted for a new recording, and what is a name. */
class RetentionTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # bytes at most, number at most, stored as name:bytes, bytes of the new one, deleted
          100, 10, '',               100, ''
          100, 10, 'a:40 b:40',       20, ''
          100, 10, 'a:40 b:40',       21, 'a'
          100, 10, 'b:40 a:40',       21, 'a'
          100, 10, 'a:10 b:40 c:40',  60, 'a b'
          100, 10, 'a:10 b:40 c:40', 100, 'a b c'
          100,  3, 'a:1 b:1',          1, ''
          100,  3, 'a:1 b:1 c:1',      1, 'a'
          100,  2, 'a:1 b:1 c:1 d:1',  1, 'a b c'
          # a lower bound than before
           10, 10, 'a:40 b:40',        1, 'a b'
          """)
  void theOldestGoFirstUntilTheNewOneFits(
      long bytes, int count, String stored, long more, String deleted) {
    var retention = new Retention(bytes, count);

    assertThat(retention.excess(stored(stored), more))
        .extracting(Stored::name)
        .containsExactlyElementsOf(
            Arrays.stream(deleted.split(" ")).filter(it -> !it.isEmpty()).toList());
  }

  private static List<Stored> stored(String text) {
    return Stream.of(text.split(" "))
        .filter(one -> !one.isEmpty())
        .map(one -> one.split(":"))
        .map(parts -> new Stored(parts[0], Long.parseLong(parts[1])))
        .toList();
  }

  @Test
  void oneThatIsLargerThanAllMayBeIsNotAdmitted() {
    assertThat(new Retention(100, 10).admits(100)).isTrue();
    assertThat(new Retention(100, 10).admits(101)).isFalse();
  }

  @Test
  void aNameIsTheTimeAndTheKindAndIsGivenOnce() {
    var first = RecordingName.of(Causes.xid(79), List.of());
    var second = RecordingName.of(Causes.xid(79), List.of(first));

    assertThat(first).isEqualTo("20260501T120000Z-xid");
    assertThat(second).isEqualTo("20260501T120000Z-xid-2");
    assertThat(RecordingName.of(Causes.lost(), List.of(first))).isEqualTo("20260501T120000Z-lost");
    assertThat(List.of(first, second)).allMatch(RecordingName::isName);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../20260501T120000Z-xid",
        "20260501T120000Z-xid/..",
        "20260501T120000Z-xid.json",
        "20260501T120000Z-xid\n",
        "20260501T120000Z-",
        "20260501T120000Z-XID",
        "2026-05-01T12:00:00Z-xid",
        "20260501T120000Z-xid-",
        "20260501T120000Z-xid-12345"
      })
  void nothingElseIsAName(String text) {
    assertThat(RecordingName.isName(text)).isFalse();
  }
}
