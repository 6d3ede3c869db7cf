package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.document.Alternatives;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One mapping of a device plugin's configuration, its keys known. Confined to one reading. */
final class PluginSection {

  private final String path;
  private final PluginFindings findings;
  private final Map<String, Object> values = new HashMap<>();
  private final Set<String> nulls = new HashSet<>();

  private PluginSection(String path, PluginFindings findings) {
    this.path = path;
    this.findings = findings;
  }

  /**
   * Takes a mapping. The plugin takes known keys in any case.
   *
   * @param path of the mapping, empty for the document
   */
  static PluginSection of(
      String path, Map<?, ?> entries, List<String> keys, PluginFindings findings) {
    return read(path, entries, keys, false, findings);
  }

  /** Takes a mapping whose keys the plugin takes in their own case only. */
  static PluginSection ofExactKeys(
      String path, Map<?, ?> entries, List<String> keys, PluginFindings findings) {
    return read(path, entries, keys, true, findings);
  }

  private static PluginSection read(
      String path, Map<?, ?> entries, List<String> keys, boolean exact, PluginFindings findings) {
    var section = new PluginSection(path, findings);
    entries.forEach(
        (key, value) -> {
          var written = String.valueOf(key);
          var known = known(written, keys, exact);
          if (known.isEmpty()) {
            findings.ignore(
                section.at(written),
                shown(value),
                "is behind an unknown key, which the device plugin ignores",
                "use " + Alternatives.of(keys));
            return;
          }
          if (!known.get().equals(written)) {
            findings.ignore(
                section.at(written),
                shown(value),
                "is behind a key spelt otherwise, "
                    + known.get()
                    + ", and the device plugin takes either",
                "spell it so");
          }
          section.nulls.remove(known.get());
          section.values.remove(known.get());
          if (value == null) {
            section.nulls.add(known.get());
          } else {
            section.values.put(known.get(), value);
          }
        });
    return section;
  }

  private static Optional<String> known(String written, List<String> keys, boolean exact) {
    return keys.stream()
        .filter(key -> exact ? key.equals(written) : key.equalsIgnoreCase(written))
        .findFirst();
  }

  private static String shown(Object value) {
    return value instanceof Map<?, ?> || value instanceof List<?>
        ? "a section"
        : String.valueOf(value);
  }

  PluginFindings findings() {
    return findings;
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Refuses a key that is written without a value, where the plugin takes none for a wrong one. */
  void notNull(String key, String remedy) {
    if (nulls.contains(key)) {
      findings.refuse(at(key), "", "has no value", remedy);
    }
  }

  /** Whether the key is written, with a value or without. */
  boolean isWritten(String key) {
    return has(key) || nulls.contains(key);
  }

  Optional<Object> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  Optional<Boolean> bool(String key) {
    return typed(
        key,
        value -> value instanceof Boolean is ? Optional.of(is) : Optional.empty(),
        "true or false, without quotes");
  }

  Optional<String> text(String key) {
    return typed(
        key,
        value -> value instanceof String is ? Optional.of(is) : Optional.empty(),
        "a text, in quotes where YAML needs them");
  }

  Optional<String> choice(String key, List<String> choices) {
    return typed(
        key, value -> choices.stream().filter(value::equals).findFirst(), Alternatives.of(choices));
  }

  /** A whole number that fits; the plugin's own are of 64 bits, but none needs more than 32. */
  Optional<Integer> integer(String key, int least) {
    return typed(
        key,
        value ->
            value instanceof Number number && number.doubleValue() == number.intValue()
                ? Optional.of(number.intValue()).filter(is -> is >= least)
                : Optional.empty(),
        "a whole number of at least " + least);
  }

  /**
   * The value of {@code key}; one of another type is refused.
   *
   * @param allowed what to use instead
   */
  <T> Optional<T> typed(String key, Function<Object, Optional<T>> type, String allowed) {
    var value = value(key);
    var good = value.flatMap(type);
    if (value.isPresent() && good.isEmpty()) {
      findings.refuse(at(key), shown(value.get()), "is not valid", "use " + allowed);
    }
    return good;
  }

  /** The mapping below {@code key}. */
  Optional<PluginSection> section(String key, List<String> keys) {
    return mapping(key).map(entries -> of(at(key), entries, keys, findings));
  }

  Optional<Map<?, ?>> mapping(String key) {
    return typed(
        key,
        value -> value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty(),
        "keys, indented below it");
  }

  /** The list below {@code key}, empty without one. */
  List<Object> list(String key) {
    var items = new ArrayList<Object>();
    typed(
            key,
            value -> value instanceof List<?> list ? Optional.of(list) : Optional.empty(),
            "a list, each item on a line of its own, after -")
        .ifPresent(items::addAll);
    return items;
  }
}
