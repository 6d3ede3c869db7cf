// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import static io.gpunodeagent.core.attribution.Cluster.gpu;
import static io.gpunodeagent.core.attribution.Cluster.instance;
import static io.gpunodeagent.core.attribution.Cluster.name;
import static io.gpunodeagent.core.attribution.Cluster.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.Attributed.Absence;
import io.gpunodeagent.core.attribution.Attributed.Source;
import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.Occupant.Relation;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {

  private static final long GIB = 1L << 30;

  @Test
  void anExclusiveDevicesFiguresAreItsHolders() {
    var device =
        device(
            new Cluster().pod("a").give("a", 0).runs("a", 100),
            new GpuBuilder(0).busy(80, 9 * GIB).process(100, 70, 8 * GIB));

    assertThat(device.sharing()).isEqualTo(Sharing.EXCLUSIVE);
    var holder = only(device);
    assertThat(holder.user()).isEqualTo(user("a"));
    assertThat(holder.relation()).isEqualTo(Relation.HOLDER);
    assertThat(holder.share())
        .isEqualTo(share(List.of(100L), of(80.0, Source.EXCLUSIVE), of(9 * GIB, Source.EXCLUSIVE)));
    assertThat(device.unattributed().memoryBytes()).isEqualTo(of(0L, Source.PROCESS));
  }

  @Test
  void anExclusiveDevicesFiguresNeedNoProcessesToBeSeen() {
    var cluster =
        new Cluster().pod("a").give("a", 0).seeing(new Visibility.Blind("hostPID is off"));

    var holder = only(device(cluster, new GpuBuilder(0).busy(80, 9 * GIB)));

    assertThat(holder.share())
        .isEqualTo(share(List.of(), of(80.0, Source.EXCLUSIVE), of(9 * GIB, Source.EXCLUSIVE)));
  }

  @Test
  void fourPodsOnATimeSlicedGpuAddUpToIt() {
    var cluster = new Cluster();
    var gpu = new GpuBuilder(0).busy(90, 41 * GIB);
    long[] percents = {40, 30, 15, 5};
    for (int i = 0; i < percents.length; i++) {
      var pod = "pod-" + i;
      cluster.pod(pod).replica(pod, 0, i).runs(pod, 100 + i);
      gpu.process(100 + i, percents[i], 10 * GIB);
    }

    var device = device(cluster, gpu);

    assertThat(device.sharing()).isEqualTo(Sharing.REPLICAS);
    assertThat(device.occupants())
        .extracting(Occupant::user)
        .containsExactly(user("pod-0"), user("pod-1"), user("pod-2"), user("pod-3"));
    assertThat(device.occupants())
        .extracting(occupant -> occupant.share().smPercent())
        .containsExactly(
            of(40.0, Source.PROCESS),
            of(30.0, Source.PROCESS),
            of(15.0, Source.PROCESS),
            of(5.0, Source.PROCESS));
    assertThat(device.occupants())
        .allMatch(o -> o.share().memoryBytes().equals(of(10 * GIB, Source.PROCESS)));
    assertThat(device.unattributed().smPercent()).isEqualTo(of(0.0, Source.PROCESS));
    assertThat(device.unattributed().memoryBytes()).isEqualTo(of(GIB, Source.PROCESS));
  }

  @Test
  void aPodWithoutVisibleProcessesIsAbsentAndAnIdleOneIsZero() {
    var cluster = new Cluster().pod("a").pod("b").replica("a", 0, 0).replica("b", 0, 1);
    cluster.runs("a", 100);

    var device = device(cluster, new GpuBuilder(0).busy(0, GIB).process(100, 0, GIB));

    assertThat(occupant(device, user("a")).share().smPercent()).isEqualTo(of(0.0, Source.PROCESS));
    assertThat(occupant(device, user("b")).share())
        .isEqualTo(
            share(
                List.of(),
                Attributed.absent(Absence.NO_PROCESS),
                Attributed.absent(Absence.NO_PROCESS)));
  }

  @Test
  void withoutTheHostsProcessesASharedDeviceGivesNoFigureOfAPod() {
    for (var visibility :
        List.of(new Visibility.Blind("hostPID is off"), new Visibility.Partial("one is hidden"))) {
      var cluster = new Cluster().pod("a").pod("b").replica("a", 0, 0).replica("b", 0, 1);
      cluster.runs("a", 100).seeing(visibility);

      var device = device(cluster, new GpuBuilder(0).busy(50, GIB).process(100, 50, GIB));

      assertThat(device.visibility()).isEqualTo(visibility);
      assertThat(device.occupants())
          .allMatch(
              o ->
                  o.share().smPercent().equals(Attributed.absent(Absence.VISIBILITY))
                      && o.share().memoryBytes().equals(Attributed.absent(Absence.VISIBILITY)));
      assertThat(device.unattributed().smPercent()).isEqualTo(of(50.0, Source.PROCESS));
    }
  }

  @Test
  void aPodWithSeveralReplicasIsOneOccupant() {
    var cluster = new Cluster().pod("a").replica("a", 0, 3).replica("a", 0, 1).runs("a", 100);

    var holder = only(device(cluster, new GpuBuilder(0).busy(50, GIB).process(100, 50, GIB)));

    assertThat(holder.holding().map(Holding::replicas)).contains(List.of(1, 3));
    assertThat(holder.share().smPercent()).isEqualTo(of(50.0, Source.PROCESS));
  }

  @Test
  void twoContainersOfOnePodOnOneGpuEachHaveTheirOwn() {
    var cluster =
        new Cluster()
            .pod("a", "main", "side")
            .claim("a", "main", "c", "gpu-0")
            .claim("a", "side", "c", "gpu-0")
            .slice("gpu-0", "GPU-0")
            .runs("a", "main", 100)
            .runs("a", "side", 101);

    var device =
        device(
            cluster,
            new GpuBuilder(0).busy(70, 3 * GIB).process(100, 60, 2 * GIB).process(101, 10, GIB));

    assertThat(device.sharing()).isEqualTo(Sharing.COMMON);
    assertThat(occupant(device, user("a", "main")).share().memoryBytes())
        .isEqualTo(of(2 * GIB, Source.PROCESS));
    assertThat(occupant(device, user("a", "side")).share().memoryBytes())
        .isEqualTo(of(GIB, Source.PROCESS));
    assertThat(device.unattributed().smPercent()).isEqualTo(of(0.0, Source.PROCESS));
  }

  @Test
  void ofTwoHoldersInOnePodTheIdleOneIsAbsentAndNobodysUseIsTheRest() {
    var joined =
        new Cluster()
            .pod("a", "main", "side")
            .slice("gpu-0", "GPU-0")
            .claim("a", "main", "c", "gpu-0")
            .claim("a", "side", "c", "gpu-0")
            .runs("a", "main", 1)
            .join(new GpuBuilder(0).busy(70, 10 * GIB).process(1, 50, 8 * GIB));
    var device = device(joined, gpu(0));

    assertThat(device.sharing()).isEqualTo(AttributedDevice.Sharing.COMMON);
    assertThat(device.occupants()).hasSize(2).allMatch(o -> o.relation() == Relation.HOLDER);
    assertThat(device.occupants().get(0).share().smPercent())
        .isEqualTo(Attributed.of(50.0, Source.PROCESS));
    assertThat(device.occupants().get(1).share().smPercent())
        .isEqualTo(Attributed.absent(Absence.NO_PROCESS));
    assertThat(device.unattributed().smPercent()).isEqualTo(Attributed.of(20.0, Source.PROCESS));
    assertThat(device.unattributed().memoryBytes())
        .isEqualTo(Attributed.of(2 * GIB, Source.PROCESS));
  }

  @Test
  void aContainersShareIsNeverMoreThanTheDevice() {
    var cluster = new Cluster().pod("a").replica("a", 0, 0).runs("a", 100).runs("a", 101);

    var device =
        device(
            cluster, new GpuBuilder(0).busy(100, GIB).process(100, 80, GIB).process(101, 80, GIB));

    assertThat(only(device).share().smPercent()).isEqualTo(of(100.0, Source.PROCESS));
    assertThat(device.unattributed().memoryBytes()).isEqualTo(of(0L, Source.PROCESS));
  }

  @Test
  void aProcessOfUnknownSizeLeavesItsPodsMemoryUnknown() {
    var cluster = new Cluster().pod("a").replica("a", 0, 0).runs("a", 100).runs("a", 101);
    var unknown =
        new GpuProcess(
            101,
            Set.of(GpuProcess.Kind.COMPUTE),
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Reading.failed("nvmlDeviceGetProcessUtilization", 999));

    var device =
        device(cluster, new GpuBuilder(0).busy(50, GIB).process(100, 50, GIB).process(unknown));

    assertThat(only(device).share().memoryBytes())
        .isEqualTo(Attributed.absent(Absence.SIZE_UNKNOWN));
    assertThat(only(device).share().smPercent()).isEqualTo(Attributed.absent(Absence.READ_FAILED));
  }

  @Test
  void anInstanceGivenToOneContainerGivesItsGpmAndMemory() {
    var gpu = new GpuBuilder(0).instance(1, 1, 33.5, 2 * GIB).instance(2, 1, 0, 0);
    var cluster =
        new Cluster().pod("a").give("a", new DeviceId.Mig(gpu.migUuid(1, 0))).runs("a", 100);

    var joined = cluster.join(gpu.migProcess(100, 1, 0, GIB));

    var holder = only(device(joined, instance(0, 1)));
    assertThat(holder.share())
        .isEqualTo(share(List.of(100L), of(33.5, Source.GPM), of(2 * GIB, Source.EXCLUSIVE)));
    assertThat(holder.holding().map(Holding::computeInstanceIds)).contains(List.of(0));
    assertThat(device(joined, instance(0, 2)).sharing()).isEqualTo(Sharing.UNHELD);
    assertThat(device(joined, gpu(0)).occupants()).isEmpty();
    assertThat(joined.devices().sequencedKeySet())
        .containsExactly(gpu(0), instance(0, 1), instance(0, 2));
  }

  @Test
  void computeInstancesOfOneGpuInstanceShareItsMemoryByProcess() {
    var gpu = new GpuBuilder(0).instance(1, 2, 60, 5 * GIB);
    var cluster =
        new Cluster()
            .pod("a")
            .pod("b")
            .give("a", new DeviceId.Mig(gpu.migUuid(1, 0)))
            .give("b", new DeviceId.MigOfGpu("GPU-0", 1, 1))
            .runs("a", 100)
            .runs("b", 101);

    var device =
        device(
            cluster.join(gpu.migProcess(100, 1, 0, GIB).migProcess(101, 1, 1, 3 * GIB)),
            instance(0, 1));

    assertThat(device.sharing()).isEqualTo(Sharing.COMPUTE_INSTANCES);
    assertThat(occupant(device, user("a")).share())
        .isEqualTo(
            share(
                List.of(100L), Attributed.absent(Absence.NOT_SUPPORTED), of(GIB, Source.PROCESS)));
    assertThat(occupant(device, user("b")).share().memoryBytes())
        .isEqualTo(of(3 * GIB, Source.PROCESS));
    assertThat(device.unattributed().memoryBytes()).isEqualTo(of(GIB, Source.PROCESS));
    assertThat(device.unattributed().smPercent()).isEqualTo(of(60.0, Source.PROCESS));
  }

  @Test
  void replicasOfAMigDeviceShareItByProcess() {
    var gpu = new GpuBuilder(0).instance(1, 1, 60, 2 * GIB);
    var cluster = new Cluster().pod("a").runs("a", 100);
    cluster.give(
        new Allocation(
            name("a", "main"),
            "nvidia.com/mig-1g.10gb.shared",
            new DeviceId.Mig(gpu.migUuid(1, 0)),
            OptionalInt.of(7),
            Optional.empty()));

    var device = device(cluster.join(gpu.migProcess(100, 1, 0, GIB)), instance(0, 1));

    assertThat(device.sharing()).isEqualTo(Sharing.REPLICAS);
    assertThat(only(device).share().memoryBytes()).isEqualTo(of(GIB, Source.PROCESS));
    assertThat(only(device).share().smPercent())
        .isEqualTo(Attributed.absent(Absence.NOT_SUPPORTED));
  }

  @Test
  void theMpsServerIsNobodysAndItsClientsUtilizationIsNotBelieved() {
    var cluster = new Cluster().pod("a").pod("b").pod("mps").replica("a", 0, 0).replica("b", 0, 1);
    cluster.runs("a", 100).runs("b", 101);
    cluster.process(200, "nvidia-cuda-mps", new ProcessOwner.InPod("uid-mps", "mps/main"));

    var device =
        device(
            cluster,
            new GpuBuilder(0)
                .busy(90, 4 * GIB)
                .process(200, 90, GIB)
                .process(mpsClient(100, GIB))
                .process(mpsClient(101, 2 * GIB)));

    assertThat(device.occupants()).extracting(Occupant::user).containsExactly(user("a"), user("b"));
    assertThat(device.occupants())
        .allMatch(o -> o.share().smPercent().equals(Attributed.absent(Absence.MPS)));
    assertThat(occupant(device, user("b")).share().memoryBytes())
        .isEqualTo(of(2 * GIB, Source.PROCESS));
    assertThat(device.unattributed().mpsServers()).containsExactly(200L);
    assertThat(device.unattributed().memoryBytes()).isEqualTo(of(GIB, Source.PROCESS));
    assertThat(device.unattributed().smPercent()).isEqualTo(of(90.0, Source.PROCESS));
  }

  @Test
  void anMpsServerThatHidesItsClientsIsKnownByTheComputeMode() {
    var cluster = new Cluster().pod("a").pod("mps").replica("a", 0, 0);
    cluster.process(200, "nvidia-cuda-mps", new ProcessOwner.InPod("uid-mps", "mps/main"));

    var device =
        device(
            cluster,
            new GpuBuilder(0)
                .busy(90, GIB)
                .with(DeviceSignal.COMPUTE_MODE, Reading.of(3L))
                .process(200, 90, GIB));

    assertThat(only(device).share().memoryBytes()).isEqualTo(Attributed.absent(Absence.NO_PROCESS));
    assertThat(device.unattributed().mpsServers()).containsExactly(200L);
  }

  @Test
  void aNameAloneMakesNoMpsServer() {
    var cluster = new Cluster().pod("a").pod("b").give("a", 0);
    cluster.process(100, "nvidia-cuda-mps", new ProcessOwner.InPod("uid-b", "b/main"));

    var device = device(cluster, new GpuBuilder(0).busy(90, GIB).process(100, 90, GIB));

    assertThat(device.unattributed().mpsServers()).isEmpty();
    assertThat(occupant(device, user("b")).relation()).isEqualTo(Relation.FOREIGN);
  }

  @Test
  void aForeignUserLeavesTheHolderItsOwnProcessesOnly() {
    var cluster = new Cluster().pod("a").pod("b").give("a", 0).runs("a", 100).runs("b", 101);

    var device =
        device(
            cluster,
            new GpuBuilder(0).busy(90, 4 * GIB).process(100, 60, GIB).process(101, 25, 2 * GIB));

    assertThat(occupant(device, user("a")).share())
        .isEqualTo(share(List.of(100L), of(60.0, Source.PROCESS), of(GIB, Source.PROCESS)));
    var foreign = occupant(device, user("b"));
    assertThat(foreign.relation()).isEqualTo(Relation.FOREIGN);
    assertThat(foreign.holding()).isEmpty();
    assertThat(foreign.share().memoryBytes()).isEqualTo(of(2 * GIB, Source.PROCESS));
    assertThat(device.unattributed().memoryBytes()).isEqualTo(of(GIB, Source.PROCESS));
    assertThat(device.unattributed().smPercent()).isEqualTo(of(5.0, Source.PROCESS));
  }

  @Test
  void hostProcessesAreAClassOfTheirOwn() {
    var cluster = new Cluster().pod("a").give("a", 0).runs("a", 100);
    cluster.process(50, "Xorg", new ProcessOwner.OnHost("/system.slice/gdm.service"));

    var device =
        device(
            cluster, new GpuBuilder(0).busy(30, 2 * GIB).process(50, 5, GIB).process(100, 20, GIB));

    assertThat(device.occupants()).extracting(Occupant::user).containsExactly(user("a"));
    assertThat(device.host())
        .isEqualTo(share(List.of(50L), of(5.0, Source.PROCESS), of(GIB, Source.PROCESS)));
    assertThat(only(device).share().smPercent()).isEqualTo(of(20.0, Source.PROCESS));
  }

  @Test
  void aDebuggingContainerIsOfTheHoldersPodAndNotForeign() {
    var cluster = new Cluster().pod("a", "main", "debug").give("a", 0).runs("a", "debug", 101);

    var device = device(cluster, new GpuBuilder(0).busy(10, GIB).process(101, 10, GIB));

    assertThat(occupant(device, user("a", "debug")).relation()).isEqualTo(Relation.SAME_POD);
    assertThat(occupant(device, user("a")).share().memoryBytes())
        .isEqualTo(Attributed.absent(Absence.NO_PROCESS));
  }

  @Test
  void aStaticPodIsFoundByItsConfigHash() {
    var hash = "4b1f6a0c9d2e8f7035a6b7c8d9e0f1a2";
    var cluster = new Cluster().staticPod("s-node", "uid-s-node", hash).give("s-node", 0);
    cluster.process(100, "python", new ProcessOwner.InPod(hash, "s-node/main"));

    var holder = only(device(cluster, new GpuBuilder(0).busy(10, GIB).process(100, 10, GIB)));

    assertThat(holder.user()).isEqualTo(user("s-node"));
    assertThat(holder.share().pids()).containsExactly(100L);
  }

  @Test
  void aContainerOfAnotherPodProvesACgroupForged() {
    var cluster = new Cluster().pod("a").pod("b").give("a", 0);
    cluster.process(100, "python", new ProcessOwner.InPod("uid-a", "b/main"));

    var device = device(cluster, new GpuBuilder(0).busy(10, GIB).process(100, 10, GIB));

    assertThat(occupant(device, new DeviceUser.UnknownPod("uid-a", "b/main")).relation())
        .isNotEqualTo(Relation.HOLDER);
    assertThat(occupant(device, user("a")).share().pids()).isEmpty();
  }

  @Test
  void withoutPodsAnExclusiveDeviceIsStillItsHoldersAndNobodyIsCalledForeign() {
    var cluster = new Cluster().give("a", 0).api(new SourceState.Off());
    cluster.process(100, "python", new ProcessOwner.InPod("uid-a", "a/main"));

    var joined = cluster.join(new GpuBuilder(0).busy(10, GIB).process(100, 10, GIB));
    var device = device(joined, gpu(0));

    var holder = device.holders().findFirst().orElseThrow();
    assertThat(holder.user())
        .isEqualTo(new DeviceUser.Container(name("a", "main"), Optional.empty()));
    assertThat(holder.share().memoryBytes()).isEqualTo(of(GIB, Source.EXCLUSIVE));
    var user = occupant(device, new DeviceUser.UnknownPod("uid-a", "a/main"));
    assertThat(user.relation()).isEqualTo(Relation.UNKNOWN);
    assertThat(user.share().memoryBytes()).isEqualTo(Attributed.absent(Absence.UNRESOLVED));
    assertThat(joined.findings()).isEmpty();
  }

  @Test
  void withoutTheKubeletUsersAreKnownAndNobodyIsCalledForeign() {
    var cluster = new Cluster().pod("a").runs("a", 100).kubelet(new SourceState.Off());

    var device = device(cluster, new GpuBuilder(0).busy(10, GIB).process(100, 10, GIB));

    assertThat(only(device).relation()).isEqualTo(Relation.UNKNOWN);
    assertThat(only(device).share().memoryBytes()).isEqualTo(of(GIB, Source.PROCESS));
  }

  @Test
  void aLostGpuHasHoldersAndNoFigures() {
    var lost = new GpuCondition.Lost("nvmlDeviceGetPowerUsage", 15, Cluster.NOW);
    var cluster = new Cluster().pod("a").give("a", 0).runs("a", 100);

    var device =
        device(cluster, new GpuBuilder(0).busy(10, GIB).process(100, 10, GIB).condition(lost));

    assertThat(only(device).share().memoryBytes()).isEqualTo(Attributed.absent(Absence.STALE));
    assertThat(device.unattributed().memoryBytes()).isEqualTo(Attributed.absent(Absence.STALE));
    assertThat(device.unattributed().unseen()).containsExactly(100L);
  }

  @Test
  void aProcessThatEndedOrIsHiddenIsInTheResidual() {
    var cluster = new Cluster().pod("a").replica("a", 0, 0).runs("a", 100);
    cluster.process(102, "", new ProcessOwner.Hidden("permission denied"));

    var device =
        device(
            cluster,
            new GpuBuilder(0)
                .busy(60, 3 * GIB)
                .process(100, 20, GIB)
                .process(101, 20, GIB)
                .process(102, 20, GIB));

    assertThat(device.unattributed().unseen()).containsExactly(101L, 102L);
    assertThat(device.unattributed().memoryBytes()).isEqualTo(of(2 * GIB, Source.PROCESS));
    assertThat(device.unattributed().smPercent()).isEqualTo(of(40.0, Source.PROCESS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\nb", "a\\b", "x) R 1 1", "ü", ""})
  void hostileNamesPassThroughUnchanged(String hostile) {
    for (var name : List.of(hostile, hostile + "n".repeat(253))) {
      var cluster = new Cluster().pod(name, name).give(name, name, new DeviceId.Gpu("GPU-0"));
      cluster.process(100, name, new ProcessOwner.InPod("uid-" + name, name + "/" + name));

      var device = device(cluster, new GpuBuilder(0).busy(10, GIB).process(100, 10, GIB));

      assertThat(only(device).user()).isEqualTo(user(name, name));
      assertThat(only(device).share().pids()).containsExactly(100L);
    }
  }

  private static GpuProcess mpsClient(long pid, long bytes) {
    return new GpuProcess(
        pid,
        Set.of(GpuProcess.Kind.MPS),
        OptionalLong.of(bytes),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Reading.of(0L));
  }

  private static AttributedDevice device(Cluster cluster, GpuBuilder gpu) {
    return device(cluster.join(gpu), gpu(0));
  }

  private static AttributedDevice device(AttributedSnapshot joined, Device device) {
    return Optional.ofNullable(joined.devices().get(device)).orElseThrow();
  }

  private static Occupant only(AttributedDevice device) {
    assertThat(device.occupants()).hasSize(1);
    return device.occupants().getFirst();
  }

  private static Occupant occupant(AttributedDevice device, DeviceUser party) {
    return device.occupants().stream()
        .filter(occupant -> occupant.user().equals(party))
        .findFirst()
        .orElseThrow(() -> new AssertionError(party + " is not among " + device.occupants()));
  }

  private static <T> Attributed<T> of(T value, Source source) {
    return Attributed.of(value, source);
  }

  private static Share share(
      List<Long> pids, Attributed<Double> smPercent, Attributed<Long> memoryBytes) {
    return new Share(pids, smPercent, memoryBytes);
  }
}
