// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.desired;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.health.output.NodeHealth;
import io.gpunodeagent.core.labels.AllocatableCheck;
import io.gpunodeagent.core.labels.GpuFeatureDiscovery;
import io.gpunodeagent.core.labels.LabelDamping;
import io.gpunodeagent.core.labels.LabelSet;
import io.gpunodeagent.core.labels.Labels;
import io.gpunodeagent.core.labels.MigReconfiguration;
import io.gpunodeagent.core.labels.OwnerFacts;
import io.gpunodeagent.core.labels.Ownership;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one state calls for on the Node. Labels wait until they have held for a while, and those of
 * other managers are left alone. Health is neither delayed nor left to others: its labels, the
 * condition and the taint follow the state at once.
 *
 * @param desired what is to be on the Node
 * @param damping which labels wait; the next judgement goes on from here
 * @param problems what keeps a label from being made or written
 */
public record NodeJudgement(DesiredNode desired, LabelDamping damping, List<Problem> problems) {

  public NodeJudgement {
    problems = List.copyOf(problems);
  }

  /**
   * Whether the state is to be judged: not before NVML was first asked, and one snapshot only once,
   * unless sampling has stalled since.
   *
   * @param judged monotonic time of the snapshot that was judged last
   */
  public static boolean isDue(NodeState state, Optional<Duration> judged) {
    return switch (state.node().driver()) {
      case DriverState.Unavailable away when away.problem() == DriverState.Problem.STARTING ->
          false;
      case DriverState.Unavailable away
          when away.problem() == DriverState.Problem.SAMPLING_STALLED ->
          true;
      case DriverState.Ready _, DriverState.Unavailable _ ->
          !judged.equals(Optional.of(state.node().monotonic()));
    };
  }

  /**
   * Judges a state.
   *
   * @param before the damping of the last judgement; empty at first, when it goes on from what an
   *     earlier run has left on the Node
   */
  public static NodeJudgement of(
      Optional<LabelDamping> before, NodeState state, CurrentNode node, NodeRules rules) {
    var made = labels(state, rules);
    var damping =
        before
            .orElseGet(() -> LabelDamping.after(node.own()))
            .step(
                made,
                state.node().monotonic(),
                rules.labels().hold(),
                MigReconfiguration.state(node.values()));
    var owners =
        new OwnerFacts(
            GpuFeatureDiscovery.runs(state.pods()), rules.dra(), node.manager(), node.labels());
    var ownership = Ownership.decide(rules.labels().owner(), owners, damping.published());
    var allowed = ownership.allowed(damping.published());
    var health = NodeHealth.of(state.health(), rules.health(), node.conditionSince());
    return new NodeJudgement(
        joined(allowed, health).takingOver(ownership.takenOver()),
        damping,
        Stream.concat(made.problems().stream(), ownership.conflicts().stream()).toList());
  }

  private static LabelSet labels(NodeState state, NodeRules rules) {
    var made = Labels.of(state.node(), state.usage(), rules.facts(), rules.labels());
    var checked = AllocatableCheck.of(made, state.attributed().allocatable());
    return rules.sharingKnown() ? checked : checked.withholding(Labels.NVIDIA);
  }

  private static DesiredNode joined(LabelSet allowed, NodeHealth health) {
    var labels = new TreeMap<>(allowed.labels());
    labels.putAll(health.labels());
    var unknown = new TreeSet<>(allowed.unknown());
    unknown.addAll(health.unknown());
    return DesiredNode.of(labels, allowed.annotations())
        .unknown(unknown)
        .with(health.condition())
        .tainted(health.taint());
  }
}
