// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import static io.gpunodeagent.core.attribution.Cluster.gpu;
import static io.gpunodeagent.core.attribution.Cluster.name;
import static io.gpunodeagent.core.attribution.Cluster.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.Occupant.Relation;
import io.gpunodeagent.core.attribution.placement.Basis;
import io.gpunodeagent.core.attribution.placement.Portion;
import io.gpunodeagent.core.attribution.placement.Unplaced;
import io.gpunodeagent.core.attribution.placement.Unplaced.Reason;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.Pods;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds a device that the kubelet's id does not name, or that another pod keeps. */
class HolderSourceTest {

  private static final String GROUP = "9d1f3b52";
  private static final Duration LATER = Duration.ofSeconds(30);

  @Test
  void theAnnotationNamesTheDeviceOfASlot() {
    var joined = node(hami("GPU-1,NVIDIA,8000,50:;").slot("a", "main", 0, 3).runs("a", 10));

    assertThat(device(joined, 0).sharing()).isEqualTo(Sharing.UNHELD);
    assertThat(device(joined, 1).sharing()).isEqualTo(Sharing.REPLICAS);
    var holding = holding(joined, 1, "a", "main");
    assertThat(holding.basis()).isEqualTo(new Basis.HamiAnnotation());
    assertThat(holding.portions()).containsExactly(new Portion.Limits(8000L << 20, 50));
    assertThat(joined.unplaced()).isEmpty();
    assertThat(joined.findings()).isEmpty();
  }

  @Test
  void partsOfTheAnnotationAreThoseOfTheContainersInTheirOrder() {
    var cluster =
        new Cluster()
            .pod("a", "x", "idle", "y")
            .with(
                pod -> annotated(pod, "GPU-1,NVIDIA,100,0:;;GPU-0,NVIDIA,100,0:GPU-1,NVIDIA,1,0:;"))
            .slot("a", "x", 0, 0)
            .slot("a", "y", 0, 1)
            .slot("a", "y", 0, 2);

    var joined = node(cluster);

    assertThat(device(joined, 0).holders().map(Occupant::user)).containsExactly(user("a", "y"));
    assertThat(device(joined, 1).holders().map(Occupant::user))
        .containsExactlyInAnyOrder(user("a", "x"), user("a", "y"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "GPU-1,NVIDIA,8000,50:;GPU-0,NVIDIA,8000,50:;",
        "GPU-1,NVIDIA,8000,50:GPU-0,NVIDIA,8000,50:;",
        "GPU-1,NVIDIA,many,50:;",
        "GPU-1,NVIDIA,8000:;",
        "GPU-1"
      })
  void anAnnotationThatDoesNotMatchTheSlotsNamesNobody(String annotation) {
    var joined = node(hami(annotation).slot("a", "main", 0, 3).runs("a", 10));

    assertThat(joined.unplaced())
        .extracting(Unplaced::reason)
        .containsExactly(Reason.NAMES_NO_DEVICE);
    assertThat(joined.findings()).isEmpty();
    assertThat(device(joined, 1).occupants())
        .extracting(Occupant::relation)
        .containsExactly(Relation.POSSIBLE_HOLDER);
  }

  @Test
  void anAnnotationThatNamesNoGpuOfTheNodeNamesNobody() {
    var joined = node(hami("GPU-9[0-1],NVIDIA,8000,50:;").slot("a", "main", 0, 3));

    assertThat(joined.unplaced())
        .extracting(Unplaced::reason)
        .containsExactly(Reason.UNKNOWN_DEVICE);
  }

  @Test
  void theKubeletsOwnIdsOutweighAnAnnotationAnybodyMayWrite() {
    var joined = node(hami("GPU-1,NVIDIA,8000,50:;").give("a", 0));

    assertThat(device(joined, 0).holders().map(Occupant::user)).containsExactly(user("a"));
    assertThat(device(joined, 1).holders()).isEmpty();
  }

  @Test
  void aSlotSaysNothingWhileThePodIsNotKnown() {
    var cluster = new Cluster().slot("a", "main", 0, 3).api(Pods.off().state());

    assertThat(node(cluster).unplaced())
        .extracting(Unplaced::reason)
        .containsExactly(Reason.NAMES_NO_DEVICE);
  }

  @Test
  void membersHoldWhatTheirKeeperKeeps() {
    var joined = node(reserved(new Cluster()), 0);

    assertThat(device(joined, 0).sharing()).isEqualTo(Sharing.REPLICAS);
    assertThat(device(joined, 0).holders().map(Occupant::user))
        .containsExactlyInAnyOrder(user("half"), user("rest"));
    var holding = holding(joined, 0, "half", "main");
    assertThat(holding.basis()).isEqualTo(new Basis.Reservation(name("gpu-reservation", "main")));
    assertThat(holding.portions()).containsExactly(new Portion.Fraction(0.5));
    assertThat(holding(joined, 0, "rest", "main").portions())
        .containsExactly(new Portion.Memory(4096L << 20));
    assertThat(joined.findings()).isEmpty();
  }

  @Test
  void aKeeperThatUsesItsGpuIsNoStranger() {
    var joined = node(reserved(new Cluster()).runs("gpu-reservation", 12), 0);

    assertThat(device(joined, 0).occupants())
        .filteredOn(occupant -> occupant.user().equals(user("gpu-reservation")))
        .extracting(Occupant::relation)
        .containsExactly(Relation.SAME_POD);
    assertThat(joined.findings()).isEmpty();
  }

  @Test
  void strangersOnAReservedGpuAreStillFound() {
    var joined = node(reserved(new Cluster()).pod("thief").runs("thief", 12), 0);

    assertThat(joined.findings())
        .singleElement()
        .isInstanceOfSatisfying(
            AllocationMismatch.UsedByAnotherPod.class,
            finding -> assertThat(finding.user()).isEqualTo(user("thief")));
  }

  @Test
  void aKeeperWithoutMembersHoldsItsGpuItself() {
    var cluster = new Cluster().pod("gpu-reservation").with(pod -> pod.gpuGroups(Set.of(GROUP)));

    var joined = node(cluster.give("gpu-reservation", 0));

    assertThat(device(joined, 0).sharing()).isEqualTo(Sharing.EXCLUSIVE);
    assertThat(device(joined, 0).holders().map(Occupant::user))
        .containsExactly(user("gpu-reservation"));
  }

  @Test
  void aMemberOfSeveralGroupsHoldsAGpuOfEach() {
    var cluster = new Cluster();
    for (int i = 0; i < 2; i++) {
      var group = GROUP + i;
      cluster.pod("keeper-" + i).with(pod -> pod.gpuGroups(Set.of(group))).give("keeper-" + i, i);
    }
    cluster.pod("both").with(pod -> fraction(pod.gpuGroups(Set.of(GROUP + 0, GROUP + 1))));

    var joined = node(cluster);

    for (int i = 0; i < 2; i++) {
      assertThat(device(joined, i).holders().map(Occupant::user)).containsExactly(user("both"));
    }
  }

  @Test
  void theContainerIsTheOneTheAnnotationNames() {
    var cluster = new Cluster().pod("keeper").with(pod -> pod.gpuGroups(Set.of(GROUP)));
    cluster
        .give("keeper", 0)
        .pod("two", "side", "work")
        .with(
            pod ->
                pod.gpuGroups(Set.of(GROUP))
                    .annotations(
                        Map.of("gpu-fraction", "0.5", "gpu-fraction-container-name", "work")));

    assertThat(device(node(cluster), 0).holders().map(Occupant::user))
        .containsExactly(user("two", "work"));
  }

  @Test
  void aMemberWhoseKeeperIsNotListedIsNoStranger() {
    var cluster =
        new Cluster()
            .pod("half")
            .with(pod -> fraction(pod.gpuGroups(Set.of(GROUP))))
            .runs("half", 10);

    var joined = node(cluster);

    assertThat(device(joined, 1).occupants())
        .extracting(Occupant::relation)
        .containsExactly(Relation.POSSIBLE_HOLDER);
    assertThat(joined.findings()).isEmpty();
  }

  @Test
  void aFractionThatIsNoPartLeavesThePortionOpen() {
    for (var text : List.of("0", "2", "half", "")) {
      var cluster = new Cluster().pod("keeper").with(pod -> pod.gpuGroups(Set.of(GROUP)));
      cluster
          .give("keeper", 0)
          .pod("half")
          .with(pod -> pod.gpuGroups(Set.of(GROUP)).annotations(Map.of("gpu-fraction", text)));

      assertThat(holding(node(cluster), 0, "half", "main").portions())
          .as(text)
          .containsExactly(new Portion.Unstated());
    }
  }

  @Test
  void onADeviceOfAnotherAPossibleHolderTakesTheDevicesFigures() {
    var cluster =
        hami("").slot("a", "main", 0, 3).runs("a", 10).pod("b").give("b", 1).runs("b", 11);

    var device = device(node(cluster), 1);

    assertThat(device.occupants())
        .filteredOn(occupant -> occupant.relation() == Relation.HOLDER)
        .extracting(occupant -> occupant.share().smPercent().source())
        .containsExactly(Attributed.Source.PROCESS);
  }

  private static Cluster reserved(Cluster cluster) {
    return cluster
        .pod("gpu-reservation")
        .with(pod -> pod.gpuGroups(Set.of(GROUP)))
        .give("gpu-reservation", 0)
        .pod("half")
        .with(pod -> fraction(pod.gpuGroups(Set.of(GROUP))))
        .runs("half", 10)
        .pod("rest")
        .with(pod -> pod.gpuGroups(Set.of(GROUP)).annotations(Map.of("gpu-memory", "4096")))
        .runs("rest", 11);
  }

  private static Cluster hami(String annotation) {
    return new Cluster().pod("a").with(pod -> annotated(pod, annotation));
  }

  private static PodBuilder annotated(PodBuilder pod, String annotation) {
    return pod.annotations(Map.of("hami.io/vgpu-devices-allocated", annotation));
  }

  private static PodBuilder fraction(PodBuilder pod) {
    return pod.annotations(Map.of("gpu-fraction", "0.5"));
  }

  /** GPU 1 runs what there is; looked at twice, so that findings can be made. */
  private static AttributedSnapshot node(Cluster cluster) {
    return node(cluster, 1);
  }

  private static AttributedSnapshot node(Cluster cluster, int busy) {
    var first = cluster.join(gpus(busy));
    return cluster.join(first, LATER, gpus(busy));
  }

  private static GpuBuilder[] gpus(int busy) {
    var gpus = new GpuBuilder[] {new GpuBuilder(0), new GpuBuilder(1)};
    gpus[busy].busy(90, 3000);
    for (long pid = 10; pid < 13; pid++) {
      gpus[busy].process(pid, 20, 1000);
    }
    return gpus;
  }

  private static AttributedDevice device(AttributedSnapshot joined, int index) {
    return Optional.ofNullable(new HashMap<>(joined.devices()).get(gpu(index))).orElseThrow();
  }

  private static Holding holding(
      AttributedSnapshot joined, int index, String pod, String container) {
    return device(joined, index)
        .holders()
        .filter(occupant -> occupant.user().equals(user(pod, container)))
        .findFirst()
        .flatMap(Occupant::holding)
        .orElseThrow();
  }

  /** Slots are counted under a GPU, and stand for none. */
  @Test
  void aSlotFindsNoDeviceOfItsOwn() {
    var joined = node(new Cluster().pod("a").give("a", new DeviceId.Slot("GPU-0", 1)));

    assertThat(device(joined, 0).holders()).isEmpty();
  }
}
