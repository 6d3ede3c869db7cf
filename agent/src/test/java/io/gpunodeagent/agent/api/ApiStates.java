// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** States of a node with one GPU, for tests. */
final class ApiStates {

  static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  /** Of an agent without rules. */
  static final AgentFacts FACTS =
      new AgentFacts("node-7", "1", Duration.ofSeconds(1), PolicyRules.none(), new TreeMap<>());

  private ApiStates() {}

  static NodeState of(long sequence, GpuCondition condition) {
    var gpu =
        new GpuBuilder(0)
            .condition(condition)
            .with(DeviceSignal.GPU_UTILIZATION, Reading.of(73L))
            .with(DeviceSignal.FAN_SPEED, Reading.unsupported());
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
            sequence,
            NOON.plusSeconds(sequence),
            driver,
            false,
            List.of(GpuBuilder.node(NOON, gpu).gpus().getFirst()),
            NodeTopology.none(),
            SamplingStatistics.none());
    return new NodeState(
        AttributedSnapshot.starting(node), Pods.off(), new SourceState.Off(), Usage.none());
  }
}
