// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is used of {@code /proc/PID/stat}.
 *
 * @param command the kernel's name of the process, at most 15 bytes of its own choosing
 * @param state one letter; {@code Z} and {@code X} are dead
 * @param startTicks clock ticks after boot at which it started
 */
record StatLine(String command, char state, long startTicks) {

  /** Fields from the state, field 3, to the start time, field 22. */
  private static final int FIELDS_TO_START = 19;

  /** Whether the process has ended and only waits to be collected. */
  boolean dead() {
    return state == 'Z' || state == 'X';
  }

  /**
   * Reads the line in the first {@code length} bytes of {@code bytes}. The command may hold blanks
   * and parentheses, so the fields count from the last closing one.
   *
   * @return empty when the text is not such a line
   */
  static Optional<StatLine> parse(byte[] bytes, int length) {
    int open = indexOf(bytes, length, '(');
    int close = lastIndexOf(bytes, length, ')');
    if (open < 0 || close < open || close + 2 >= length) {
      return Optional.empty();
    }
    int at = close + 2;
    char state = (char) bytes[at];
    for (int field = 0; field < FIELDS_TO_START; field++) {
      at = indexOfBlank(bytes, length, at) + 1;
      if (at == 0) {
        return Optional.empty();
      }
    }
    long ticks = number(bytes, length, at);
    if (ticks < 0) {
      return Optional.empty();
    }
    var command = new String(bytes, open + 1, close - open - 1, StandardCharsets.UTF_8);
    return Optional.of(new StatLine(command, state, ticks));
  }

  private static int indexOf(byte[] bytes, int length, char wanted) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int lastIndexOf(byte[] bytes, int length, char wanted) {
    for (int i = length - 1; i >= 0; i--) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int indexOfBlank(byte[] bytes, int length, int from) {
    for (int i = from; i < length; i++) {
      if (bytes[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  /** The digits from {@code from} on; -1 when there are none or they exceed a long. */
  private static long number(byte[] bytes, int length, int from) {
    long number = 0;
    int at = from;
    while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at++] - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return at == from ? -1 : number;
  }
}
