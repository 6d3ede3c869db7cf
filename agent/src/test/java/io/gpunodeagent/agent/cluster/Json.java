// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, texts, numbers and truth values. */
public final class Json {

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** An object read from text. */
  public static Map<String, @Nullable Object> object(String text) {
    try (var json = FACTORY.createParser(text)) {
      json.nextToken();
      return map(value(json));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("no JSON: " + text, unreadable);
    }
  }

  public static String text(Object value) {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** What lies in nested objects, and lists by number, under {@code names}; fails when nothing. */
  public static Object at(@Nullable Object json, Object... names) {
    var found = json;
    for (var name : names) {
      found = inside(found, name);
      if (found == null) {
        throw new AssertionError("no " + name + " in " + json);
      }
    }
    return Objects.requireNonNull(found);
  }

  private static @Nullable Object inside(@Nullable Object json, Object name) {
    return switch (json) {
      case Map<?, ?> object -> object.get(name);
      case List<?> array when name instanceof Integer index -> array.get(index);
      case null, default -> null;
    };
  }

  public static String textAt(@Nullable Object json, Object... names) {
    return at(json, names).toString();
  }

  /** The objects of the list under {@code names}. */
  public static List<Map<String, @Nullable Object>> listAt(@Nullable Object json, Object... names) {
    return ((List<?>) at(json, names)).stream().map(Json::map).toList();
  }

  @SuppressWarnings("unchecked")
  public static Map<String, @Nullable Object> map(@Nullable Object value) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          var name = json.currentName();
          json.nextToken();
          object.put(name, value(json));
        }
        yield object;
      }
      case START_ARRAY -> {
        var array = new ArrayList<@Nullable Object>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(json));
        }
        yield array;
      }
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_STRING -> json.getText();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("unexpected " + json.currentToken());
    };
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case Map<?, ?> object -> {
        json.writeStartObject();
        for (var entry : object.entrySet()) {
          json.writeFieldName(entry.getKey().toString());
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case Iterable<?> array -> {
        json.writeStartArray();
        for (var element : array) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case null -> json.writeNull();
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
