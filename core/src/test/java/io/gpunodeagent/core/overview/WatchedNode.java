// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.World;
import io.gpunodeagent.core.usage.clock.UsageRules;

/** A node of {@link World} with its latest state. */
final class WatchedNode implements World.Watcher {

  final World world = new World().watchedBy(this);

  @SuppressWarnings("NullAway.Init") // there is none before the first sample
  private NodeState state;

  @Override
  public void sampled(AttributedSnapshot attributed, Pods pods, Usage usage, UsageRules rules) {
    state = new NodeState(attributed, pods, new SourceState.Off(), usage);
  }

  @Override
  public void restarted(String bootBefore, String bootAfter) {}

  NodeState state() {
    return state;
  }

  NodeOverview overview() {
    return NodeOverview.of(state);
  }

  /** The use of the GPU at {@code place}. */
  GpuUse use(int place) {
    return GpuUse.of(state, state.node().gpus().get(place));
  }
}
