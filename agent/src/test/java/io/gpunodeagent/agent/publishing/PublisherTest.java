// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.node.ConditionText;
import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeEvent;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.NodeMarksApi;
import io.gpunodeagent.agent.cluster.node.NodeStatusApi;
import io.gpunodeagent.agent.cluster.node.NodeTaint;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.core.desired.DesiredNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fault of the publisher's own delays what is wanted, and loses nothing of it. */
@Timeout(60)
class PublisherTest {

  @Test
  void aFaultIsCountedAndToldAndTheWishIsWrittenAfterIt() throws InterruptedException {
    var before = LoopFailures.counts().getOrDefault("publisher", 0L);
    var api = new FaultyApi();
    var publisher =
        Publisher.to(
            Defaults.publishing().dryRun(false),
            PublishTarget.node(api),
            Optional.empty(),
            InstantSource.system());
    try (publisher) {
      publisher.start();
      api.asked.await();
      publisher.offer(DesiredNode.of(new TreeMap<>(Map.of("x/a", "1")), new TreeMap<>()));
      api.fail.countDown();
      while (!publisher.status().problems().containsKey("everything")) {
        Thread.onSpinWait();
      }
      assertThat(publisher.status().problems().get("everything"))
          .isEqualTo("its loop failed: IllegalStateException: a bug");
      assertThat(api.written.take().labels()).containsExactly(Map.entry("x/a", "1"));
      while (!publisher.status().problems().isEmpty()) {
        Thread.onSpinWait();
      }
    }
    assertThat(LoopFailures.counts()).containsEntry("publisher", before + 1);
  }

  /** Fails the first time it is asked. */
  private static final class FaultyApi implements NodeMarksApi, NodeStatusApi {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch fail = new CountDownLatch(1);
    private final LinkedBlockingQueue<NodeMarks> written = new LinkedBlockingQueue<>();
    private boolean failed;

    @Override
    public NodeAnswer read() throws InterruptedException {
      if (!failed) {
        failed = true;
        asked.countDown();
        fail.await();
        throw new IllegalStateException("a bug");
      }
      return seen(NodeMarks.none());
    }

    @Override
    public NodeAnswer apply(String uid, NodeMarks marks, Mode mode) {
      written.add(marks);
      return seen(marks);
    }

    @Override
    public NodeAnswer applyCondition(
        String uid, Optional<ConditionText> condition, Instant heartbeat) {
      return seen(NodeMarks.none());
    }

    @Override
    public NodeAnswer applyTaint(ObservedNode seen, String key, Optional<NodeTaint> taint) {
      return seen(NodeMarks.none());
    }

    @Override
    public NodeAnswer record(String uid, NodeEvent event) {
      return new NodeAnswer.Done();
    }

    private static NodeAnswer seen(NodeMarks marks) {
      var managers = new TreeMap<String, Set<String>>();
      marks
          .labels()
          .keySet()
          .forEach(key -> managers.put(NodeMarks.LABELS + key, Set.of(ObservedNode.AGENT)));
      return new NodeAnswer.Seen(
          new ObservedNode("u", "100", marks, managers, Optional.empty(), List.of()));
    }
  }
}
