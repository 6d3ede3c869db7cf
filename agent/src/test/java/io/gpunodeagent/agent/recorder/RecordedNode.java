// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import io.gpunodeagent.agent.history.Chronicle;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.snapshot.XidKind;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A recorder of a node with one GPU, at a time that stands between steps. */
final class RecordedNode implements AutoCloseable {

  static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private static final AgentFacts FACTS =
      new AgentFacts("node-7", "1", Duration.ofSeconds(1), PolicyRules.none(), new TreeMap<>());

  final Recorder recorder;
  private final Chronicle chronicle =
      new Chronicle(NodeState.starting(NOON, false), List.of(), () -> Duration.ofSeconds(10));
  private final Map<Integer, Long> xids = new HashMap<>();
  private volatile Duration time = Duration.ZERO;
  private volatile NodeState published = chronicle.latest();
  private long sequence;
  private boolean started;

  RecordedNode(Path folder, long maxBytes) {
    recorder =
        new Recorder(
            folder,
            maxBytes,
            new Recorder.Subject(chronicle, () -> published, () -> FACTS),
            this::now,
            () -> time.toNanos());
  }

  /** Has the recorder's own thread do what the steps do otherwise. */
  RecordedNode start() {
    started = true;
    recorder.start();
    return this;
  }

  private void look() {
    if (!started) {
      recorder.look();
    }
  }

  Instant now() {
    return NOON.plus(time);
  }

  /** Lets so many seconds pass, with a sample each. */
  RecordedNode run(int seconds) {
    for (int second = 0; second < seconds; second++) {
      time = time.plusSeconds(1);
      sample();
      look();
    }
    return this;
  }

  /** Lets so many seconds pass without a sample, which is noticed. */
  RecordedNode stall(int seconds) {
    published = published.stalled(Health.unknown(now()));
    for (int second = 0; second < seconds; second++) {
      time = time.plusSeconds(1);
      look();
    }
    return this;
  }

  /** The GPU reports an XID with the next sample. */
  RecordedNode xid(int code) {
    xids.merge(code, 1L, Long::sum);
    return this;
  }

  private void sample() {
    var counts = new HashMap<XidKind, GpuEvents.XidCount>();
    xids.forEach(
        (code, count) -> counts.put(XidKind.of(code), new GpuEvents.XidCount(count, now())));
    var gpu =
        new GpuBuilder(0)
            .with(DeviceSignal.GPU_UTILIZATION, Reading.of(sequence % 100))
            .with(DeviceSignal.POWER_USAGE, Reading.of(300_000L + 1_000 * (sequence % 60)))
            .with(DeviceSignal.TEMPERATURE, Reading.failed("nvmlDeviceGetTemperature", 999))
            .events(
                new GpuEvents(
                    GpuEvents.Watch.ON,
                    List.of(),
                    counts,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Duration.ofMinutes(5)));
    var driver =
        new DriverState.Ready(
            Reading.of("580.105.08"),
            Reading.of("13.580.105.08"),
            Reading.of(13_000L),
            Reading.unsupported(),
            "libnvidia-ml.so.1",
            1);
    var node =
        new NodeSnapshot(
            ++sequence,
            now(),
            time,
            driver,
            false,
            GpuBuilder.node(now(), gpu).gpus(),
            NodeTopology.none(),
            SamplingStatistics.none());
    published =
        new NodeState(
            AttributedSnapshot.starting(node), Pods.off(), new SourceState.Off(), Usage.none());
    var before = chronicle.latest();
    recorder.take(before, published, chronicle.take(published));
  }

  @Override
  public void close() {
    recorder.close();
  }
}
