// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.api.ListWatch;
import io.gpunodeagent.agent.cluster.api.SourceTracker;
import io.gpunodeagent.agent.cluster.api.Versioned;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.text.KeyPatterns;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Keeps the pods of this node. */
public final class PodFeed implements ListWatch.Source<SeenPod>, ListWatch.Listener<SeenPod> {

  /** Before owners that cannot be read are asked for again. */
  private static final Duration OWNER_PAUSE = Duration.ofMinutes(5);

  private final ClusterConfig config;
  private final KeyPatterns labels;
  private final KeyPatterns annotations;
  private final SourceTracker tracker;
  private final OwnerLookup owners;
  private final Runnable podsChanged;
  private List<SeenPod> seen = List.of();
  private volatile Pods latest;

  /**
   * A feed of the pods of the node that is configured.
   *
   * @param podsChanged called when a pod came, went or changed, on the feed's thread
   */
  public PodFeed(
      ClusterConfig config, SourceTracker tracker, OwnerReader reader, Runnable podsChanged) {
    this.config = config;
    this.podsChanged = podsChanged;
    labels = KeyPatterns.of(config.podLabels());
    annotations = KeyPatterns.of(config.podAnnotations());
    this.tracker = tracker;
    owners = new OwnerLookup(reader, OWNER_PAUSE, NodeShare.of(config.nodeName()), this::publish);
    latest = new Pods(tracker.state(), List.of());
  }

  /** The pods as last known. */
  public Pods latest() {
    var known = latest;
    var state = tracker.now(known.state());
    return state.equals(known.state()) ? known : new Pods(state, known.entries());
  }

  /** The owners of the pods, to be run. */
  public OwnerLookup owners() {
    return owners;
  }

  @Override
  public String path() {
    return "/api/v1/pods";
  }

  @Override
  public String selector() {
    return "spec.nodeName=" + config.nodeName();
  }

  @Override
  public Versioned<SeenPod> read(JsonParser json) throws IOException {
    return PodReader.read(json, labels, annotations);
  }

  @Override
  public void changed(List<SeenPod> pods) {
    synchronized (this) {
      seen = pods;
      tracker.read();
      publish();
    }
    owners.want(pods);
    podsChanged.run();
  }

  @Override
  public synchronized void watching() {
    tracker.up(seen.size() + " pod(s)");
    publish();
  }

  @Override
  public synchronized void alive() {
    tracker.read();
    publish();
  }

  @Override
  public synchronized void failed(String reason) {
    tracker.down(reason);
    publish();
  }

  private synchronized void publish() {
    latest = new Pods(tracker.state(), seen.stream().map(owners::resolve).toList());
  }
}
