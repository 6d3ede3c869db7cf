// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.syntax;

import java.util.List;
import java.util.Map;

/** Writes values as compact JSON, keys in the order of their maps. */
public final class JsonText {

  private JsonText() {}

  /** The text of a map, list, number, boolean or anything else as a string. */
  public static String of(Object value) {
    var text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(Object value, StringBuilder text) {
    switch (value) {
      case Map<?, ?> map -> object(map, text);
      case List<?> list -> array(list, text);
      case Number number -> text.append(number);
      case Boolean is -> text.append(is);
      default -> string(String.valueOf(value), text);
    }
  }

  private static void object(Map<?, ?> map, StringBuilder text) {
    text.append('{');
    var separator = "";
    for (var entry : map.entrySet()) {
      text.append(separator);
      string(String.valueOf(entry.getKey()), text);
      text.append(':');
      write(entry.getValue(), text);
      separator = ",";
    }
    text.append('}');
  }

  private static void array(List<?> list, StringBuilder text) {
    text.append('[');
    var separator = "";
    for (Object item : list) {
      text.append(separator);
      write(item, text);
      separator = ",";
    }
    text.append(']');
  }

  private static void string(String value, StringBuilder text) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char letter = value.charAt(i);
      if (letter == '"' || letter == '\\') {
        text.append('\\').append(letter);
      } else if (letter < ' ') {
        text.append("\\u%04x".formatted((int) letter));
      } else {
        text.append(letter);
      }
    }
    text.append('"');
  }
}
