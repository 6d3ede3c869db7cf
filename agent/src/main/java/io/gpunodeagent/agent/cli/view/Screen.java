package io.gpunodeagent.agent.cli.view;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal in the hands of one command: its own screen without a cursor, keys as they are
 * pressed. Everything is put back on close, and when the process is told to stop.
 */
public final class Screen implements AutoCloseable {

  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  private final PrintStream out;
  private final Thread onStop = new Thread(this::restore, "terminal");

  public Screen(PrintStream out) {
    this.out = out;
    Runtime.getRuntime().addShutdownHook(onStop);
    stty("-icanon", "-echo", "min", "0");
    out.print(ENTER);
  }

  /** Shows {@code text} in place of what was shown. */
  public void draw(String text) {
    out.print(HOME + text.replace("\n", REST_OF_LINE + "\n") + REST_OF_SCREEN);
    out.flush();
  }

  /** Whether q was pressed. */
  public boolean quitAsked() throws IOException {
    while (System.in.available() > 0) {
      int key = System.in.read();
      if (key == 'q' || key == 'Q') {
        return true;
      }
    }
    return false;
  }

  private void restore() {
    out.print(LEAVE);
    out.flush();
    stty("sane");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onStop);
      restore();
    } catch (IllegalStateException stopping) {
      // The hook runs or has run.
    }
  }

  /** Where there is no stty, keys wait for the line's end; Ctrl-C still works. */
  private static void stty(String... settings) {
    var command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(settings));
    try {
      new ProcessBuilder(command)
          .redirectInput(Redirect.INHERIT)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException absent) {
      // As said.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
