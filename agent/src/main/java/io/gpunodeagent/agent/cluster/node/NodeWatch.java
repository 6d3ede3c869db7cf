// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ApiReader;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.api.ListWatch;
import io.gpunodeagent.agent.cluster.api.SourceTracker;
import io.gpunodeagent.agent.cluster.api.Versioned;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.sources.SourceState;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Watches the own Node in the background, so that what others write there, such as {@code
 * nvidia.com/mig.config.state}, is known at once. Needs the rights to list and watch nodes; without
 * them {@link #state} says so and no listener is called.
 */
public final class NodeWatch implements AutoCloseable {

  private final String node;
  private final String conditionType;
  private final ApiReader client;
  private final NodeShare share;
  private final SourceTracker tracker;
  private Optional<Loop> loop = Optional.empty();
  private volatile Optional<ObservedNode> latest = Optional.empty();
  private volatile SourceState state;

  /** Hears of the Node, on the watch's thread; must not block. */
  public interface Listener {

    /** The Node is this now, whether or not anything the agent cares for has changed. */
    void seen(ObservedNode node);

    /** There is no such Node now. */
    void gone();

    /** The server has said that nothing has changed since. */
    void unchanged();
  }

  /**
   * A watch that begins with {@link #start}.
   *
   * @param config must name the node
   * @param conditionType the condition that is the agent's
   * @param clock for the times in the state
   */
  public NodeWatch(ClusterConfig config, String conditionType, InstantSource clock) {
    this(config, conditionType, clock, Access.of(config));
  }

  public NodeWatch(ClusterConfig config, String conditionType, InstantSource clock, Access access) {
    node = config.nodeName();
    this.conditionType = conditionType;
    client = new ApiReader(access, config.timeout());
    share = NodeShare.of(node);
    tracker = new SourceTracker("changes of Node " + node, clock);
    state = tracker.state();
  }

  /** Starts watching. */
  public void start(Listener listener) {
    var watching =
        new ListWatch<>(client, new OneNode(node, conditionType), new Feed(listener), share)
            .loop("cluster-node");
    loop = Optional.of(watching);
    watching.start();
  }

  /** The Node as last seen; empty before that, and when there is none. Never blocks. */
  public Optional<ObservedNode> latest() {
    return latest;
  }

  /** Whether changes are heard of. Never blocks. */
  public SourceState state() {
    return tracker.now(state);
  }

  /** Ends the watching; what was last seen stays. */
  @Override
  public void close() {
    loop.ifPresent(Loop::close);
    client.close();
  }

  /** The collection that holds the own Node only. */
  private record OneNode(String node, String conditionType)
      implements ListWatch.Source<ObservedNode> {

    @Override
    public String path() {
      return "/api/v1/nodes";
    }

    @Override
    public String selector() {
      return "metadata.name=" + node;
    }

    @Override
    public Versioned<ObservedNode> read(JsonParser json) throws IOException {
      var seen = NodeParser.read(json, conditionType);
      return new Versioned<>(seen.uid(), seen.version(), seen, 0);
    }
  }

  /** Takes what the watch says. */
  private final class Feed implements ListWatch.Listener<ObservedNode> {

    private final Listener listener;

    Feed(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void changed(List<ObservedNode> nodes) {
      // When a Node was deleted and created again under its name, the latter counts.
      latest = nodes.isEmpty() ? Optional.empty() : Optional.of(nodes.getLast());
      tracker.read();
      state = tracker.state();
      latest.ifPresentOrElse(listener::seen, listener::gone);
    }

    @Override
    public void watching() {
      tracker.up(latest.isPresent() ? "it is there" : "there is none yet");
      state = tracker.state();
    }

    @Override
    public void alive() {
      tracker.read();
      state = tracker.state();
      listener.unchanged();
    }

    @Override
    public void failed(String reason) {
      tracker.down(reason);
      state = tracker.state();
    }
  }
}
