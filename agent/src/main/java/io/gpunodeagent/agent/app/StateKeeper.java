package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.attribution.Attribution;
import io.gpunodeagent.agent.attribution.AttributionInputs;
import io.gpunodeagent.agent.health.HealthMonitor;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.state.NodeState;

/**
 * Makes the state of each snapshot, from what the other sources know at that moment, and publishes
 * it by one volatile write. {@link #take} is the sampler's alone.
 */
final class StateKeeper {

  private final SourceFacts sources;
  private volatile Judgement judgement;
  private volatile NodeState latest;

  StateKeeper(NodeState first, SourceFacts sources, Judgement judgement) {
    latest = first;
    this.sources = sources;
    this.judgement = judgement;
  }

  /** Judges by other rules from the next snapshot on. */
  void judgeBy(Judgement other) {
    judgement = other;
  }

  /** The published state. */
  NodeState latest() {
    return latest;
  }

  /** Publishes the state of {@code node}. */
  void take(NodeSnapshot node) {
    var previous = latest;
    var allocations = sources.allocations();
    var pods = sources.pods();
    var draDevices = sources.draDevices();
    var inputs =
        new AttributionInputs(node, allocations, draDevices, sources.processes(node), pods);
    var attributed = Attribution.join(inputs, previous.attributed());
    var rules = judgement;
    latest =
        new NodeState(
            attributed,
            pods,
            draDevices.state(),
            previous.usage().after(attributed, pods, rules.usage()),
            HealthMonitor.after(previous.health(), node, rules.health(), sources.inventory()));
  }
}
