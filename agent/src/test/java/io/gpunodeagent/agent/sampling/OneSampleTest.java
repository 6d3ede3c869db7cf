// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.NodeTopology.Pair;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OneSampleTest {

  private static final Pair THERE = new Pair(0, 1);
  private static final Pair BACK = new Pair(1, 0);

  private final OneSample once =
      new OneSample(new SamplingPlan(Set.of(), false), Defaults.sampling());

  @Test
  void pairsMustBeAskedBothWays() {
    var nothing = pass(1);
    var oneWay = pass(2, THERE);
    var bothWays = pass(3, THERE, BACK);
    once.offer(nothing);
    once.offer(oneWay);
    once.offer(bothWays);
    assertThat(once.await(() -> nothing)).isSameAs(bothWays);
  }

  @Test
  void pairsThatNeverComeAreNotWaitedForWithoutEnd() {
    var early = pass(15, THERE);
    var late = pass(16, THERE);
    once.offer(early);
    once.offer(late);
    assertThat(once.await(() -> early)).isSameAs(late);
  }

  private static NodeSnapshot pass(long passes, Pair... known) {
    var node = GpuBuilder.node(Instant.EPOCH, new GpuBuilder(0), new GpuBuilder(1));
    var pcie =
        Stream.of(known).collect(Collectors.toMap(pair -> pair, _ -> Reading.of(PcieLevel.NODE)));
    return new NodeSnapshot(
        passes,
        node.takenAt(),
        node.driver(),
        node.simulated(),
        node.gpus(),
        new NodeTopology(pcie, Map.of(), List.of()),
        new SamplingStatistics(passes, Duration.ZERO, Duration.ZERO, 0, Map.of(), Map.of(), 0));
  }
}
