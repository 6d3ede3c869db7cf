package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.attribution.Attribution;
import io.gpunodeagent.agent.attribution.AttributionInputs;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.state.NodeState;
import io.gpunodeagent.agent.usage.Usage;

/**
 * Makes the state of each snapshot, from what the other sources know at that moment, and publishes
 * it by one volatile write. {@link #take} is the sampler's alone.
 */
final class StateKeeper {

  private final SourceFacts sources;
  private volatile NodeState latest;

  StateKeeper(NodeState first, SourceFacts sources) {
    latest = first;
    this.sources = sources;
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
    latest = new NodeState(attributed, pods, draDevices.state(), Usage.none());
  }
}
