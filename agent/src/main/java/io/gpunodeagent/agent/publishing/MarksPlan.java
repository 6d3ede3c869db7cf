// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.node.NodeAnswer.Cause;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.text.KeyPatterns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which labels and annotations are written: those that are wanted, without what others hold and
 * what the server was found not to take. For one thread.
 */
final class MarksPlan {

  private final Rejections rejections = new Rejections();
  private final RefusedFieldSearch suspects = new RefusedFieldSearch();

  /** Whether the changes of the write that was refused last have been tried one by one. */
  private boolean probed;

  /** The labels and annotations that are wanted. */
  static NodeMarks marks(DesiredNode wanted) {
    return new NodeMarks(wanted.labels(), wanted.annotations());
  }

  /** What is wanted, with what is unknown now as it is on the Node. */
  private static NodeMarks keeping(DesiredNode wanted, NodeMarks own) {
    var kept = KeyPatterns.of(wanted.unknown());
    return new NodeMarks(
        kept.filled(wanted.labels(), own.labels()),
        kept.filled(wanted.annotations(), own.annotations()));
  }

  /** Others are wanted from now on. */
  void desiredChanged() {
    suspects.clear();
    probed = false;
  }

  /** What is to be done to have what is wanted: a write or a probe; empty when it is there. */
  Optional<NodeStep> next(DesiredNode desired, ObservedNode seen, Duration now) {
    var own = seen.own();
    var taken = keeping(desired, own).without(left(desired, seen, now).keySet());
    var wanted = taken.as(own, rejections.kept(own, taken, now).keySet());
    if (wanted.equals(own)) {
      return Optional.empty();
    }
    var group = suspects.next();
    if (group.isPresent()) {
      return Optional.of(new NodeStep.Probe(own.as(wanted, group.get())));
    }
    boolean force =
        wanted.fields().entrySet().stream()
            .anyMatch(field -> seen.contests(field.getKey(), field.getValue()));
    return Optional.of(new NodeStep.Write(wanted, force));
  }

  /** Fields that are not as they are wanted, and why. */
  Map<String, String> problems(DesiredNode wanted, ObservedNode seen, Duration now) {
    var own = seen.own();
    var problems = left(wanted, seen, now);
    var taken = keeping(wanted, own).without(problems.keySet());
    problems.putAll(rejections.kept(own, taken, now));
    return problems;
  }

  /** Fields that are not written, and why. */
  private Map<String, String> left(DesiredNode wanted, ObservedNode seen, Duration now) {
    var marks = keeping(wanted, seen.own());
    var left = new TreeMap<>(rejections.of(marks, now));
    marks
        .fields()
        .forEach(
            (field, value) -> {
              if (seen.contests(field, value) && !takesOver(wanted, field)) {
                left.put(field, held(seen, field));
              }
            });
    return left;
  }

  private static String held(ObservedNode seen, String field) {
    var holders = seen.managers().getOrDefault(field, Set.of());
    return "is "
        + seen.marks().fields().get(field)
        + ", held by "
        + (holders.isEmpty() ? "an unknown manager" : String.join(", ", holders))
        + "; left as it is";
  }

  private static boolean takesOver(DesiredNode wanted, String field) {
    return field.startsWith(NodeMarks.LABELS)
        && wanted.takeOver().contains(field.substring(NodeMarks.LABELS.length()));
  }

  /** The write was done. */
  void written() {
    probed = false;
  }

  /** The server takes what was probed. */
  void cleared() {
    suspects.cleared();
  }

  /** No more probes for now. */
  void giveUp() {
    suspects.clear();
  }

  /**
   * The server does not take the write.
   *
   * @param own what was there before
   * @param causes that the server names; none when it is a policy that refuses
   * @return whether it can be found out which change is at fault; if not, all of it has to wait
   */
  boolean refused(
      NodeStep.Write write, NodeMarks own, List<Cause> causes, String reason, Duration now) {
    var named = Rejections.named(causes, write.marks());
    rejections.add(named, write.marks(), reason, now);
    if (!named.isEmpty()) {
      return true;
    }
    if (probed) {
      return false;
    }
    probed = true;
    suspects.suspect(own.differences(write.marks()));
    return true;
  }

  /** The server does not take what was probed either. */
  void refused(NodeStep.Probe probe, String reason, Duration now) {
    rejections.add(suspects.refused(), probe.marks(), reason, now);
  }
}
