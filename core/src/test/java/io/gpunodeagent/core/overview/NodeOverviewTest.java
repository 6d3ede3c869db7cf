// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import static io.gpunodeagent.core.usage.World.SECOND;
import static io.gpunodeagent.core.usage.World.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.overview.GpuUse.Kind;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.UsageBuilders;
import io.gpunodeagent.core.usage.World;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How many GPUs are used how, and that doubt is never free, idle or a number. */
class NodeOverviewTest {

  private final WatchedNode node = new WatchedNode();

  private static GpuBuilder gpu(int index, long percent) {
    return new GpuBuilder(index)
        .with(DeviceSignal.GPU_UTILIZATION, Reading.of(percent))
        .with(DeviceSignal.MEMORY_UTILIZATION, Reading.of(0L));
  }

  @Test
  void eachGpuIsOfOneKind() {
    node.world.holds("a", 0).holds("b", 1);
    samples(List.of(() -> gpu(0, 50), () -> gpu(1, 0), () -> gpu(2, 0)));

    assertThat(node.use(0)).isEqualTo(new GpuUse(Kind.ACTIVE, Optional.of(true), List.of()));
    assertThat(node.use(1).kind()).isEqualTo(Kind.IDLE);
    assertThat(node.use(2)).isEqualTo(new GpuUse(Kind.FREE, Optional.of(false), List.of()));
    var overview = node.overview();
    assertThat(overview.gpus()).isEqualTo(3);
    assertThat(overview.held()).hasValue(2);
    assertThat(overview.byUse().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
  }

  @Test
  void aHeldGpuIsNotIdleBeforeThatIsProven() {
    node.world.holds("a", 0);
    node.world.sample(gpu(0, 0));

    assertThat(node.use(0))
        .isEqualTo(new GpuUse(Kind.UNKNOWN, Optional.of(true), List.of("warming up")));
  }

  @Test
  void withoutTheKubeletNoGpuIsFree() {
    node.world.kubelet(
        Optional.of(new SourceState.Down(World.START, Optional.empty(), "no such socket")));
    node.world.sample(gpu(0, 0));

    assertThat(node.use(0).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(node.use(0).doubts()).containsExactly("the kubelet does not answer");
    assertThat(node.use(0).held()).isEmpty();
    assertThat(node.overview().count(Kind.FREE)).isZero();
    assertThat(node.overview().held()).isEmpty();
  }

  @Test
  void underMigTheInstancesDecide() {
    node.world.instance("a", 0, 1).instance("b", 0, 2);
    Supplier<GpuBuilder> halves =
        () ->
            UsageBuilders.instance(
                UsageBuilders.instance(new GpuBuilder(0), 1, Reading.of(0.0)), 2, Reading.of(80.0));
    samples(List.of(halves));

    assertThat(node.use(0).kind()).isEqualTo(Kind.ACTIVE);
    assertThat(node.overview().held()).hasValue(1);
  }

  @Test
  void powerIsTheSumOfThoseThatToldBothFigures() {
    node.world.sample(
        powered(0, Reading.of(100_000L)),
        powered(1, Reading.failed("nvmlDeviceGetPowerUsage", 999)));

    assertThat(node.overview().power()).isEqualTo(new NodeOverview.Power(1, 100_000, 300_000));
  }

  private static GpuBuilder powered(int index, Reading<Long> milliwatts) {
    return gpu(index, 0)
        .with(DeviceSignal.POWER_USAGE, milliwatts)
        .with(DeviceSignal.POWER_LIMIT_ENFORCED, Reading.of(300_000L));
  }

  private void samples(List<Supplier<GpuBuilder>> gpus) {
    for (var time = SECOND; time.compareTo(WINDOW.plus(SECOND)) <= 0; time = time.plus(SECOND)) {
      node.world.sample(gpus.stream().map(Supplier::get).toArray(GpuBuilder[]::new));
    }
  }
}
