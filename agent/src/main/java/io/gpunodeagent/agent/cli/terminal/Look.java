// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the terminal can show.
 *
 * @param control whether control sequences are understood: without it only plain lines are written
 * @param colour whether colours are wanted
 * @param unicode whether characters beyond ASCII are shown
 */
public record Look(boolean control, boolean colour, boolean unicode) {

  private static final List<String> BARS = List.of(" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█");
  private static final List<String> ASCII_BARS =
      List.of(" ", ".", ":", "-", "=", "+", "*", "#", "@");

  /**
   * What the environment says: {@code TERM}, {@code NO_COLOR} (no-color.org), and the character set
   * of {@code LC_ALL}, {@code LC_CTYPE} or {@code LANG}. A terminal without {@code TERM}, as {@code
   * kubectl exec -it} gives, is one like any other: only {@code dumb} says that it is not.
   *
   * @param terminal whether it is one at all
   */
  public static Look of(Map<String, String> environment, boolean terminal) {
    var kind = environment.getOrDefault("TERM", "");
    boolean control = terminal && !kind.equals("dumb");
    boolean colour = control && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Look(control, colour, unicode(environment));
  }

  /** As in setlocale(3): the first of the three that is set decides. */
  private static boolean unicode(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> value.toUpperCase(Locale.ROOT).replace("-", ""))
        .filter(value -> value.contains("UTF8"))
        .isPresent();
  }

  /** The same with or without characters beyond ASCII. */
  public Look withUnicode(boolean other) {
    return new Look(control, colour, other);
  }

  /** {@code unicode} where it is shown, else {@code ascii} of the same width. */
  public String glyph(String unicode, String ascii) {
    return this.unicode ? unicode : ascii;
  }

  /** A column as high as {@code share}, 0–1, of its cell; any use at all is seen. */
  public String level(double share) {
    var levels = unicode ? BARS : ASCII_BARS;
    int top = levels.size() - 1;
    int level = (int) Math.ceil(Math.clamp(share, 0, 1) * top);
    return levels.get(level);
  }
}
