// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ApiReader;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.api.ListWatch;
import io.gpunodeagent.agent.cluster.api.SourceTracker;
import io.gpunodeagent.agent.cluster.pods.OwnerReader;
import io.gpunodeagent.agent.cluster.pods.PodFeed;
import io.gpunodeagent.agent.cluster.pods.SeenPod;
import io.gpunodeagent.agent.cluster.slices.SliceFeed;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.Pods;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the API server knows of this node, watched in the background: {@link #pods} and {@link
 * #draDevices} are one volatile read each, whatever the server does.
 *
 * <p>While the server does not answer, what it last said stays, with its age; a loop that fell or a
 * server that was not heard from for too long makes the source down. A server that is gone for
 * long, refuses, or cuts its watches needs nothing but time.
 */
public final class Cluster implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SourceTracker.LOGGER);

  private final ClusterConfig config;
  private final ApiReader client;
  private final PodFeed podFeed;
  private final SliceFeed sliceFeed;
  private final ListWatch<SeenPod> podWatch;
  private final List<Loop> loops;

  /**
   * A cluster that is watched from {@link #start} on.
   *
   * @param config says what is watched
   * @param clock for the times in the states
   * @param podsChanged called when a pod of this node came, went or changed; must not block
   */
  public Cluster(ClusterConfig config, InstantSource clock, Runnable podsChanged) {
    this(config, clock, System::nanoTime, podsChanged, Access.of(config));
  }

  /**
   * The same, reached in a given way.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public Cluster(
      ClusterConfig config,
      InstantSource clock,
      LongSupplier nanoTime,
      Runnable podsChanged,
      Access access) {
    this.config = config;
    client = new ApiReader(access, config.timeout());
    var share = NodeShare.of(config.nodeName());
    var node = config.nodeName();
    podFeed =
        new PodFeed(
            config,
            new SourceTracker("pods of node " + node, clock, nanoTime),
            new OwnerReader(client),
            podsChanged);
    podWatch = new ListWatch<>(client, podFeed, podFeed, share);
    sliceFeed =
        new SliceFeed(
            config,
            new SourceTracker("ResourceSlices of node " + node, clock, nanoTime),
            client,
            share);
    loops = loops();
  }

  private List<Loop> loops() {
    var wanted = new ArrayList<Loop>();
    if (config.enabled() && config.pods()) {
      wanted.add(podWatch.loop("cluster-pods"));
      wanted.add(podFeed.owners().loop());
    }
    if (config.enabled() && config.resourceSlices()) {
      wanted.add(sliceFeed.loop());
    }
    return List.copyOf(wanted);
  }

  /** Starts watching; nothing when nothing is to be watched or this node's name is not known. */
  public void start() {
    if (!config.enabled()) {
      LOG.log(Level.INFO, "The API server is not asked: {0}", whyNot());
    }
    loops.forEach(Loop::start);
  }

  /** The pods of this node as last known, and whether changes are heard of. Never blocks. */
  public Pods pods() {
    return config.enabled() && config.pods() ? podFeed.latest() : Pods.off();
  }

  /** The resource version of {@link #pods}; empty before they were first listed. */
  public String podsVersion() {
    return podWatch.reported();
  }

  /** The DRA devices of this node as last known. Never blocks. */
  public DraDevices draDevices() {
    return config.enabled() && config.resourceSlices() ? sliceFeed.latest() : DraDevices.off();
  }

  /** Ends the watching; what was last read stays. */
  @Override
  public void close() {
    loops.forEach(Loop::stop);
    loops.forEach(Loop::close);
    client.close();
  }

  private String whyNot() {
    return config.nodeName().isEmpty() && (config.pods() || config.resourceSlices())
        ? "this node's name is not known; set NODE_NAME"
        : "neither pods nor ResourceSlices are wanted";
  }
}
