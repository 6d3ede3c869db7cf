// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.state;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.Usage;
import java.time.Instant;

/**
 * Everything known of the node at one instant. There is one at a time, published by one volatile
 * write; whoever reads it can never mix two instants.
 *
 * @param attributed the snapshot, and who holds and who uses each device
 * @param pods of this node, as they were when the snapshot was attributed
 * @param draDevices whether ResourceSlices are read
 * @param usage what has been seen of each allocation over time, up to this snapshot
 * @param health of the GPUs, judged up to this snapshot
 * @param policies what the rules say of each pod, up to this snapshot
 */
public record NodeState(
    AttributedSnapshot attributed,
    Pods pods,
    SourceState draDevices,
    Usage usage,
    Health health,
    Policies policies) {

  /** A state of which no rule was asked. */
  public NodeState(
      AttributedSnapshot attributed,
      Pods pods,
      SourceState draDevices,
      Usage usage,
      Health health) {
    this(attributed, pods, draDevices, usage, health, Policies.none());
  }

  /** A state in which nothing is known of the GPUs' health. */
  public NodeState(AttributedSnapshot attributed, Pods pods, SourceState draDevices, Usage usage) {
    this(attributed, pods, draDevices, usage, Health.unknown(attributed.node().takenAt()));
  }

  /** What is known before the first pass. */
  public static NodeState starting(Instant now, boolean simulated) {
    return new NodeState(
        AttributedSnapshot.starting(NodeSnapshot.starting(now, simulated)),
        Pods.off(),
        new SourceState.Off(),
        Usage.none());
  }

  /** What is known before the first pass, usage, health and policies from before a restart. */
  public static NodeState starting(
      Instant now, boolean simulated, Usage usage, Health health, Policies policies) {
    var first = starting(now, simulated);
    return new NodeState(first.attributed, first.pods, first.draDevices, usage, health, policies);
  }

  /** The snapshot. */
  public NodeSnapshot node() {
    return attributed.node();
  }

  /**
   * What is left of this state when no other has followed it for too long: nothing it read may be
   * served any more.
   *
   * @param judged the health of the stalled snapshot
   */
  public NodeState stalled(Health judged) {
    return new NodeState(
        AttributedSnapshot.starting(node().stalled()),
        Pods.off(),
        new SourceState.Off(),
        usage,
        judged);
  }
}
