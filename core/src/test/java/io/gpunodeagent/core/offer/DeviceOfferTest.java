// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.labels.plugin.Sharing.Replicated;
import io.gpunodeagent.core.labels.plugin.Sharing.Resource;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceOfferTest {

  private static final Sharing SHARED = sharing(false, new Resource("nvidia.com/gpu", 2));

  private static Sharing sharing(boolean renamed, Resource resource) {
    return new Sharing(
        Optional.of(new Replicated(renamed, false, List.of(resource))), Optional.empty());
  }

  private static NodeSnapshot node(GpuSample... gpus) {
    var affinities =
        List.of(
            new Affinity(Reading.unsupported(), Reading.of("0"), Reading.unsupported()),
            new Affinity(Reading.unsupported(), Reading.of("0-1"), Reading.unsupported()));
    var ready =
        new DriverState.Ready(
            Reading.unsupported(),
            Reading.unsupported(),
            Reading.unsupported(),
            Reading.unsupported(),
            "",
            0);
    return new NodeSnapshot(
        1,
        Instant.EPOCH,
        ready,
        true,
        List.of(gpus),
        new NodeTopology(Map.of(), Map.of(), affinities),
        SamplingStatistics.none());
  }

  private static Health health(GpuState... states) {
    var gpus = new LinkedHashMap<String, GpuHealth>();
    for (int index = 0; index < states.length; index++) {
      var uuid = "GPU-" + index;
      gpus.put(uuid, GpuHealth.of(uuid, uuid, "", states[index], Instant.EPOCH, List.of()));
    }
    return new Health(Instant.EPOCH, Duration.ZERO, gpus, List.of(), Optional.empty(), List.of());
  }

  private static GpuSample whole(int index) {
    return new GpuBuilder(index).build();
  }

  private static GpuSample split(int index) {
    return new GpuBuilder(index).instance(1, 1, 0, 0).instance(2, 1, 0, 0).build();
  }

  private static DeviceOffer offer(MigStrategy strategy, Sharing sharing, GpuSample... gpus) {
    return DeviceOffer.of(
        node(gpus), health(GpuState.HEALTHY, GpuState.HEALTHY), strategy, sharing);
  }

  private static List<String> ids(DeviceOffer offer, String resource) {
    return offer.resources().getOrDefault(resource, List.of()).stream()
        .map(OfferedDevice::id)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void wholeGpusAreOfferedByTheirUuidsWithTheirNumaNodes(MigStrategy strategy) {
    assertThat(offer(strategy, Sharing.none(), whole(0), whole(1)).resources())
        .isEqualTo(
            Map.of(
                "nvidia.com/gpu",
                List.of(
                    new OfferedDevice("GPU-0", true, Optional.of(0)),
                    new OfferedDevice("GPU-1", true, Optional.empty()))));
  }

  @Test
  void aSharedGpuIsOfferedOnceAReplica() {
    var offer = offer(MigStrategy.NONE, SHARED, whole(0), whole(1));
    assertThat(ids(offer, "nvidia.com/gpu"))
        .containsExactly("GPU-0::0", "GPU-0::1", "GPU-1::0", "GPU-1::1");
    assertThat(OfferedDevice.uuid("GPU-0::1")).isEqualTo("GPU-0");
    assertThat(OfferedDevice.uuid("GPU-0")).isEqualTo("GPU-0");
  }

  @Test
  void aRenamedResourceIsOfferedUnderItsOtherName() {
    var renamed = sharing(true, new Resource("nvidia.com/gpu", 2));
    assertThat(offer(MigStrategy.NONE, renamed, whole(0)).resources().keySet())
        .containsExactly("nvidia.com/gpu.shared");
  }

  @Test
  void migDevicesAreOfferedAsTheStrategySays() {
    var split = split(0);
    var uuids = List.of(uuid(split, 0), uuid(split, 1));
    assertThat(ids(offer(MigStrategy.NONE, Sharing.none(), split), "nvidia.com/gpu"))
        .containsExactly("GPU-0");
    assertThat(ids(offer(MigStrategy.SINGLE, Sharing.none(), split), "nvidia.com/gpu"))
        .isEqualTo(uuids);
    var mixed = offer(MigStrategy.MIXED, Sharing.none(), split, whole(1));
    assertThat(ids(mixed, "nvidia.com/mig-1g.10gb")).isEqualTo(uuids);
    assertThat(ids(mixed, "nvidia.com/gpu")).containsExactly("GPU-1");
  }

  private static String uuid(GpuSample gpu, int instance) {
    return gpu.migInstances().get(instance).computeInstances().getFirst().uuid();
  }

  @Test
  void theStrategySingleOffersNothingWhereDevicesDiffer() {
    assertThat(offer(MigStrategy.SINGLE, Sharing.none(), split(0), whole(1)).resources()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"HEALTHY, true", "DEGRADED, true", "UNKNOWN, false", "UNHEALTHY, false"})
  void aGpuThatIsUnknownOrUnhealthyIsGivenToNobody(GpuState state, boolean healthy) {
    var offer = DeviceOffer.of(node(whole(0)), health(state), MigStrategy.NONE, Sharing.none());
    assertThat(offer.resources().get("nvidia.com/gpu"))
        .containsExactly(new OfferedDevice("GPU-0", healthy, Optional.of(0)));
  }

  @Test
  void aDeviceThatIsGoneStaysAsUnhealthyUntilItIsBack() {
    var both = offer(MigStrategy.NONE, Sharing.none(), whole(0), whole(1));
    var one = offer(MigStrategy.NONE, Sharing.none(), whole(0));
    var after = both.followedBy(one);
    assertThat(after.resources().get("nvidia.com/gpu"))
        .extracting(OfferedDevice::id, OfferedDevice::healthy)
        .containsExactly(tuple("GPU-0", true), tuple("GPU-1", false));
    assertThat(after.followedBy(both)).isEqualTo(both);
    assertThat(both.followedBy(DeviceOffer.nothing()).resources().get("nvidia.com/gpu"))
        .noneMatch(OfferedDevice::healthy);
  }
}
