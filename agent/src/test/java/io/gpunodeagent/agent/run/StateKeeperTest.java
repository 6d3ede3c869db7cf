// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.NodeInventory;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is published while the sampler is silent. */
class StateKeeperTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final StateKeeper keeper =
      new StateKeeper(NodeState.starting(NOW, true), new Nothing(), judgement(1));

  @Test
  void whileTheSamplerIsSilentOneStateIsServed() {
    var first = keeper.stalled();
    assertThat(first.node().driver())
        .isInstanceOfSatisfying(
            DriverState.Unavailable.class,
            away -> assertThat(away.problem()).isEqualTo(DriverState.Problem.SAMPLING_STALLED));
    assertThat(keeper.stalled()).isSameAs(first);
  }

  @Test
  void otherRulesAndAnotherSnapshotMakeAnother() {
    var first = keeper.stalled();
    keeper.judgeBy(judgement(2));
    var second = keeper.stalled();
    assertThat(second).isNotSameAs(first);
    keeper.take(NodeSnapshot.starting(NOW.plusSeconds(1), true));
    assertThat(keeper.stalled()).isNotSameAs(second);
    assertThat(keeper.stalled().node().takenAt()).isEqualTo(NOW.plusSeconds(1));
  }

  private static AgentRules judgement(int seconds) {
    return new AgentRules(
        UsageRules.defaults(Duration.ofSeconds(seconds)),
        HealthRules.forSlowPeriod(Duration.ofSeconds(5)),
        PolicyRules.none());
  }

  private static final class Nothing implements SourceFacts {

    @Override
    public Allocations allocations() {
      return Allocations.off();
    }

    @Override
    public Pods pods() {
      return Pods.off();
    }

    @Override
    public DraDevices draDevices() {
      return DraDevices.off();
    }

    @Override
    public NodeInventory inventory() {
      return NodeInventory.unknown();
    }

    @Override
    public ProcessTable processes(NodeSnapshot node) {
      return ProcessTable.off();
    }
  }
}
