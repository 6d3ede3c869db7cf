// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.util.List;
import java.util.OptionalDouble;

/** A cell of a {@link Grid}. */
public sealed interface Cell {

  /** Text; numbers stand at the right edge. */
  record Text(Style style, String text, boolean right) implements Cell {}

  /**
   * A part of a whole as a bar, with its figure behind it.
   *
   * @param share 0–1; empty when it is not known, which is no bar
   */
  record Bar(OptionalDouble share, String figure) implements Cell {}

  /**
   * A quantity over time, newest last.
   *
   * @param shares each 0–1; empty where nothing was known
   */
  record History(List<OptionalDouble> shares) implements Cell {
    public History {
      shares = List.copyOf(shares);
    }
  }

  /** Plain text. */
  static Cell text(String text) {
    return new Text(Style.PLAIN, text, false);
  }

  /** Text in a style. */
  static Cell text(Style style, String text) {
    return new Text(style, text, false);
  }

  /** A number. */
  static Cell number(String text) {
    return new Text(Style.PLAIN, text, true);
  }

  /** The same with a figure behind its bar, if it has one, of at least {@code length}. */
  default Cell withFigure(int length) {
    return this instanceof Bar(var share, var figure) && figure.length() < length
        ? new Bar(share, " ".repeat(length - figure.length()) + figure)
        : this;
  }

  /** Columns it would take if there were enough. */
  default int natural(Look look) {
    return switch (this) {
      case Text(var _, var text, var _) -> SafeText.width(SafeText.of(text, !look.unicode()));
      case Bar(var _, var figure) -> figure.length() + 1;
      case History _ -> 0;
    };
  }

  /** The cell in exactly {@code columns}, at least 1. */
  default Line in(int columns, Look look) {
    return switch (this) {
      case Text(var style, var text, var right) -> {
        var line = new Line(look);
        var shown = new Line(look).add(style, text).fit(columns);
        yield right ? line.padTo(columns - shown.width()).add(shown) : shown.padTo(columns);
      }
      case Bar(var share, var figure) -> bar(share, figure, columns, look);
      case History(var shares) -> history(shares, columns, look);
    };
  }

  private static Line bar(OptionalDouble share, String figure, int columns, Look look) {
    int length = columns - figure.length() - 1;
    var line = new Line(look);
    if (length >= 3) {
      int full =
          share.isEmpty() ? 0 : Math.clamp(Math.round(share.getAsDouble() * length), 0, length);
      if (share.isPresent()) {
        line.add(Style.ACCENT, look.glyph("█", "#").repeat(full))
            .add(Style.DIM, look.glyph("░", ".").repeat(length - full));
      }
    }
    return line.padTo(columns - figure.length()).add(figure).fit(columns);
  }

  private static Line history(List<OptionalDouble> shares, int columns, Look look) {
    var line = new Line(look);
    var latest = shares.subList(Math.max(0, shares.size() - columns), shares.size());
    line.padTo(columns - latest.size());
    var text = new StringBuilder();
    for (var share : latest) {
      text.append(share.isPresent() ? look.level(share.getAsDouble()) : look.glyph("·", "?"));
    }
    return line.add(Style.ACCENT, text.toString());
  }
}
