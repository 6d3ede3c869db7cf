// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.DeviceId;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In how many replicas a device is given out, and when that cannot be known. */
class ReplicaCountsTest {

  private static final String RESOURCE = "nvidia.com/gpu";

  @Test
  void theKubeletsIdsTellWhoeverHoldsThem() {
    var cluster = new Cluster().pod("a").replica("a", 0, 2).allocatable(of(0, 4), of(1, 4));

    assertThat(replicas(cluster, 0)).hasValue(4);
    assertThat(replicas(cluster, 1)).hasValue(4);
  }

  @Test
  void withoutItsWordTheHighestReplicaGivenOutTellsNothing() {
    assertThat(replicas(new Cluster().pod("a").replica("a", 0, 2), 0)).isEmpty();
  }

  @Test
  void aDeviceThatIsGivenOutAsAWholeHasNoReplicas() {
    var whole = new Allocatable.Entry(RESOURCE, new DeviceId.Gpu("GPU-0"), Set.of());

    assertThat(replicas(new Cluster().allocatable(whole), 0)).isEmpty();
  }

  @Test
  void anUnhealthyReplicaIsNotListedSoTheCountIsUnknown() {
    assertThat(replicas(new Cluster().allocatable(listed(0, 0, 1, 3)), 0)).isEmpty();
    assertThat(replicas(new Cluster().allocatable(of(0, 3), of(1, 4)), 0)).isEmpty();
    assertThat(replicas(new Cluster().allocatable(of(0, 3), of(1, 4)), 1)).hasValue(4);
  }

  @Test
  void aHeldReplicaThatIsNotListedMakesTheCountUnknown() {
    var cluster = new Cluster().pod("a").replica("a", 0, 4).allocatable(of(0, 4));

    assertThat(replicas(cluster, 0)).isEmpty();
  }

  @Test
  void aDeviceOfTwoResourcesHasNoOneCount() {
    var other = new Allocatable.Entry("nvidia.com/other", new DeviceId.Gpu("GPU-0"), Set.of(0, 1));

    assertThat(replicas(new Cluster().allocatable(of(0, 4), other), 0)).isEmpty();
  }

  @Test
  void slotsAreNoReplicas() {
    var slot = new Allocatable.Entry(RESOURCE, new DeviceId.Slot("GPU-0", 1), Set.of());

    assertThat(replicas(new Cluster().allocatable(slot), 0)).isEmpty();
  }

  private static Allocatable.Entry of(int gpu, int count) {
    return listed(gpu, IntStream.range(0, count).toArray());
  }

  private static Allocatable.Entry listed(int gpu, int... numbers) {
    return new Allocatable.Entry(
        RESOURCE,
        new DeviceId.Gpu("GPU-" + gpu),
        IntStream.of(numbers).boxed().collect(Collectors.toSet()));
  }

  private static OptionalInt replicas(Cluster cluster, int gpu) {
    return Objects.requireNonNull(
            cluster.join(new GpuBuilder(0), new GpuBuilder(1)).devices().get(Cluster.gpu(gpu)))
        .replicas();
  }
}
