// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.text;

/** Text of others on one line that is not too long. */
public final class OneLine {

  private OneLine() {}

  /**
   * The text on one line.
   *
   * @param longest characters, the mark of what was cut included
   */
  public static String of(String text, int longest) {
    return cut(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), longest);
  }

  /** The line itself, or as much of it as fits, up to a whole word, and {@code …}. */
  public static String cut(String line, int longest) {
    if (line.length() <= longest) {
      return line;
    }
    int space = line.lastIndexOf(' ', longest - 1);
    // One word longer than half the line has no better end than where the line ends.
    int end = space > longest / 2 ? space : longest - 1;
    return line.substring(0, end).stripTrailing() + "…";
  }
}
