// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

  @ParameterizedTest
  @CsvSource({
    "regex used for validation, 25, regex used for validation",
    "regex used for validation, 24, regex used for…",
    "regex used for validation, 15, regex used for…",
    "regex used for validation, 14, regex used…",
    "abcdefghijklmnop, 5, abcd…",
    "a bcdefghijklmnop, 9, a bcdefg…",
    "'', 5, ''"
  })
  void aLineEndsAfterAWholeWordOfTheText(String text, int longest, String line) {
    assertThat(OneLine.of(text, longest)).isEqualTo(line).hasSizeLessThanOrEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a \r\n\t b",
        "\u0000a\u001bb ",
        " a b",
        "a\u0085b",
        "a\u009bb",
        "a\u2028b"
      })
  void whateverSeparatesIsOneSpace(String text) {
    assertThat(OneLine.of(text, 100)).isEqualTo("a b");
  }

  @Test
  void noHalfOfACharacterIsLeft() {
    assertThat(OneLine.cut("abc\ud83d\ude00defgh", 5)).isEqualTo("abc…");
    assertThat(OneLine.joined("a\ud83d b\n\nc")).isEqualTo("a\ufffd b c");
    assertThat(OneLine.marked("a\ud83d b\n\nc\ud83d\ude00")).isEqualTo("a? b??c\ud83d\ude00");
  }

  @Test
  void aLineKeepsItsSpacesWhenItIsOnlyCut() {
    assertThat(OneLine.cut("  a  b", 100)).isEqualTo("  a  b");
  }
}
