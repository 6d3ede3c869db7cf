package io.gpunodeagent.agent.config;

import java.util.List;
import java.util.Map;

/**
 * What one source says: values by key, still as text, and what is wrong with the source itself.
 *
 * @param values by dotted key
 * @param problems in the order they were met
 */
record Written(Map<String, RawValue> values, List<Problem> problems) {

  Written {
    values = Map.copyOf(values);
    problems = List.copyOf(problems);
  }

  /** A source that says nothing. */
  static Written nothing() {
    return new Written(Map.of(), List.of());
  }
}
