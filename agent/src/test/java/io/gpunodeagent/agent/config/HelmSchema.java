// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.config.policy.PolicyReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schema of the agent's settings among the chart's values, from the table of settings. */
final class HelmSchema {

  private static final Pattern RANGE = Pattern.compile("a whole number from (\\d+) to (\\d+)");
  private static final int LINE = 130;

  private HelmSchema() {}

  /** The schema with {@code definitions.config} as the table has it, laid out. */
  static String withSettings(String schema) {
    var root = Json.object(schema);
    Json.map(root.get("definitions")).put("config", config());
    return layout(root, 0) + "\n";
  }

  private static Map<String, @Nullable Object> config() {
    var root = object();
    for (var setting : Settings.ALL) {
      var words = List.of(setting.key().split("\\."));
      var at = root;
      for (var word : words.subList(0, words.size() - 1)) {
        at = Json.map(properties(at).computeIfAbsent(word, _ -> object()));
      }
      properties(at).put(words.getLast(), value(setting));
    }
    for (var key : PolicyReader.LISTS.stream().sorted().toList()) {
      var policies = Json.map(properties(root).get("policies"));
      var list = new LinkedHashMap<String, @Nullable Object>();
      list.put("type", "array");
      list.put("items", Map.of("type", "object"));
      properties(policies).put(key.replaceFirst("policies.", ""), list);
    }
    return root;
  }

  private static Map<String, @Nullable Object> object() {
    var made = new LinkedHashMap<String, @Nullable Object>();
    made.put("type", "object");
    made.put("additionalProperties", false);
    made.put("properties", new LinkedHashMap<>());
    return made;
  }

  private static Map<String, @Nullable Object> properties(Map<String, @Nullable Object> object) {
    return Json.map(object.get("properties"));
  }

  private static Map<String, @Nullable Object> value(Setting<?> setting) {
    var made = new LinkedHashMap<String, @Nullable Object>();
    var type = setting.type();
    switch (type.name()) {
      case "boolean" -> made.put("type", "boolean");
      case "integer" -> {
        var range = RANGE.matcher(type.rule());
        assertThat(range.find()).as(type.rule()).isTrue();
        made.put("type", "integer");
        made.put("minimum", Integer.valueOf(range.group(1)));
        made.put("maximum", Integer.valueOf(range.group(2)));
      }
      case "choice" -> made.put("enum", choices(setting));
      case "list" -> made.put("type", List.of("array", "string"));
      case "duration" -> {
        made.put("type", "string");
        made.put("pattern", "^([0-9]+(ms|s|m|h))+$");
      }
      case "text", "path", "path or off", "address" -> made.put("type", "string");
      default -> throw new AssertionError("a type that the schema does not know: " + type.name());
    }
    return made;
  }

  /** The names that the rule lists; each must be one. */
  private static List<String> choices(Setting<?> setting) {
    var names = Stream.of(setting.type().rule().split(", | or ")).toList();
    assertThat(names)
        .as(setting.key())
        .allSatisfy(name -> assertThat(setting.type().parser().apply(name)).isPresent());
    return names;
  }

  /** Indented JSON; what fits on a line stays on it. */
  private static String layout(@Nullable Object value, int depth) {
    var line = Json.text(value == null ? "" : value);
    if (line.length() + 2 * depth <= LINE || !(value instanceof Map<?, ?> mapping)) {
      return line.replace("\":", "\": ").replace(",\"", ", \"").replace(",{", ", {");
    }
    var inner = "  ".repeat(depth + 1);
    return mapping.entrySet().stream()
        .map(entry -> inner + "\"" + entry.getKey() + "\": " + layout(entry.getValue(), depth + 1))
        .collect(Collectors.joining(",\n", "{\n", "\n" + "  ".repeat(depth) + "}"));
  }
}
