// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import static io.gpunodeagent.core.policy.PolicyWorld.SHARES;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.decision.Verdict;
import io.gpunodeagent.core.policy.decision.VerdictEvidence;
import io.gpunodeagent.core.policy.decision.VerdictEvidence.Limit;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Limits of those who share a GPU: two pods, a replica each. */
class ShareTest {

  private static final long GIB = 1L << 30;

  private final PolicyWorld node = new PolicyWorld().rules(PolicyWorld.shares(SHARES));

  @Test
  void whoTakesMoreThanItsShareClimbsTheLadderStepByStep() {
    shared();

    run(Duration.ofSeconds(125), 80, 15, GIB);
    assertThat(node.share("a").stage()).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.share("a").verdict()).isEqualTo(Verdict.MET);
    assertThat(node.share("a").reclaimAt()).isPresent();
    assertThat(node.share("b").stage()).isEqualTo(Stage.WATCHED);
    var grounds = (VerdictEvidence.TimeSlice) node.share("a").evidence();
    assertThat(grounds.violations())
        .extracting(VerdictEvidence.Violation::limit)
        .containsExactly(Limit.COMPUTE);
    assertThat(grounds.text()).contains("main on GPU-0 takes 84.2 %", "allowed 60.0 %");

    run(Duration.ofMinutes(2), 80, 15, GIB);
    assertThat(node.share("a").stage()).isEqualTo(Stage.DUE);
  }

  @Test
  void aLoneUserOfASharedGpuIsNeverUnfair() {
    shared();

    run(Duration.ofMinutes(10), 100, 0, GIB);

    assertThat(node.share("a").stage()).isEqualTo(Stage.WATCHED);
    assertThat(node.share("a").verdict()).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void whoHoldsMoreMemoryThanItsPartIsFound() {
    shared();

    run(Duration.ofSeconds(121), 0, 0, 45 * GIB);

    assertThat(node.share("a").stage()).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.share("a").evidence().text())
        .contains("holds 46080 MiB of device memory, allowed 45056 MiB");
  }

  @Test
  void aBreakEndsIt() {
    shared();

    run(Duration.ofSeconds(119), 0, 0, 45 * GIB);
    run(World.SECOND, 0, 0, GIB);
    run(Duration.ofSeconds(119), 0, 0, 45 * GIB);

    assertThat(node.share("a").stage()).isEqualTo(Stage.WATCHED);
  }

  @Test
  void hiddenProcessesEnforceNothing() {
    shared();
    run(Duration.ofMinutes(5), 80, 15, GIB);
    assertThat(node.share("a").stage()).isEqualTo(Stage.DUE);

    node.world.seeing(new Visibility.Partial("some are hidden"));
    run(World.SECOND, 80, 15, GIB);
    assertThat(node.share("a").stage()).isEqualTo(Stage.ANNOUNCED);
    assertThat(node.share("a").verdict()).isEqualTo(Verdict.UNKNOWN);

    run(Duration.ofSeconds(121), 80, 15, GIB);
    assertThat(node.share("a").stage()).isEqualTo(Stage.WATCHED);
  }

  @Test
  void whileTheKubeletOrTheApiServerIsSilentNothingIsHeldAgainstAnybody() {
    shared();
    run(Duration.ofMinutes(5), 80, 15, GIB);
    assertThat(node.share("a").stage()).isEqualTo(Stage.DUE);
    var down = new SourceState.Down(World.START, Optional.of(World.START), "gone");

    node.world.kubelet(Optional.of(down));
    run(World.SECOND, 80, 15, GIB);
    assertThat(node.share("a").marked()).isFalse();
    assertThat(node.share("a").verdict()).isEqualTo(Verdict.UNKNOWN);

    node.world.kubelet(Optional.empty()).api(Optional.of(down));
    run(World.SECOND, 80, 15, GIB);
    assertThat(node.share("a").marked()).isFalse();

    node.world.api(Optional.empty());
    run(World.SECOND, 80, 15, GIB);
    assertThat(node.share("a").stage()).isEqualTo(Stage.DUE);
  }

  @Test
  void aContendedGpuMayBeHeldOnlySoLong() {
    node.rules(
        PolicyWorld.shares(
            new TimeSliceRule(
                "hold",
                Match.ANY,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(5)),
                Duration.ofSeconds(30),
                PolicyAction.MARK,
                Optional.empty())));
    shared();

    run(Duration.ofMinutes(5), 50, 50, GIB);
    assertThat(node.share("a").stage()).isEqualTo(Stage.WATCHED);
    run(Duration.ofMinutes(2), 50, 50, GIB);

    assertThat(node.share("a").stage()).isEqualTo(Stage.MARKED);
    assertThat(node.share("a").evidence().text()).contains("has held a contended GPU for");
  }

  private void shared() {
    node.world.replica("a", 0, 0).replica("b", 0, 1).runs("a", 1).runs("b", 2);
  }

  private void run(Duration time, long a, long b, long memory) {
    node.world.samples(
        time,
        () ->
            new GpuBuilder(0)
                .busy(Math.min(100, a + b), memory + GIB)
                .with(DeviceSignal.POWER_USAGE, Reading.of(a + b > 0 ? 300_000L : 75_000L))
                .with(DeviceSignal.MEMORY_TOTAL, Reading.of(80 * GIB))
                .process(1, a, memory)
                .process(2, b, GIB));
  }
}
