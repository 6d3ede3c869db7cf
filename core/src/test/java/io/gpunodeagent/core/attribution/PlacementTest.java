// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import static io.gpunodeagent.core.attribution.Cluster.STARTED;
import static io.gpunodeagent.core.attribution.Cluster.gpu;
import static io.gpunodeagent.core.attribution.Cluster.instance;
import static io.gpunodeagent.core.attribution.Cluster.name;
import static io.gpunodeagent.core.attribution.Cluster.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.attribution.placement.Unplaced;
import io.gpunodeagent.core.attribution.placement.Unplaced.Reason;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.SourceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which device an allocation is of, and whose it is when several lay claim to it. */
class PlacementTest {

  static Stream<Arguments> ids() {
    return Stream.of(
        Arguments.of(new DeviceId.Gpu("GPU-0"), gpu(0)),
        Arguments.of(new DeviceId.Minor(0, OptionalInt.empty()), gpu(0)),
        Arguments.of(dra("gpu-0"), gpu(0)),
        Arguments.of(new DeviceId.Mig("MIG-1-3-0"), instance(1, 3)),
        Arguments.of(new DeviceId.MigOfGpu("GPU-1", 3, 0), instance(1, 3)),
        Arguments.of(new DeviceId.Minor(1, OptionalInt.of(3)), instance(1, 3)),
        Arguments.of(dra("gpu-1-mig-1g10gb-19-0"), instance(1, 3)));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void everyFormOfIdFindsItsDevice(DeviceId id, Device expected) {
    var joined =
        new Cluster()
            .pod("a")
            .give("a", id)
            .slice("gpu-0", "GPU-0")
            .slice("gpu-1-mig-1g10gb-19-0", "MIG-1-3-0")
            .join(new GpuBuilder(0), new GpuBuilder(1).instance(3, 1, 0, 0));

    assertThat(holders(joined, expected)).containsExactly(user("a"));
    assertThat(joined.unplaced()).isEmpty();
  }

  static Stream<Arguments> unknownIds() {
    return Stream.of(
        Arguments.of(new DeviceId.Gpu("GPU-9"), Reason.UNKNOWN_DEVICE),
        Arguments.of(new DeviceId.Gpu("gpu-0"), Reason.UNKNOWN_DEVICE),
        Arguments.of(new DeviceId.Mig("MIG-1-3-1"), Reason.UNKNOWN_DEVICE),
        Arguments.of(new DeviceId.MigOfGpu("GPU-1", 3, 1), Reason.UNKNOWN_DEVICE),
        Arguments.of(new DeviceId.Minor(7, OptionalInt.empty()), Reason.UNKNOWN_DEVICE),
        Arguments.of(new DeviceId.Minor(0, OptionalInt.of(3)), Reason.UNKNOWN_DEVICE),
        Arguments.of(dra("gpu-7"), Reason.UNKNOWN_DEVICE),
        Arguments.of(dra("gpu-1-mig-1g10gb-19-0"), Reason.UNKNOWN_DEVICE),
        Arguments.of(new DeviceId.Dra("gpu.example.com", "node", "gpu-0"), Reason.UNKNOWN_DEVICE),
        Arguments.of(new DeviceId.Unrecognised("0000:1b:00.0"), Reason.UNKNOWN_FORM));
  }

  @ParameterizedTest
  @MethodSource("unknownIds")
  void anUnknownIdIsCountedAndNeverGuessed(DeviceId id, Reason reason) {
    var joined =
        new Cluster()
            .pod("a")
            .give("a", id)
            .join(new GpuBuilder(0), new GpuBuilder(1).instance(3, 1, 0, 0));

    assertThat(joined.unplaced()).extracting(Unplaced::reason).containsExactly(reason);
    assertThat(joined.devices().values()).allMatch(device -> device.occupants().isEmpty());
  }

  @Test
  void theIdOfAllDevicesIsEveryGpuInCommon() {
    var joined =
        new Cluster()
            .pod("a")
            .pod("b")
            .give("a", new DeviceId.All())
            .give("b", new DeviceId.All())
            .join(new GpuBuilder(0), new GpuBuilder(1));

    assertThat(joined.devices().values())
        .hasSize(2)
        .allMatch(device -> device.sharing() == Sharing.COMMON)
        .allMatch(device -> device.holders().count() == 2);
  }

  @Test
  void aDraGpuWithoutAResourceSliceIsFoundByItsMinorNumber() {
    var joined =
        new Cluster().pod("a").give("a", dra("gpu-1")).join(new GpuBuilder(0), new GpuBuilder(1));

    assertThat(holders(joined, gpu(1))).containsExactly(user("a"));
    assertThat(joined.unplaced()).isEmpty();
  }

  @Test
  void aResourceSliceIsBelievedBeforeTheNameOfADevice() {
    var joined =
        new Cluster()
            .pod("a")
            .give("a", dra("gpu-1"))
            .slice("gpu-1", "GPU-0")
            .join(new GpuBuilder(0), new GpuBuilder(1));

    assertThat(holders(joined, gpu(0))).containsExactly(user("a"));
    assertThat(holders(joined, gpu(1))).isEmpty();
  }

  @Test
  void aShareOfADevicesCapacityIsOneOfSeveral() {
    var cluster = new Cluster().pod("a").slice("gpu-0", "GPU-0").share("a", "half", "gpu-0", "1");
    var gpu = new GpuBuilder(0).busy(80, 10);

    var alone = device(cluster.join(gpu), gpu(0));
    assertThat(alone.sharing()).isEqualTo(Sharing.REPLICAS);
    // What the device does may be another share's: it is not the holder's for being its only one.
    assertThat(alone.occupants().getFirst().share().smPercent())
        .isEqualTo(Attributed.absent(Attributed.Absence.NO_PROCESS));

    var shared = cluster.pod("b").share("b", "other", "gpu-0", "2").join(gpu);
    assertThat(holders(shared, gpu(0))).containsExactly(user("a"), user("b"));
    assertThat(device(shared, gpu(0)).sharing()).isEqualTo(Sharing.REPLICAS);
    assertThat(shared.unplaced()).isEmpty();
  }

  @Test
  void aPodThatEndedHoldsNothing() {
    for (var phase : List.of("Succeeded", "Failed")) {
      var joined =
          new Cluster()
              .pod("old", "uid-old", phase, Optional.of(STARTED), "main")
              .pod("new")
              .give("old", 0)
              .give("new", 0)
              .join(new GpuBuilder(0));

      assertThat(holders(joined, gpu(0))).containsExactly(user("new"));
      assertThat(reasons(joined)).containsExactly(Reason.POD_ENDED);
    }
  }

  @Test
  void ofTwoHoldersOfAnExclusiveDeviceTheLaterHasIt() {
    var joined =
        new Cluster()
            .pod("new", "uid-new", "Running", Optional.of(STARTED.plusSeconds(60)), "main")
            .pod("old")
            .give("new", 0)
            .give("old", 0)
            .join(new GpuBuilder(0));

    assertThat(holders(joined, gpu(0))).containsExactly(user("new"));
    assertThat(reasons(joined)).containsExactly(Reason.SUPERSEDED);
  }

  @Test
  void ofTwoHoldersThatCannotBeToldApartNeitherHasIt() {
    var equalStart = new Cluster().pod("a").pod("b").give("a", 0).give("b", 0);
    var unknownPod = new Cluster().pod("a").give("a", 0).give("b", 0);
    var noPods = new Cluster().give("a", 0).give("b", 0).api(new SourceState.Off());

    for (var cluster : List.of(equalStart, unknownPod, noPods)) {
      var joined = cluster.join(new GpuBuilder(0));
      assertThat(holders(joined, gpu(0))).isEmpty();
      assertThat(reasons(joined)).containsExactly(Reason.CONTESTED, Reason.CONTESTED);
    }
  }

  @Test
  void twoContainersOfOnePodMayHoldOneExclusiveDevice() {
    var joined =
        new Cluster()
            .pod("a", "main", "side")
            .give("a", "main", new DeviceId.Gpu("GPU-0"))
            .give("a", "side", new DeviceId.Gpu("GPU-0"))
            .join(new GpuBuilder(0));

    assertThat(holders(joined, gpu(0))).containsExactly(user("a"), user("a", "side"));
  }

  @Test
  void aClaimMayBeSharedByPods() {
    var joined =
        new Cluster()
            .pod("a")
            .pod("b")
            .claim("a", "main", "shared", "gpu-0")
            .claim("b", "main", "shared", "gpu-0")
            .slice("gpu-0", "GPU-0")
            .join(new GpuBuilder(0));

    assertThat(holders(joined, gpu(0))).containsExactly(user("a"), user("b"));
    assertThat(device(joined, gpu(0)).holders().findFirst().orElseThrow().holding())
        .hasValueSatisfying(holding -> assertThat(holding.claims()).hasSize(1));
  }

  @Test
  void theSameEntryTwiceIsOne() {
    var joined = new Cluster().pod("a").give("a", 0).give("a", 0).join(new GpuBuilder(0));

    assertThat(holders(joined, gpu(0))).containsExactly(user("a"));
    assertThat(reasons(joined)).containsExactly(Reason.DUPLICATE);
  }

  @Test
  void aPodThatStartedAfterTheListWasReadIsNotTheOneListed() {
    var later = Optional.of(Cluster.LISTED.plusSeconds(1));
    for (var start : List.of(later, Optional.<Instant>empty())) {
      var joined =
          new Cluster()
              .pod("db-0", "uid-second", "Running", start, "main")
              .give("db-0", 0)
              .join(new GpuBuilder(0));

      assertThat(holders(joined, gpu(0)))
          .containsExactly(new DeviceUser.Container(name("db-0", "main"), Optional.empty()));
    }
  }

  @Test
  void ofTwoPodsOfOneNameTheLivingIsMeant() {
    var joined =
        new Cluster()
            .pod("db-0", "uid-first", "Failed", Optional.of(STARTED), "main")
            .pod("db-0", "uid-db-0", "Running", Optional.of(STARTED.plusSeconds(60)), "main")
            .give("db-0", 0)
            .join(new GpuBuilder(0));

    assertThat(holders(joined, gpu(0))).containsExactly(user("db-0"));
  }

  @Test
  void aHolderOfUnknownUidTakesThatOfTheOneUserOfItsName() {
    var joined =
        new Cluster()
            .pod("a", "uid-a", "Pending", Optional.empty(), "main")
            .give("a", 0)
            .runs("a", 100)
            .join(new GpuBuilder(0).busy(10, 0).process(100, 10, 0));

    assertThat(device(joined, gpu(0)).occupants())
        .singleElement()
        .satisfies(occupant -> assertThat(occupant.user()).isEqualTo(user("a")));
  }

  @Test
  void aProcessOfAnEarlierPodOfTheNameIsNotItsHolders() {
    var cluster = new Cluster().pod("db-0").give("db-0", 0);
    cluster.process(100, "postgres", new ProcessOwner.InPod("uid-gone", "f".repeat(64)));
    var joined = cluster.join(new GpuBuilder(0).busy(10, 0).process(100, 10, 0));

    assertThat(device(joined, gpu(0)).occupants())
        .extracting(Occupant::user)
        .containsExactly(user("db-0"), new DeviceUser.UnknownPod("uid-gone", "f".repeat(64)));
  }

  private static List<DeviceUser> holders(AttributedSnapshot joined, Device device) {
    return device(joined, device).holders().map(Occupant::user).toList();
  }

  private static List<Reason> reasons(AttributedSnapshot joined) {
    return joined.unplaced().stream().map(Unplaced::reason).toList();
  }

  private static AttributedDevice device(AttributedSnapshot joined, Device device) {
    return Optional.ofNullable(joined.devices().get(device)).orElseThrow();
  }

  private static DeviceId dra(String device) {
    return new DeviceId.Dra("gpu.nvidia.com", "node", device);
  }
}
