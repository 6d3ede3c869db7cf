package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.NodeAnswer.Cause;
import io.gpunodeagent.agent.cluster.NodeMarks;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Fields whose values the server does not take: left out until they change, or for an hour. */
final class Rejections {

  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final Map<String, Rejection> rejections = new HashMap<>();

  private record Rejection(String value, String reason, Duration until) {}

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

  /** The server does not take these fields of {@code marks}. */
  void add(Set<String> fields, NodeMarks marks, String reason, Duration now) {
    var values = marks.fields();
    fields.forEach(
        field ->
            rejections.put(
                field, new Rejection(values.getOrDefault(field, ""), reason, now.plus(FORGOTTEN))));
  }

  /** Which of the marks are not to be written, and why. */
  Map<String, String> of(NodeMarks marks, Duration now) {
    var left = new HashMap<String, String>();
    marks
        .fields()
        .forEach(
            (field, value) -> {
              var rejection = rejections.get(field);
              if (rejection != null
                  && rejection.value().equals(value)
                  && rejection.until().compareTo(now) > 0) {
                left.put(field, "the server does not take it: " + rejection.reason());
              }
            });
    return left;
  }
}
