// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * Text that cannot command a terminal and takes as many columns as it says. Terminals disagree on
 * the width of many characters, so only those of certain width are shown: of alphabets and
 * punctuation one column, of the East Asian scripts two. Everything else, such as controls,
 * combining marks, right-to-left letters and emoji, becomes {@code ?}.
 */
public final class SafeText {

  private static final Set<UnicodeScript> NARROW =
      EnumSet.of(UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC);

  private static final Set<UnicodeScript> WIDE =
      EnumSet.of(
          UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

  private static final int UNKNOWN = '?';

  private SafeText() {}

  /** The text, with what is not certain replaced; {@code ascii} leaves nothing else. */
  public static String of(String text, boolean ascii) {
    var safe = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> width(point) == 0 || (ascii && point > 0x7e) ? UNKNOWN : point)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** Columns that safe text takes. */
  public static int width(String safe) {
    return safe.codePoints().map(SafeText::width).sum();
  }

  /** As much of the safe text as fits; what was cut is marked with {@code mark}, one column. */
  public static String cut(String safe, int columns, String mark) {
    if (width(safe) <= columns) {
      return safe;
    }
    var kept = new StringBuilder();
    int used = 1;
    for (int point : safe.codePoints().toArray()) {
      used += width(point);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return columns < 1 ? "" : kept + mark;
  }

  /** Columns of a character, 1 or 2; 0 when it is not shown. */
  private static int width(int point) {
    if (point >= 0x20 && point <= 0x7e) {
      return 1;
    }
    if (point < 0xa1 || !Character.isDefined(point)) {
      return 0;
    }
    return switch (Character.getType(point)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.OTHER_LETTER ->
          letter(point);
      default -> isDrawing(point) ? 1 : 0;
    };
  }

  private static int letter(int point) {
    var script = UnicodeScript.of(point);
    if (WIDE.contains(script)) {
      // Halfwidth forms of these scripts take one column, parts of Hangul syllables none.
      return point >= 0xff61 && point <= 0xffdc ? 1 : isJamo(point) ? 0 : 2;
    }
    boolean fullwidth = point >= 0xff00 && point <= 0xff60;
    return NARROW.contains(script) ? (fullwidth ? 2 : 1) : 0;
  }

  private static boolean isJamo(int point) {
    return (point >= 0x1100 && point <= 0x11ff)
        || (point >= 0xa960 && point <= 0xa97f)
        || (point >= 0xd7b0 && point <= 0xd7ff);
  }

  /** What the views draw with: lines, blocks and a few signs. */
  private static boolean isDrawing(int point) {
    return (point >= 0x2500 && point <= 0x259f)
        || (point >= 0x2190 && point <= 0x2193)
        || (point >= 0x2010 && point <= 0x2027)
        || "°·±×≤≥●§".indexOf(point) >= 0;
  }
}
