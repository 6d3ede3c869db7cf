// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTextTest {

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("train-0", "train-0", 7),
        Arguments.of("\u001b[2J\u001b]0;title\u0007x", "?[2J?]0;title?x", 15),
        Arguments.of("\u009b31mred", "?31mred", 7),
        Arguments.of("a\rb\nc\td", "a?b?c?d", 7),
        Arguments.of("e\u0301tude", "e?tude", 6),
        Arguments.of("\u202egnp.exe", "?gnp.exe", 8),
        Arguments.of("zero\u200bwidth", "zero?width", 10),
        Arguments.of("größe-Ωμ-Юг", "größe-Ωμ-Юг", 11),
        Arguments.of("学習-0", "学習-0", 6),
        Arguments.of("ｈ全ｶ", "ｈ全ｶ", 5),
        Arguments.of("\u1112\u1161\u11ab", "???", 3),
        Arguments.of("🔥pod", "?pod", 4),
        Arguments.of("\u05d0\u05d1", "??", 2),
        Arguments.of("\ud800", "?", 1),
        Arguments.of("█▁└…°", "█▁└…°", 5));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void onlyCharactersOfCertainWidthAreShown(String text, String safe, int width) {
    assertThat(SafeText.of(text, false)).isEqualTo(safe);
    assertThat(SafeText.width(safe)).isEqualTo(width);
  }

  @Test
  void noControlCharacterIsShown() {
    for (int point = 0; point < 0x3000; point++) {
      var safe = SafeText.of(Character.toString(point), false);
      assertThat(safe.codePoints())
          .as("U+%04X", point)
          .noneMatch(Character::isISOControl)
          .noneMatch(each -> Character.getType(each) == Character.FORMAT);
      assertThat(SafeText.width(safe)).as("U+%04X", point).isBetween(1, 2);
    }
  }

  @Test
  void asciiLeavesNothingElse() {
    assertThat(SafeText.of("größe 学", true)).isEqualTo("gr??e ?");
  }

  @ParameterizedTest
  @CsvSource({"abcdef,6,abcdef", "abcdef,5,abcd…", "学習学習,5,学習…", "学習学習,4,学…", "ab,1,…", "ab,0,''"})
  void whatIsTooLongIsCutToWholeCharacters(String text, int columns, String cut) {
    assertThat(SafeText.cut(text, columns, "…")).isEqualTo(cut);
    assertThat(SafeText.width(cut)).isLessThanOrEqualTo(columns);
  }
}
