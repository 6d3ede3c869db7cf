// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import io.gpunodeagent.agent.cli.terminal.Key.Named;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bytes from a terminal as keys. What arrives together belongs together: a lone ESC is a key. */
public final class KeyBytes {

  private static final int ESC = 0x1b;

  /** What xterm, the Linux console, tmux and screen send. */
  private static final Map<String, Named> SEQUENCES =
      Map.ofEntries(
          Map.entry("[A", Named.UP),
          Map.entry("OA", Named.UP),
          Map.entry("[B", Named.DOWN),
          Map.entry("OB", Named.DOWN),
          Map.entry("[5~", Named.PAGE_UP),
          Map.entry("[6~", Named.PAGE_DOWN),
          Map.entry("[H", Named.HOME),
          Map.entry("OH", Named.HOME),
          Map.entry("[1~", Named.HOME),
          Map.entry("[7~", Named.HOME),
          Map.entry("[F", Named.END),
          Map.entry("OF", Named.END),
          Map.entry("[4~", Named.END),
          Map.entry("[8~", Named.END));

  private KeyBytes() {}

  /** The keys of {@code bytes}. */
  public static List<Key> of(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    var keys = new ArrayList<Key>();
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (point == ESC) {
        int end = end(text, at + 1);
        keys.add(
            end == at + 1
                ? Named.ESCAPE
                : SEQUENCES.getOrDefault(text.substring(at + 1, end), Named.OTHER));
        at = end;
      } else {
        keys.add(key(point));
        at += Character.charCount(point);
      }
    }
    return keys;
  }

  /** Where the sequence that begins at {@code from}, behind its ESC, ends. */
  private static int end(String text, int from) {
    if (from >= text.length()) {
      return from;
    }
    char kind = text.charAt(from);
    if (kind == 'O') {
      return Math.min(from + 2, text.length());
    }
    if (kind != '[') {
      return from;
    }
    int at = from + 1;
    while (at < text.length() && text.charAt(at) >= 0x20 && text.charAt(at) <= 0x3f) {
      at++;
    }
    return Math.min(at + 1, text.length());
  }

  private static Key key(int point) {
    return switch (point) {
      case 0x03, 0x04 -> Named.INTERRUPT;
      case '\r', '\n' -> Named.ENTER;
      case 0x7f, '\b' -> Named.BACKSPACE;
      default -> point < 0x20 ? Named.OTHER : new Key.Typed(point);
    };
  }
}
