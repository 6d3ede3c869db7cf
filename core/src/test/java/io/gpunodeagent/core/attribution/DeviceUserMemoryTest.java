// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import static io.gpunodeagent.core.attribution.Cluster.gpu;
import static io.gpunodeagent.core.attribution.Cluster.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.snapshot.ContainerMemory;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose the memory is that the driver charges to cgroups. */
class DeviceUserMemoryTest {

  private static final DeviceUser UNLISTED =
      new DeviceUser.UnlistedContainer("ns", "a", "uid-a", "a/debugger");

  private static Cluster cluster() {
    return new Cluster()
        .pod("a")
        .pod("b")
        .staticPod("s", "uid-s", "0123")
        .seeing(new Visibility.Blind("no hostPID"));
  }

  private static ContainerMemory memory(String podUid, String containerId) {
    return new ContainerMemory(
        new ProcessOwner.InPod(podUid, containerId), 5, OptionalLong.of(3), OptionalLong.empty());
  }

  static Stream<Arguments> cgroups() {
    return Stream.of(
        Arguments.of("a container of a pod", "uid-a", "a/main", user("a")),
        Arguments.of("a static pod, by the kubelet's id", "0123", "s/main", user("s")),
        Arguments.of("a container nobody lists", "uid-a", "a/debugger", UNLISTED),
        Arguments.of(
            "a pod nobody lists",
            "uid-gone",
            "c0ffee",
            new DeviceUser.UnknownPod("uid-gone", "c0ffee")),
        Arguments.of(
            "the container of another pod",
            "uid-b",
            "a/main",
            new DeviceUser.UnknownPod("uid-b", "a/main")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cgroups")
  void itIsJoinedByPodUidAndContainerId(
      String what, String podUid, String containerId, DeviceUser expected) {
    var memory = memory(podUid, containerId);
    assertThat(cluster().join(new GpuBuilder(1).limited(memory)).memories())
        .as(what)
        .containsExactly(new DeviceUserMemory(gpu(1), expected, memory));
  }

  @Test
  void aContainerHasItsOwnFiguresOnEachGpu() {
    var memory = memory("uid-a", "a/main");
    var joined =
        cluster().join(new GpuBuilder(0).limited(memory), new GpuBuilder(1).limited(memory));
    assertThat(joined.memories())
        .containsExactly(
            new DeviceUserMemory(gpu(0), user("a"), memory),
            new DeviceUserMemory(gpu(1), user("a"), memory));
  }

  @Test
  void ofTwoCgroupsThatPassForOneContainerNeitherCounts() {
    var twice = memory("uid-a", "a/main");
    var other = memory("uid-b", "b/main");
    var joined = cluster().join(new GpuBuilder(0).limited(twice).limited(twice).limited(other));
    assertThat(joined.memories()).containsExactly(new DeviceUserMemory(gpu(0), user("b"), other));
  }

  @Test
  void aGpuThatIsNotFreshHasNone() {
    var hung = new GpuCondition.Hung("nvmlDeviceGetMemoryLimits_v1", Cluster.NOW);
    var gpu = new GpuBuilder(0).limited(memory("uid-a", "a/main")).condition(hung);
    assertThat(cluster().join(gpu).memories()).isEqualTo(List.of());
  }
}
