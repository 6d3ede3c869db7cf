package io.gpunodeagent.agent.cluster;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.snapshot.KeyPatterns;
import io.gpunodeagent.agent.snapshot.Pods;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Keeps the pods of this node. */
final class PodFeed implements ListWatch.Source<SeenPod>, ListWatch.Listener<SeenPod> {

  private final ClusterConfig config;
  private final KeyPatterns labels;
  private final KeyPatterns annotations;
  private final SourceTracker tracker;
  private final Owners owners;
  private final Runnable podsChanged;
  private List<SeenPod> seen = List.of();
  private volatile Pods latest;

  PodFeed(ClusterConfig config, InstantSource clock, OwnerReader reader, Runnable podsChanged) {
    this(config, clock, reader, Duration.ofMinutes(5), podsChanged);
  }

  /**
   * A feed that asks for owners again after {@code ownerPause} when they cannot be read.
   *
   * @param podsChanged called when a pod came, went or changed, on the feed's thread
   */
  PodFeed(
      ClusterConfig config,
      InstantSource clock,
      OwnerReader reader,
      Duration ownerPause,
      Runnable podsChanged) {
    this.config = config;
    this.podsChanged = podsChanged;
    labels = KeyPatterns.of(config.podLabels());
    annotations = KeyPatterns.of(config.podAnnotations());
    tracker = new SourceTracker("pods of node " + config.nodeName(), clock);
    owners = new Owners(reader, ownerPause, this::publish);
    latest = new Pods(tracker.state(), List.of());
  }

  /** The pods as last known. */
  Pods latest() {
    return latest;
  }

  /** The owners of the pods, to be run. */
  Owners owners() {
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
  public Kept<SeenPod> read(JsonParser json) throws IOException {
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
  public synchronized void failed(ApiException failure) {
    tracker.down(failure.reason());
    publish();
  }

  private synchronized void publish() {
    latest = new Pods(tracker.state(), seen.stream().map(owners::resolve).toList());
  }
}
