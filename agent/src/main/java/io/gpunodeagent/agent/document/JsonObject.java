// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.gpunodeagent.core.document.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A JSON object, field by field in the order in which they are put. Values are objects, texts,
 * numbers, truths, parts of documents, and collections and maps of them; an empty {@code Optional}
 * is null; an enum constant is its lower-case name; an array of numbers has null for NaN; of
 * anything else, such as an instant, the text.
 */
public final class JsonObject {

  private static final double THOUSAND = 1000;

  /** The last character of ASCII that is no control. */
  private static final int LAST_PRINTABLE = 0x7e;

  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /** Puts a field. */
  public JsonObject put(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }

  /** Puts a field, if there is a value. */
  public JsonObject putIfAny(String name, Optional<?> value) {
    value.ifPresent(found -> fields.put(name, found));
    return this;
  }

  /** Puts the fields of another. */
  public JsonObject putAll(JsonObject other) {
    fields.putAll(other.fields);
    return this;
  }

  /** A text; null for an empty one. */
  public static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /**
   * A value as indented JSON, with a line end. In ASCII alone: other characters are escaped, so
   * that none commands a terminal and none is lost.
   */
  public static String text(Object value) {
    var indented = new DefaultPrettyPrinter();
    indented.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return ascii(value, indented) + "\n";
  }

  private static String ascii(Object value, @Nullable PrettyPrinter layout) {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(layout);
      json.setHighestNonEscapedChar(LAST_PRINTABLE);
      write(value, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** A value as YAML, in ASCII alone. */
  public static String yaml(Object value) {
    var limits = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    var block =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setUseUnicodeEncoding(false)
            .build();
    // JSON is YAML too.
    return new Dump(block).dumpToString(new Load(limits).loadFromString(ascii(value, null)));
  }

  /** The same without blanks, in UTF-8. */
  public static byte[] compact(Object value) {
    var bytes = new ByteArrayOutputStream(1 << 14);
    try (var json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      write(value, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The object without blanks. */
  public String compactText() {
    return compactText(this);
  }

  /** The value without blanks. */
  public static String compactText(Object value) {
    return new String(compact(value), StandardCharsets.UTF_8);
  }

  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Optional<?> optional -> write(optional.orElse(null), json);
      case JsonObject object -> write(object.fields, json);
      case Node node -> write(node, json);
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (var entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(entry.getValue(), json);
        }
        json.writeEndObject();
      }
      case Collection<?> all -> {
        json.writeStartArray();
        for (var one : all) {
          write(one, json);
        }
        json.writeEndArray();
      }
      case OptionalDouble number ->
          write(number.isPresent() ? (Object) number.getAsDouble() : null, json);
      case OptionalLong number ->
          write(number.isPresent() ? (Object) number.getAsLong() : null, json);
      case OptionalInt number ->
          write(number.isPresent() ? (Object) number.getAsInt() : null, json);
      case Enum<?> constant -> json.writeString(constant.name().toLowerCase(Locale.ROOT));
      case float[] numbers -> {
        json.writeStartArray();
        for (float number : numbers) {
          write(number, json);
        }
        json.writeEndArray();
      }
      case Boolean truth -> json.writeBoolean(truth);
      case Double number -> json.writeNumber(number);
      case Number whole -> json.writeNumber(whole.longValue());
      default -> json.writeString(value.toString());
    }
  }

  private static void write(Node node, JsonGenerator json) throws IOException {
    switch (node) {
      case Node.Mapping mapping -> {
        json.writeStartObject();
        for (var entry : mapping.entries()) {
          json.writeFieldName(entry.key());
          write(entry.value(), json);
        }
        json.writeEndObject();
      }
      case Node.Items list -> write(list.items(), json);
      case Node.Text text -> json.writeString(text.written());
      case Node.Numeral number -> json.writeNumber(number.written());
      case Node.Truth truth -> json.writeBoolean(truth.value());
      case Node.Absent _ -> json.writeNull();
    }
  }

  /** To the thousandth; null where there is none. */
  private static void write(float number, JsonGenerator json) throws IOException {
    if (Float.isNaN(number)) {
      json.writeNull();
    } else if (number == Math.rint(number)) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(Math.round(number * THOUSAND) / THOUSAND);
    }
  }
}
