// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Maps, lists and plain values as JSON. */
final class Json {

  /** JSON's null, which a map of ours cannot hold. */
  enum Null {
    NULL
  }

  private Json() {}

  /** A map in the order of the arguments: name, value, name, value, … */
  static Map<String, Object> map(Object... namesAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /** On one line. */
  public static String text(Object value) {
    return write(value, false);
  }

  /** Indented, with a line end. */
  static String pretty(Object value) {
    return write(value, true) + "\n";
  }

  private static String write(Object value, boolean pretty) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      if (pretty) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        json.setPrettyPrinter(printer);
      }
      write(json, value);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (var entry : map.entrySet()) {
          json.writeFieldName((String) entry.getKey());
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (var element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case Null.NULL -> json.writeNull();
      case String string -> json.writeString(string);
      case Boolean bool -> json.writeBoolean(bool);
      case Integer number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }
}
