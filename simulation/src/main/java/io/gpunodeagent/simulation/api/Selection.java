// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which objects of a kind a request is about.
 *
 * @param namespace empty text for all
 * @param rules that all must hold
 */
record Selection(String namespace, List<Predicate<Map<String, Object>>> rules)
    implements Predicate<Map<String, Object>> {

  private static final Set<String> FIELDS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "spec.nodeName",
          "spec.driver",
          "status.phase",
          "type");

  /** Reads the selectors of a query. */
  static Selection of(String namespace, Map<String, String> query) {
    var rules = new ArrayList<Predicate<Map<String, Object>>>();
    for (var term : terms(query, "fieldSelector")) {
      rules.add(field(term));
    }
    for (var term : terms(query, "labelSelector")) {
      rules.add(label(term));
    }
    return new Selection(namespace, rules);
  }

  private static List<String> terms(Map<String, String> query, String key) {
    var text = query.getOrDefault(key, "");
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private static Predicate<Map<String, Object>> field(String term) {
    var rule = term(term, FIELDS);
    var path = rule.key().split("\\.", -1);
    return object -> Tree.text(object, path).equals(rule.value()) == rule.equal();
  }

  private static Predicate<Map<String, Object>> label(String term) {
    if (term.matches("[^=!()\\s]+")) {
      return object -> labels(object).containsKey(term);
    }
    var rule = term(term, Set.of());
    return object -> Tree.text(labels(object), rule.key()).equals(rule.value()) == rule.equal();
  }

  private static Map<String, Object> labels(Map<String, Object> object) {
    return Tree.map(Tree.map(object, "metadata"), "labels");
  }

  private record Term(String key, boolean equal, String value) {}

  private static Term term(String text, Set<String> known) {
    var parts = text.split("!=|==?", 2);
    if (parts.length < 2 || (!known.isEmpty() && !known.contains(parts[0]))) {
      throw new ApiRefusal(400, "BadRequest", "field label not supported: " + text);
    }
    return new Term(parts[0], !text.contains("!="), parts[1]);
  }

  @Override
  public boolean test(Map<String, Object> object) {
    return (namespace.isEmpty() || Tree.text(object, "metadata", "namespace").equals(namespace))
        && rules.stream().allMatch(rule -> rule.test(object));
  }
}
