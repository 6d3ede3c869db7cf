// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.text;

import java.util.regex.Pattern;

/**
 * Text of others on one line that is not too long. What ends a line or commands a terminal is said
 * here once: the controls of ASCII, those of ISO 6429 from U+0080 on, and Unicode's two separators.
 */
public final class OneLine {

  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;
  private static final int REPLACEMENT = 0xFFFD;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private OneLine() {}

  /**
   * Whether a line of text may hold this character: no control, and no half of a surrogate pair.
   */
  public static boolean holds(int codePoint) {
    return !breaks(codePoint) && !isHalf(codePoint);
  }

  private static boolean breaks(int codePoint) {
    return Character.isISOControl(codePoint)
        || codePoint == LINE_SEPARATOR
        || codePoint == PARAGRAPH_SEPARATOR;
  }

  /** Of a string's code points these are the unpaired surrogates, which have no form in UTF-8. */
  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /**
   * The text on one line, with single spaces.
   *
   * @param longest characters, the mark of what was cut included
   */
  public static String of(String text, int longest) {
    return cut(BLANKS.matcher(joined(text)).replaceAll(" ").strip(), longest);
  }

  /** The text on one line: a space for each run of controls, other blanks as they are. */
  public static String joined(String text) {
    if (text.codePoints().allMatch(OneLine::holds)) {
      return text;
    }
    var line = new StringBuilder(text.length());
    boolean gap = false;
    for (int codePoint : text.codePoints().toArray()) {
      boolean breaks = breaks(codePoint);
      if (!breaks || !gap) {
        line.appendCodePoint(breaks ? ' ' : isHalf(codePoint) ? REPLACEMENT : codePoint);
      }
      gap = breaks;
    }
    return line.toString();
  }

  /** The text on one line: a question mark for each character that no line holds. */
  public static String marked(String text) {
    var line = new StringBuilder(text.length());
    text.codePoints()
        .map(codePoint -> holds(codePoint) ? codePoint : '?')
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  /** The line itself, or as much of it as fits, up to a whole word, and {@code …}. */
  public static String cut(String line, int longest) {
    if (line.length() <= longest) {
      return line;
    }
    int space = line.lastIndexOf(' ', longest - 1);
    // One word longer than half the line has no better end than where the line ends.
    int end = space > longest / 2 ? space : longest - 1;
    // Half a character is none.
    int whole = Character.isHighSurrogate(line.charAt(Math.max(0, end - 1))) ? end - 1 : end;
    return line.substring(0, whole).stripTrailing() + "…";
  }
}
