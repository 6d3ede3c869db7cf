// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.scenario;

import io.gpunodeagent.agent.config.SourcesConfig;
import io.gpunodeagent.agent.run.NodeSources;
import io.gpunodeagent.agent.run.SourceFacts;
import io.gpunodeagent.core.sources.Grant;
import io.gpunodeagent.core.sources.PodInfo.Gang;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.simulation.spi.SimulatedNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A simulated node whose time is stepped, and the agent's sources that ask it: after each step they
 * are waited for, so that what they know is of that step. Confined to one thread.
 */
final class SteppedSources implements AutoCloseable {

  /** Real time within which what was asked must have answered. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Real time for the owners of pods, some of which may never be read. */
  private static final Duration PATIENCE_WITH_OWNERS = Duration.ofSeconds(2);

  private static final Duration KUBELET_PERIOD = Duration.ofMinutes(1);

  private final SimulatedNode node;
  private final NodeSources sources;
  private final StepClock clock;
  private boolean changedBefore = true;
  private long askedAt;

  /** Sources of a node at t = 0. */
  SteppedSources(SimulatedNode node, SourcesConfig asked, StepClock clock) {
    this.node = node;
    this.clock = clock;
    sources = new NodeSources(asked, Optional.empty(), clock, clock::nanoTime);
  }

  /** Begins to ask. */
  void begin() throws InterruptedException {
    sources.startStepped();
    sources.askKubelet();
    sources.settle(PATIENCE);
  }

  /** What they know. */
  SourceFacts facts() {
    return sources;
  }

  /** Asks the kubelet whether a pod still has the GPUs it is known to have. On any thread. */
  Grant confirm(String namespace, String pod) throws InterruptedException {
    return sources.confirm(namespace, pod);
  }

  /**
   * Brings the node up to the clock, and the sources up to the node.
   *
   * @throws IOException when the node cannot go on as its scenario says
   * @throws TimeoutException when the agent does not learn of its pods
   */
  void follow() throws IOException, TimeoutException, InterruptedException {
    boolean changed = node.follow();
    if (changed || !podsKnown()) {
      awaitCluster();
    }
    if (changed || changedBefore || down(sources.allocations().state()) || kubeletDue()) {
      askedAt = clock.nanoTime();
      sources.askKubelet();
    }
    changedBefore = changed;
  }

  /** It says the same until something changes, but what it says is to be of late. */
  private boolean kubeletDue() {
    return clock.nanoTime() - askedAt >= KUBELET_PERIOD.toNanos();
  }

  private void awaitCluster() throws TimeoutException, InterruptedException {
    if (sources.pods().state() instanceof SourceState.Off || !node.apiAnswers()) {
      return;
    }
    if (!comesTrue(PATIENCE, this::podsKnown)) {
      throw new TimeoutException();
    }
    boolean _ =
        comesTrue(
            PATIENCE_WITH_OWNERS,
            () -> sources.pods().entries().stream().noneMatch(pod -> pod.gang() == Gang.UNKNOWN));
  }

  private boolean podsKnown() {
    var version = sources.podsVersion();
    return !down(sources.pods().state())
        && !version.isEmpty()
        && Long.parseLong(version) >= node.podsVersion();
  }

  private static boolean down(SourceState state) {
    return state instanceof SourceState.Down;
  }

  private static boolean comesTrue(Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(1);
    }
    return true;
  }

  @Override
  public void close() {
    sources.close();
    node.close();
  }
}
