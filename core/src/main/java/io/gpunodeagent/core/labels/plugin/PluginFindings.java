// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import io.gpunodeagent.core.document.Alternatives;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads mappings as the device plugin decodes them, and collects what is wrong. The plugin takes
 * the last of several equal keys, a key without a value as one that is not written, and does not
 * use a key that it does not know. Confined to one reading.
 */
final class PluginFindings {

  private final List<Problem> refused = new ArrayList<>();
  private final List<Problem> ignored = new ArrayList<>();

  /** The plugin does not start with it. */
  void refuse(Problem problem) {
    refused.add(problem);
  }

  /** The plugin does not use it. */
  void ignore(Problem problem) {
    ignored.add(problem);
  }

  List<Problem> refused() {
    return refused;
  }

  List<Problem> ignored() {
    return ignored;
  }

  /** A mapping whose keys the plugin takes in any case; empty when it is none, which it refuses. */
  Optional<MappingReader> section(Node node, List<String> keys) {
    return section(node, keys, Set.of());
  }

  /**
   * The same.
   *
   * @param evenWithout keys that count as written without a value too
   */
  Optional<MappingReader> section(Node node, List<String> keys, Set<String> evenWithout) {
    return section(node, keys, evenWithout, false);
  }

  /** The same of a mapping whose keys the plugin takes in their own case only. */
  Optional<MappingReader> exact(Node node, List<String> keys, Set<String> evenWithout) {
    return section(node, keys, evenWithout, true);
  }

  private Optional<MappingReader> section(
      Node node, List<String> keys, Set<String> evenWithout, boolean exact) {
    if (!(node instanceof Node.Mapping mapping)) {
      refuse(MappingReader.noMapping(node));
      return Optional.empty();
    }
    var used = new LinkedHashMap<String, Node>();
    var written = new HashSet<String>();
    for (var entry : mapping.entries()) {
      if (!written.add(entry.key())) {
        ignore(
            Problem.at(
                entry.value().place(),
                "is written twice, and the device plugin takes the last value of a key",
                "keep one of the two"));
      }
      known(entry, keys, exact).ifPresent(key -> used.put(key, entry.value()));
    }
    var entries =
        used.entrySet().stream()
            .filter(
                one ->
                    !(one.getValue() instanceof Node.Absent) || evenWithout.contains(one.getKey()))
            .map(one -> new Node.Entry(one.getKey(), one.getValue()))
            .toList();
    return Optional.of(new MappingReader(new Node.Mapping(mapping.place(), entries), refused::add));
  }

  private Optional<String> known(Node.Entry entry, List<String> keys, boolean exact) {
    var written = entry.key();
    var place = entry.value().place();
    var known =
        keys.stream()
            .filter(key -> exact ? key.equals(written) : key.equalsIgnoreCase(written))
            .findFirst();
    if (known.isEmpty()) {
      ignore(
          Problem.unknown(
              place.where(),
              place.path(),
              "key, which the device plugin ignores",
              Suggestion.nearest(written, keys),
              "use " + Alternatives.of(keys)));
    } else if (!known.get().equals(written)) {
      ignore(
          Problem.at(
              place,
              "is spelt " + known.get() + ", and the device plugin takes either",
              "spell it so"));
    }
    return known;
  }
}
