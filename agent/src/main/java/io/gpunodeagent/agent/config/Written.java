// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import java.util.List;
import java.util.Map;

/**
 * What one source says: values by key, still as text, and what is wrong with the source itself.
 *
 * @param values by dotted key
 * @param lists of rules by key, as they are in the file
 * @param problems in the order they were met
 */
record Written(Map<String, RawValue> values, Map<String, Node> lists, List<Problem> problems) {

  Written {
    values = Map.copyOf(values);
    lists = Map.copyOf(lists);
    problems = List.copyOf(problems);
  }

  /** A source that says nothing. */
  static Written nothing() {
    return new Written(Map.of(), Map.of(), List.of());
  }
}
