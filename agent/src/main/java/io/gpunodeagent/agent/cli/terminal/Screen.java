// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A terminal in the hands of one command: its own screen without a cursor, keys as they are
 * pressed. Everything is put back on close. {@link #restore} may be called from another thread when
 * the process is asked to end.
 */
public final class Screen implements AutoCloseable {

  /** The other screen, no cursor, no wrapping of lines that are too long. */
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J";

  private static final String LEAVE = "\u001b[m\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String REST_OF_LINE = "\u001b[K";

  private final PrintStream out;
  private final InputStream in;
  private final TerminalMode mode = new TerminalMode();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private List<String> shown = List.of();
  private Size size = Size.USUAL;

  public Screen(PrintStream out, InputStream in) {
    this.out = out;
    this.in = in;
    boolean keys = mode.keysAtOnce();
    if (!keys) {
      open.set(false);
      throw new IllegalStateException("standard input is no terminal");
    }
    write(ENTER);
  }

  /** The size now. */
  public Size size() {
    return mode.size().orElse(Size.USUAL);
  }

  /** Shows {@code lines} in place of what was shown; only what differs is written. */
  public void draw(List<Line> lines, Size at) {
    var next =
        lines.stream().limit(at.rows()).map(line -> line.fit(at.columns()).styled()).toList();
    var text = new StringBuilder();
    if (!size.equals(at)) {
      text.append("\u001b[2J");
      shown = List.of();
      size = at;
    }
    int rows = Math.max(next.size(), shown.size());
    for (int row = 0; row < rows; row++) {
      var line = row < next.size() ? next.get(row) : "";
      if (row >= shown.size() || !line.equals(shown.get(row))) {
        text.append("\u001b[").append(row + 1).append(";1H").append(line).append(REST_OF_LINE);
      }
    }
    shown = new ArrayList<>(next);
    write(text.toString());
  }

  /** The keys pressed since the last call; does not wait. */
  public List<Key> keys() throws IOException {
    int there = in.available();
    return there == 0 ? List.of() : KeyBytes.of(in.readNBytes(there));
  }

  /** Whether nobody is there any more to be shown anything. */
  public boolean gone() {
    return out.checkError();
  }

  private synchronized void write(String text) {
    if (!text.isEmpty() && open.get()) {
      out.print(text);
      out.flush();
    }
  }

  /** Puts the terminal back, once. */
  public synchronized void restore() {
    if (open.compareAndSet(true, false)) {
      out.print(LEAVE);
      out.flush();
      mode.restore();
    }
  }

  @Override
  public void close() {
    restore();
  }
}
