// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.NodeAnswer.Cause;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes that the server does not take: a value is left out until it changes, what is not let go
 * is kept, each for an hour.
 */
final class Rejections {

  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final Map<Change, Rejection> rejections = new HashMap<>();

  /** A field that is to have a value; none when it is to go. */
  private record Change(String field, Optional<String> value) {}

  private record Rejection(String reason, Duration until) {}

  /** The fields of {@code marks} that the causes name by key or value. */
  static Set<String> named(List<Cause> causes, NodeMarks marks) {
    var named = new TreeSet<String>();
    for (var cause : causes) {
      marks
          .fields()
          .forEach(
              (field, value) -> {
                var map =
                    field.startsWith(NodeMarks.LABELS) ? NodeMarks.LABELS : NodeMarks.ANNOTATIONS;
                var key = field.substring(map.length());
                // Without the dot; newer servers put the key behind it.
                boolean there = cause.field().startsWith(map.substring(0, map.length() - 1));
                boolean quoted =
                    cause.message().contains("\"" + key + "\"")
                        || (!value.isEmpty() && cause.message().contains("\"" + value + "\""))
                        || cause.field().contains(key);
                if (there && quoted) {
                  named.add(field);
                }
              });
    }
    return named;
  }

  /** The server does not take these fields as they are in {@code marks}, or their going. */
  void add(Set<String> fields, NodeMarks marks, String reason, Duration now) {
    var values = marks.fields();
    fields.forEach(
        field ->
            rejections.put(
                new Change(field, Optional.ofNullable(values.get(field))),
                new Rejection(reason, now.plus(FORGOTTEN))));
  }

  /** Which of the marks are not to be written, and why. */
  Map<String, String> of(NodeMarks marks, Duration now) {
    var left = new HashMap<String, String>();
    marks
        .fields()
        .forEach(
            (field, value) -> {
              var rejection = find(new Change(field, Optional.of(value)), now);
              rejection.ifPresent(
                  reason -> left.put(field, "the server does not take it: " + reason));
            });
    return left;
  }

  /** What of {@code own} is to go for {@code marks} and is kept, and why. */
  Map<String, String> kept(NodeMarks own, NodeMarks marks, Duration now) {
    var kept = new HashMap<String, String>();
    own.without(marks.fields().keySet())
        .fields()
        .forEach(
            (field, _) -> {
              var rejection = find(new Change(field, Optional.empty()), now);
              rejection.ifPresent(
                  reason -> kept.put(field, "the server does not let it go: " + reason));
            });
    return kept;
  }

  private Optional<String> find(Change change, Duration now) {
    return Optional.ofNullable(rejections.get(change))
        .filter(rejection -> rejection.until().compareTo(now) > 0)
        .map(Rejection::reason);
  }
}
