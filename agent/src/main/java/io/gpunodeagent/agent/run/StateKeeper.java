// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.attribution.AttributionInputs;
import io.gpunodeagent.core.health.HealthMonitor;
import io.gpunodeagent.core.health.NodeInventory;
import io.gpunodeagent.core.policy.Policies.Judged;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import java.util.Optional;

/**
 * Makes the state of each snapshot, from what the other sources know at that moment, and publishes
 * it by one volatile write. {@link #take} is the sampler's alone.
 */
public final class StateKeeper {

  private final SourceFacts sources;
  private volatile AgentRules judgement;
  private volatile NodeState latest;
  private Optional<Stalled> stalled = Optional.empty();

  public StateKeeper(NodeState first, SourceFacts sources, AgentRules judgement) {
    latest = first;
    this.sources = sources;
    this.judgement = judgement;
  }

  /** Judges by other rules from the next snapshot on. */
  void judgeBy(AgentRules other) {
    judgement = other;
  }

  /** The published state. */
  NodeState latest() {
    return latest;
  }

  /**
   * What is left of the published state when the sampler has fallen silent: one object for as long
   * as it is silent, so that nothing is judged or rendered twice. Never waits for {@link #take}.
   */
  synchronized NodeState stalled() {
    var last = latest;
    var rules = judgement;
    var known = stalled.filter(one -> one.isOf(last, rules));
    if (known.isEmpty()) {
      var health =
          HealthMonitor.after(
              last.health(), last.node().stalled(), rules.health(), NodeInventory.unknown());
      known = Optional.of(new Stalled(last, rules, last.stalled(health)));
      stalled = known;
    }
    return known.get().left();
  }

  /** Publishes the state of {@code node}, and returns it. */
  public NodeState take(NodeSnapshot node) {
    var previous = latest;
    var allocations = sources.allocations();
    var pods = sources.pods();
    var draDevices = sources.draDevices();
    var inputs =
        new AttributionInputs(node, allocations, draDevices, sources.processes(node), pods);
    var attributed = Attribution.join(inputs, previous.attributed());
    var rules = judgement;
    var usage = previous.usage().after(attributed, pods, rules.usage());
    var health = HealthMonitor.after(previous.health(), node, rules.health(), sources.inventory());
    var judged = new Judged(usage, rules.usage(), health);
    var policies = previous.policies().after(attributed, pods, judged, rules.policies());
    var next = new NodeState(attributed, pods, draDevices.state(), usage, health, policies);
    latest = next;
    return next;
  }

  private record Stalled(NodeState last, AgentRules rules, NodeState left) {

    @SuppressWarnings("ReferenceEquality") // Every publication is an object of its own.
    boolean isOf(NodeState state, AgentRules judgement) {
      return last == state && rules.equals(judgement);
    }
  }
}
