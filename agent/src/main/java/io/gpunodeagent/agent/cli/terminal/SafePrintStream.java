// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Prints text that cannot command a terminal, whatever names from outside are in it: controls and
 * characters that hide or reorder others become {@code ?}. {@link #println(String)} prints one
 * line: a line end in its text is such a control too.
 */
public final class SafePrintStream extends PrintStream {

  private static final int UNKNOWN = '?';

  /** One that writes UTF-8 to {@code out} and flushes at the end of each line. */
  public SafePrintStream(OutputStream out) {
    super(out, true, StandardCharsets.UTF_8);
  }

  @Override
  public void print(@Nullable String text) {
    super.print(safe(String.valueOf(text), true));
  }

  @Override
  public void print(@Nullable Object value) {
    print(String.valueOf(value));
  }

  @Override
  public void print(char[] text) {
    print(new String(text));
  }

  @Override
  public void println(@Nullable String line) {
    super.println(safe(String.valueOf(line), false));
  }

  @Override
  public void println(@Nullable Object value) {
    println(String.valueOf(value));
  }

  private static String safe(String text, boolean lines) {
    var safe = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point == '\t' || (lines && point == '\n') ? point : shown(point))
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static int shown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          UNKNOWN;
      default -> point;
    };
  }
}
