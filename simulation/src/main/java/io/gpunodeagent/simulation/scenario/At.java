// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import io.gpunodeagent.simulation.spi.ScenarioException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A place in a YAML file, so that a fault can name it.
 *
 * @param file the file's name, for messages
 * @param path dotted keys from the top, with list positions in brackets
 */
record At(String file, String path, Node node) {

  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
  private static final Map<String, Double> UNITS =
      Map.of("ms", 1e-3, "s", 1.0, "m", 60.0, "h", 3600.0, "d", 86400.0);
  private static final Map<String, Boolean> TRUTHS = Map.of("true", true, "false", false);

  /** The fault of the value at this place, in the words of the library's own messages. */
  ScenarioException fault(String rule, String wayOut) {
    var invalid =
        node instanceof ScalarNode scalar
            ? "\""
                + shortened(scalar.getValue().lines().findFirst().orElse(""))
                + "\" is not valid: "
            : "";
    return keyFault(invalid + rule, wayOut);
  }

  /** What is wrong with the key at this place, whatever its value. */
  private ScenarioException keyFault(String rule, String wayOut) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    var key = path.isEmpty() ? "" : path + ": ";
    return new ScenarioException("%s:%d: %s%s: %s".formatted(file, line, key, rule, wayOut));
  }

  private static String shortened(String text) {
    return text.length() > 80 ? text.substring(0, 80) : text;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isNothing() {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  /** Refuses a mapping with other keys than these, and what is no mapping. */
  void only(String... keys) {
    var known = List.of(keys);
    var seen = new HashSet<String>();
    for (var entry : entries().entrySet()) {
      var place = entry.getValue();
      if (!known.contains(entry.getKey())) {
        throw place.keyFault("unknown key", Nearest.hint(entry.getKey(), known));
      }
    }
    for (var tuple : ((MappingNode) node).getValue()) {
      if (!seen.add(keyOf(tuple))) {
        throw below(keyOf(tuple), tuple.getValueNode())
            .keyFault("the key is given twice", "remove one of the two");
      }
    }
  }

  /** The entries of a mapping, in the file's order. */
  Map<String, At> entries() {
    if (!(node instanceof MappingNode mapping)) {
      throw fault("must be a mapping", "write key: value pairs, see SCENARIOS.md");
    }
    var entries = new LinkedHashMap<String, At>();
    for (var tuple : mapping.getValue()) {
      entries.putIfAbsent(keyOf(tuple), below(keyOf(tuple), tuple.getValueNode()));
    }
    return entries;
  }

  private static String keyOf(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private At below(String key, Node value) {
    return new At(file, path.isEmpty() ? key : path + "." + key, value);
  }

  /** The value of a key; empty when the key is absent or has no value. */
  Optional<At> find(String key) {
    return Optional.ofNullable(entries().get(key)).filter(value -> !value.isNothing());
  }

  /** The value of a key that must be there. */
  At require(String key, String example) {
    return find(key).orElseThrow(() -> fault(key + " is required", "write " + example));
  }

  /** The items of a list. */
  List<At> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw fault("must be a list", "start each entry with a dash");
    }
    var items = new ArrayList<At>();
    for (var item : sequence.getValue()) {
      items.add(new At(file, path + "[" + items.size() + "]", item));
    }
    return items;
  }

  /** The items of the list behind a key; none when the key is absent. */
  List<At> items(String key) {
    return find(key).map(At::items).orElse(List.of());
  }

  /** A text that is not empty. */
  String text() {
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isEmpty() || isNothing()) {
      throw fault("must be a text", "write one word or a quoted text");
    }
    return scalar.getValue();
  }

  /** A text of a given form. */
  String text(Pattern form, String rule, String wayOut) {
    if (!form.matcher(text()).matches()) {
      throw fault(rule, wayOut);
    }
    return text();
  }

  /** A whole number of a range. */
  long number(long least, long most) {
    long value;
    try {
      value = Long.parseLong(text());
    } catch (NumberFormatException _) {
      throw fault("must be a whole number", "write digits only");
    }
    if (value < least || value > most) {
      throw fault(
          "must be between %d and %d".formatted(least, most), "give a number in that range");
    }
    return value;
  }

  /** A duration, in seconds. */
  double seconds() {
    var match = DURATION.matcher(text());
    if (!match.matches()) {
      throw fault("must be a duration", "write it like 250ms, 10s, 5m, 2h or 3d");
    }
    return Double.parseDouble(match.group(1)) * UNITS.getOrDefault(match.group(2), 1.0);
  }

  /** {@code true} or {@code false}. */
  boolean truth() {
    return word(TRUTHS);
  }

  /** One of some words. */
  <T> T word(Map<String, T> words) {
    var known = words.keySet().stream().sorted().toList();
    var value = words.get(text());
    if (value == null) {
      throw fault("not a known word", Nearest.hint(text(), known));
    }
    return value;
  }

  /** Texts by name, as labels are. */
  Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    entries()
        .forEach(
            (key, value) -> {
              if (!(value.node() instanceof ScalarNode scalar)) {
                throw value.fault("must be a text", "write one word or a quoted text");
              }
              texts.put(key, scalar.getValue());
            });
    return texts;
  }
}
