// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the C compiler says about NVML's header, from the simulator's fact file. */
record Abi(Map<String, Object> root) {
  static Abi read() throws IOException {
    Path file =
        Path.of(Simulation.property("repository.root"))
            .resolve("nvml-simulator/src/main/abi/nvml-abi.json");
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      parser.nextToken();
      return new Abi(map(value(parser)));
    }
  }

  /** A section or an entry, by the names that lead to it. */
  Map<String, Object> at(String... path) {
    Map<String, Object> found = root;
    for (String name : path) {
      found = map(Objects.requireNonNull(found.get(name), () -> String.join(".", path)));
    }
    return found;
  }

  /** The types of a function's parameters. */
  List<String> parameters(String function) {
    return ((List<?>) Objects.requireNonNull(at("functions", function).get("params")))
        .stream()
            .map(parameter -> (String) Objects.requireNonNull(map(parameter).get("type")))
            .toList();
  }

  @SuppressWarnings("unchecked") // objects are read as such maps below
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  static int number(Object value) {
    return (int) ((Number) value).longValue();
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      default -> parser.getText();
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }
}
