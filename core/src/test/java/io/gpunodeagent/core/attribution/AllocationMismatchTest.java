// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import static io.gpunodeagent.core.attribution.Cluster.NOW;
import static io.gpunodeagent.core.attribution.Cluster.gpu;
import static io.gpunodeagent.core.attribution.Cluster.instance;
import static io.gpunodeagent.core.attribution.Cluster.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where allocation and use disagree, over several passes. */
class AllocationMismatchTest {

  private static final Duration PASS = Duration.ofSeconds(10);

  @Test
  void aDeviceThatWasGivenOutAndNeverUsedIsFoundWithItsTime() {
    var cluster = new Cluster().pod("a").give("a", 0);

    var first = cluster.join(idle());
    var third = cluster.join(cluster.join(first, PASS, idle()), PASS, idle());

    assertThat(first.findings()).isEmpty();
    assertThat(third.findings())
        .containsExactly(new AllocationMismatch.AllocatedNeverUsed(gpu(0), user("a"), NOW));
  }

  @Test
  void useOnceSeenIsNeverForgotten() {
    var cluster = new Cluster().pod("a").give("a", 0).runs("a", 100);

    var used = cluster.join(new GpuBuilder(0).busy(0, 1).process(100, 0, 1));
    var idle = cluster.join(cluster.join(used, PASS, idle()), PASS, idle());

    assertThat(idle.findings()).isEmpty();
    assertThat(idle.devices().get(gpu(0)))
        .extracting(device -> device.occupants().getFirst().holding().map(Holding::watch))
        .isEqualTo(Optional.of(new Watch(NOW, Optional.of(NOW))));
  }

  @Test
  void aGapInSightStartsTheWatchAnew() {
    var cluster = new Cluster().pod("a").give("a", 0);
    var before = cluster.join(idle());
    var gaps =
        List.<AttributedSnapshot>of(
            cluster.seeing(new Visibility.Partial("doubt")).join(before, PASS, idle()),
            cluster
                .seeing(new Visibility.Full())
                .join(
                    before,
                    PASS,
                    idle().condition(new GpuCondition.Hung("nvmlDeviceGetName", NOW))),
            cluster.join(before, PASS, idle().process(100, 0, 0)));

    for (var gap : gaps) {
      assertThat(gap.findings()).isEmpty();
      assertThat(cluster.join(gap, PASS, idle()).findings())
          .containsExactly(
              new AllocationMismatch.AllocatedNeverUsed(gpu(0), user("a"), NOW.plus(PASS)));
    }
  }

  @Test
  void anInitContainersUseIsItsPods() {
    var cluster = new Cluster().pod("a", "main", "init").give("a", 0).runs("a", "init", 100);

    var used = cluster.join(new GpuBuilder(0).busy(0, 1).process(100, 0, 1));

    assertThat(cluster.join(used, PASS, idle()).findings()).isEmpty();
  }

  @Test
  void aHolderOfAWholeGpuUnderMigIsNotCalledIdleForUsingItsInstances() {
    var cluster = new Cluster().pod("a").give("a", 0).runs("a", 100);

    var first = cluster.join(mig());
    var second = cluster.join(first, PASS, mig());

    assertThat(second.findings()).isEmpty();
    assertThat(second.devices().get(instance(0, 1)))
        .extracting(device -> device.occupants().getFirst().relation())
        .isEqualTo(Occupant.Relation.SAME_POD);
  }

  @Test
  void useWithoutAllocationIsFoundOnceTheKubeletsListIsNewerThanIt() {
    var cluster = new Cluster().pod("a").runs("a", 100);

    var first = cluster.join(used());
    var stale = Attribution.join(cluster.inputs(NOW.plus(PASS), used()), first);
    var second = cluster.join(first, PASS, used());

    assertThat(first.findings()).isEmpty();
    assertThat(stale.findings()).isEmpty();
    assertThat(second.findings())
        .singleElement()
        .isInstanceOfSatisfying(
            AllocationMismatch.UsedNotAllocated.class,
            finding -> {
              assertThat(finding.user()).isEqualTo(user("a"));
              assertThat(finding.share().pids()).containsExactly(100L);
            });
  }

  @Test
  void useOfAnotherPodsDeviceIsFoundWithWhoHoldsIt() {
    var cluster = new Cluster().pod("a").pod("b").give("b", 0).runs("a", 100).runs("b", 101);

    var second = cluster.join(cluster.join(usedByTwo()), PASS, usedByTwo());

    assertThat(second.findings())
        .singleElement()
        .isInstanceOfSatisfying(
            AllocationMismatch.UsedByAnotherPod.class,
            finding -> {
              assertThat(finding.user()).isEqualTo(user("a"));
              assertThat(finding.holders()).containsExactly(user("b"));
            });
  }

  @Test
  void aPodThatIsGoneAndLeftAProcessBehindIsFound() {
    var cluster = new Cluster();
    cluster.process(100, "python", new ProcessOwner.InPod("uid-gone", "x"));

    var second = cluster.join(cluster.join(used()), PASS, used());

    assertThat(second.findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.user()).isEqualTo(new DeviceUser.UnknownPod("uid-gone", "x")));
  }

  @Test
  void withoutTheKubeletNothingIsFound() {
    var down = new SourceState.Down(NOW, Optional.of(NOW.minusSeconds(60)), "gone");
    for (var state : List.of(down, new SourceState.Off())) {
      var cluster = new Cluster().pod("a").pod("b").give("a", 0).runs("b", 100).kubelet(state);

      assertThat(cluster.join(cluster.join(used()), PASS, used()).findings()).isEmpty();
    }
  }

  @Test
  void underMpsNobodyIsCalledUnused() {
    var cluster = new Cluster().pod("a").pod("m").replica("a", 0, 0);
    cluster.process(100, "nvidia-cuda-mps", new ProcessOwner.InPod("uid-m", "m/main"));
    var gpu = used().with(DeviceSignal.COMPUTE_MODE, Reading.of(3L));

    assertThat(cluster.join(cluster.join(gpu), PASS, gpu).findings()).isEmpty();
  }

  @Test
  void anotherPodOfTheNameIsWatchedAfresh() {
    var first = new Cluster().pod("a").give("a", 0).join(idle());
    var second = new Cluster().pod("a", "uid-2", "Running", Optional.of(NOW), "main");

    assertThat(second.give("a", new DeviceId.Gpu("GPU-0")).join(first, PASS, idle()).findings())
        .isEmpty();
  }

  private static GpuBuilder idle() {
    return new GpuBuilder(0).busy(0, 0);
  }

  private static GpuBuilder used() {
    return new GpuBuilder(0).busy(50, 1).process(100, 50, 1);
  }

  private static GpuBuilder usedByTwo() {
    return used().process(101, 10, 1);
  }

  private static GpuBuilder mig() {
    return new GpuBuilder(0).instance(1, 1, 10, 1).migProcess(100, 1, 0, 1);
  }
}
