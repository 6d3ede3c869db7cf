// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Trees as JSON. */
final class ApiJson {

  /** What stands for JSON's {@code null} in a tree. */
  static final Object NOTHING =
      new Object() {
        @Override
        public String toString() {
          return "";
        }
      };

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final LoadSettings SETTINGS = LoadSettings.builder().build();

  private ApiJson() {}

  static String write(Object tree) {
    var text = new StringWriter();
    try (var out = FACTORY.createGenerator(text)) {
      write(tree, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(Object tree, JsonGenerator out) throws IOException {
    switch (tree) {
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (var entry : map.entrySet()) {
          out.writeFieldName((String) entry.getKey());
          write(entry.getValue(), out);
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (var item : list) {
          write(item, out);
        }
        out.writeEndArray();
      }
      case String text -> out.writeString(text);
      case Boolean truth -> out.writeBoolean(truth);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      default -> out.writeNull();
    }
  }

  /**
   * Reads an object; bodies of server-side apply may be YAML, of which JSON is a part.
   *
   * @throws ApiRefusal when it is none
   */
  @SuppressWarnings("unchecked")
  static Map<String, Object> read(String text) {
    try {
      if (tree(new Load(SETTINGS).loadFromString(text)) instanceof Map<?, ?> map) {
        return (Map<String, Object>) map;
      }
    } catch (YamlEngineException _) {
      // said below
    }
    throw new ApiRefusal(400, "BadRequest", "the body is no object");
  }

  private static Object tree(@Nullable Object loaded) {
    return switch (loaded) {
      case null -> NOTHING;
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), tree(value)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<>(list.size());
        list.forEach(item -> copy.add(tree(item)));
        yield copy;
      }
      default -> loaded;
    };
  }
}
