// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.terminal.Key;
import java.util.Locale;

/**
 * What the person at the terminal asked to see.
 *
 * @param sort the order of rows
 * @param filter text that shown rows contain, in any case; empty for all
 * @param typing whether keys go into the filter
 * @param paused whether what is shown stays
 * @param help whether the keys are shown in place of the node
 * @param scroll rows of the body above the screen
 * @param quit whether the view is to end
 */
public record TopView(
    Sort sort,
    String filter,
    boolean typing,
    boolean paused,
    boolean help,
    int scroll,
    boolean quit) {

  private static final int LONGEST_FILTER = 60;

  /** All rows by GPU. */
  public static TopView start() {
    return new TopView(Sort.GPU, "", false, false, false, 0, false);
  }

  /**
   * The view after a key.
   *
   * @param page rows of the body that are seen at once
   */
  public TopView after(Key key, int page) {
    return typing ? typed(key) : commanded(key, page);
  }

  private TopView typed(Key key) {
    return switch (key) {
      case Key.Typed(int point) when filter.length() < LONGEST_FILTER ->
          withFilter(filter + Character.toString(point), true);
      case Key.Typed _ -> this;
      case Key.Named named ->
          switch (named) {
            case BACKSPACE ->
                withFilter(filter.isEmpty() ? "" : filter.substring(0, filter.length() - 1), true);
            case ENTER -> withFilter(filter, false);
            case ESCAPE -> withFilter("", false);
            case INTERRUPT -> ended();
            case UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END, OTHER -> this;
          };
    };
  }

  private TopView commanded(Key key, int page) {
    return switch (key) {
      case Key.Typed(int point) -> character(point);
      case Key.Named named ->
          switch (named) {
            case UP -> withScroll(scroll - 1);
            case DOWN -> withScroll(scroll + 1);
            case PAGE_UP -> withScroll(scroll - page);
            case PAGE_DOWN -> withScroll(scroll + page);
            case HOME -> withScroll(0);
            case END -> withScroll(Integer.MAX_VALUE);
            case ESCAPE ->
                help
                    ? new TopView(sort, filter, typing, paused, false, scroll, quit)
                    : withFilter("", false);
            case INTERRUPT -> ended();
            case ENTER, BACKSPACE, OTHER -> this;
          };
    };
  }

  private TopView character(int point) {
    return switch (point) {
      case 'q', 'Q' -> ended();
      case '?', 'h' -> new TopView(sort, filter, typing, paused, !help, scroll, quit);
      case ' ' -> new TopView(sort, filter, typing, !paused, help, scroll, quit);
      case '/' -> new TopView(sort, "", true, paused, false, 0, quit);
      case 'k' -> withScroll(scroll - 1);
      case 'j' -> withScroll(scroll + 1);
      default ->
          Sort.by(point)
              .map(other -> new TopView(other, filter, typing, paused, help, 0, quit))
              .orElse(this);
    };
  }

  private TopView ended() {
    return new TopView(sort, filter, typing, paused, help, scroll, true);
  }

  private TopView withFilter(String other, boolean goesOn) {
    return new TopView(sort, other, goesOn, paused, help, 0, quit);
  }

  private TopView withScroll(int rows) {
    return new TopView(sort, filter, typing, paused, help, Math.max(0, rows), quit);
  }

  /** The same, scrolled no farther than {@code most} rows. */
  public TopView within(int most) {
    return scroll > most ? withScroll(most) : this;
  }

  /** Whether a row of these texts is shown. */
  boolean shows(String... texts) {
    var wanted = filter.toLowerCase(Locale.ROOT);
    return wanted.isEmpty() || String.join(" ", texts).toLowerCase(Locale.ROOT).contains(wanted);
  }
}
