// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the fields a server does not take when it does not say which, as with a policy's refusal:
 * by halves. Keys of one domain lie together, so a policy against a domain costs few questions.
 */
final class RefusedFieldSearch {

  private static final int MOST_QUESTIONS = 24;

  private final Deque<List<String>> groups = new ArrayDeque<>();
  private int questions;

  /** Suspects these fields. */
  void suspect(SequencedSet<String> fields) {
    groups.clear();
    questions = 0;
    halve(List.copyOf(fields));
  }

  /** No more questions. */
  void clear() {
    groups.clear();
  }

  /** The fields to be tried by themselves next; empty when nothing is left to ask. */
  Optional<Set<String>> next() {
    return Optional.ofNullable(groups.peek()).map(TreeSet::new);
  }

  /** The server takes the fields of {@link #next}. */
  void cleared() {
    questions++;
    groups.remove();
  }

  /** It does not take them; returns those that are found guilty now. */
  Set<String> refused() {
    questions++;
    var group = groups.remove();
    if (group.size() == 1) {
      return Set.copyOf(group);
    }
    if (questions >= MOST_QUESTIONS) {
      // What cannot be separated in reasonable time stays out as a whole.
      return Set.copyOf(group);
    }
    halve(group);
    return Set.of();
  }

  private void halve(List<String> group) {
    var middle = group.size() / 2;
    for (var half : List.of(group.subList(0, middle), group.subList(middle, group.size()))) {
      if (!half.isEmpty()) {
        groups.add(new ArrayList<>(half));
      }
    }
  }
}
