// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How enforcement stands.
 *
 * @param actions how often something was tried since the start, by what, how it came out, and
 *     whether it was only reported
 * @param problems what keeps decisions from being carried out, by what it is
 */
public record EnforcementStatus(Map<Action, Long> actions, SequencedMap<String, String> problems) {

  public EnforcementStatus {
    actions = Map.copyOf(actions);
    problems = Collections.unmodifiableSequencedMap(new TreeMap<>(problems));
  }

  /**
   * Of what is counted; all lower-case label values.
   *
   * @param action of {@link PodAction}
   * @param outcome such as {@code done}, {@code blocked} or {@code refused}
   */
  public record Action(String action, String outcome, boolean dryRun) {}

  /** Nothing was done yet. */
  static EnforcementStatus starting() {
    return new EnforcementStatus(Map.of(), new TreeMap<>());
  }

  /** The same with other problems. */
  EnforcementStatus with(SequencedMap<String, String> now) {
    return new EnforcementStatus(actions, now);
  }

  /** The same with one action more. */
  EnforcementStatus with(Action action, SequencedMap<String, String> now) {
    var counted = new HashMap<>(actions);
    counted.merge(action, 1L, Long::sum);
    return new EnforcementStatus(counted, now);
  }
}
