// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** One line of a screen: pieces of text, each in a style. Every piece is safe text. */
public final class Line {

  private record Piece(Style style, String text) {}

  private final Look look;
  private final List<Piece> pieces = new ArrayList<>();
  private int width;

  public Line(Look look) {
    this.look = look;
  }

  /** Adds text that may come from anywhere. */
  public Line add(Style style, String text) {
    var safe = SafeText.of(text, !look.unicode());
    if (!safe.isEmpty()) {
      pieces.add(new Piece(style, safe));
      width += SafeText.width(safe);
    }
    return this;
  }

  /** Adds plain text. */
  public Line add(String text) {
    return add(Style.PLAIN, text);
  }

  /** Adds the pieces of another line. */
  public Line add(Line other) {
    pieces.addAll(other.pieces);
    width += other.width;
    return this;
  }

  /** Adds blanks up to {@code column}. */
  public Line padTo(int column) {
    return column > width ? add(" ".repeat(column - width)) : this;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** The same line in at most {@code columns}, with a mark where it was cut. */
  public Line fit(int columns) {
    if (width <= columns) {
      return this;
    }
    var mark = look.glyph("…", "~");
    var shorter = new Line(look);
    for (var piece : pieces) {
      int left = columns - shorter.width;
      int taken = SafeText.width(piece.text());
      if (taken >= left) {
        boolean last = taken == left && piece.equals(pieces.getLast());
        var text = last ? piece.text() : SafeText.cut(piece.text() + " ", left, mark);
        return shorter.add(piece.style(), text);
      }
      shorter.add(piece.style(), piece.text());
    }
    return shorter;
  }

  /** The text alone. */
  public String plain() {
    var text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString().stripTrailing();
  }

  /** The text with the control sequences of its styles. */
  String styled() {
    if (!look.control()) {
      return plain();
    }
    var text = new StringBuilder();
    for (var piece : pieces) {
      var parameters = piece.style().parameters(look.colour());
      text.append(
          parameters.isEmpty()
              ? piece.text()
              : "\u001b[" + parameters + "m" + piece.text() + "\u001b[m");
    }
    return text.toString();
  }
}
