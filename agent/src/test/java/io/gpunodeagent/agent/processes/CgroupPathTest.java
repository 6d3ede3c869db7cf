// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.sources.ProcessOwner;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CgroupPathTest {

  private static final String UID = "0f9a7c1e-5b3d-4a52-9e1f-2c6d8b4a7e90";
  private static final String UNDERSCORED = UID.replace('-', '_');
  private static final String OTHER = "11111111-2222-3333-4444-555555555555";
  private static final String STATIC = "4b1f6a0c9d2e8f7035a6b7c8d9e0f1a2";
  private static final String ID =
      "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90";
  private static final String OTHER_ID = ID.replace('a', 'f');
  private static final ProcessOwner CONTAINER = new ProcessOwner.InPod(UID, ID);
  private static final ProcessOwner POD = new ProcessOwner.InPod(UID, "");

  static Stream<Arguments> paths() {
    var slice = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + UNDERSCORED;
    var best = "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" + UNDERSCORED;
    var guaranteed = "/kubepods.slice/kubepods-pod" + UNDERSCORED + ".slice";
    return Stream.of(
        // systemd driver
        row(slice + ".slice/cri-containerd-" + ID + ".scope", CONTAINER),
        row(best + ".slice/crio-" + ID + ".scope", CONTAINER),
        row(best + ".slice/crio-" + ID + ".scope/container", CONTAINER),
        row(best + ".slice/crio-conmon-" + ID + ".scope", POD),
        row(guaranteed + "/docker-" + ID + ".scope", CONTAINER),
        row(guaranteed, POD),
        // cgroupfs driver
        row("/kubepods/burstable/pod" + UID + "/" + ID, CONTAINER),
        row("/kubepods/burstable/pod" + UID + "/crio-" + ID, CONTAINER),
        row("/kubepods/besteffort/pod" + UID + "/" + ID, CONTAINER),
        row("/kubepods/pod" + UID + "/" + ID, CONTAINER),
        // kubelet and runtime of different drivers
        row(
            "/system.slice/containerd.service/kubepods-burstable-pod"
                + UNDERSCORED
                + ".slice:cri-containerd:"
                + ID,
            CONTAINER),
        // nodes in containers
        row(
            "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/"
                + "kubelet-kubepods-burstable-pod"
                + UNDERSCORED
                + ".slice/cri-containerd-"
                + ID
                + ".scope",
            CONTAINER),
        row("/docker/" + OTHER_ID + "/kubelet/kubepods/pod" + UID + "/" + ID, CONTAINER),
        row(
            "/system.slice/docker-" + OTHER_ID + ".scope/kubepods/besteffort/pod" + UID + "/" + ID,
            CONTAINER),
        // seen from a cgroup namespace
        row(
            "/../../kubepods-besteffort.slice/kubepods-besteffort-pod"
                + UNDERSCORED
                + ".slice/cri-containerd-"
                + ID
                + ".scope",
            CONTAINER),
        row("/../../pod" + UID + "/" + ID, CONTAINER),
        row("/../../../besteffort/pod" + UID + "/" + ID, CONTAINER),
        // cgroups within the container, a removed cgroup, a static pod
        row(slice + ".slice/cri-containerd-" + ID + ".scope/system.slice/x.service", CONTAINER),
        row("/kubepods/burstable/pod" + UID + "/" + ID + "/init", CONTAINER),
        row(slice + ".slice/cri-containerd-" + ID + ".scope (deleted)", CONTAINER),
        row(
            "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod"
                + STATIC
                + ".slice/cri-containerd-"
                + ID
                + ".scope",
            new ProcessOwner.InPod(STATIC, ID)),
        row("/kubepods/burstable/pod" + STATIC + "/" + ID, new ProcessOwner.InPod(STATIC, ID)),
        // the host
        row("/system.slice/nvidia-persistenced.service", host()),
        row("/user.slice/user-1000.slice/session-3.scope", host()),
        row("/docker/" + ID, host()),
        row("/", host()));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void aPathNamesItsOwner(String path, ProcessOwner owner) {
    var expected = owner instanceof ProcessOwner.OnHost ? new ProcessOwner.OnHost(path) : owner;

    assertThat(CgroupPath.owner("0::" + path + "\n", CgroupAnchor.host())).isEqualTo(expected);
    assertThat(CgroupPath.owner("4:memory:" + path + "\n", CgroupAnchor.host()))
        .isEqualTo(expected);
  }

  static Stream<String> forgeries() {
    return Stream.of(
        "/user.slice/user-1000.slice/kubepods.slice/kubepods-pod" + UNDERSCORED + ".slice/" + ID,
        "/../../../user.slice/user-1000.slice/kubepods/pod" + UID + "/" + ID,
        "/system.slice/pod" + UID + "/" + ID,
        "/system.slice/burstable/pod" + UID + "/" + ID,
        "/kubepods/burstable/pod" + UID.toUpperCase(Locale.ROOT) + "/" + ID,
        "/kubepods/burstable/pod" + UID + "0/" + ID,
        "/kubepods/burstable/xpod" + UID + "/" + ID,
        "/kubepods/burstable/pod" + UID.substring(1) + "/" + ID,
        "/kubepods/burstable/pod-" + UID + "/" + ID,
        "/kubepods-pod" + UNDERSCORED + "/" + ID);
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void aPathThatNoKubeletMakesIsNoPod(String path) {
    assertThat(CgroupPath.owner("0::" + path, CgroupAnchor.host()))
        .isInstanceOf(ProcessOwner.OnHost.class);
  }

  @Test
  void aContainerCannotPassItsProcessesOffAsAnotherPods() {
    var forged =
        "0::/kubepods/burstable/pod" + UID + "/" + ID + "/kubepods/pod" + OTHER + "/" + OTHER_ID;

    assertThat(CgroupPath.owner(forged, CgroupAnchor.host())).isEqualTo(CONTAINER);
  }

  @Test
  void inANodeThatIsItselfAPodTheInnerPodCounts() {
    var outer = "/kubepods/burstable/pod" + OTHER + "/" + OTHER_ID;
    var agent = "0::" + outer + "/kubelet/kubepods/pod" + STATIC + "/" + ID.replace('b', 'e');
    var workload = "0::" + outer + "/kubelet/kubepods/pod" + UID + "/" + ID;
    var anchor = CgroupAnchor.of(agent);

    assertThat(CgroupPath.owner(workload, anchor)).isEqualTo(CONTAINER);
    assertThat(CgroupPath.owner("0::" + outer, anchor)).isInstanceOf(ProcessOwner.OnHost.class);
  }

  @Test
  void inAKubeletThatRunsInAUserSliceThatSliceHoldsPods() {
    var user = "0::/user.slice/user-1000.slice/user@1000.service/kubepods/pod";
    var anchor = CgroupAnchor.of(user + OTHER + "/" + OTHER_ID);

    assertThat(CgroupPath.owner(user + UID + "/" + ID, anchor)).isEqualTo(CONTAINER);
  }

  @Test
  void whatIsNoContainerBelowAPodLeavesOnlyThePod() {
    for (var below : new String[] {ID.substring(1), ID + "0", "x/" + ID, "UPPER-" + ID}) {
      assertThat(
              CgroupPath.owner(
                  "0::/kubepods/burstable/pod" + UID + "/" + below, CgroupAnchor.host()))
          .as(below)
          .isEqualTo(POD);
    }
  }

  @Test
  void onAHybridHostTheHierarchyThatNamesThePodCounts() {
    var path = "/kubepods/burstable/pod" + UID + "/" + ID;
    var named = "1:name=systemd:" + path + "\n0::/system.slice/containerd.service\n";
    var version2 = "4:memory:/\n1:name=systemd:/\n0::" + path + "\n";
    var version1 = "9:freezer:/\n3:cpuset,cpu,cpuacct:" + path + "\n0::/\n";

    assertThat(CgroupPath.owner(named, CgroupAnchor.host())).isEqualTo(CONTAINER);
    assertThat(CgroupPath.owner(version2, CgroupAnchor.host())).isEqualTo(CONTAINER);
    assertThat(CgroupPath.owner(version1, CgroupAnchor.host())).isEqualTo(CONTAINER);
  }

  @Test
  void hierarchiesThatNameDifferentContainersAreNotBelieved() {
    var cgroups =
        "4:memory:/kubepods/pod" + UID + "/" + ID + "\n3:pids:/kubepods/pod" + OTHER + "/" + ID;

    assertThat(CgroupPath.owner(cgroups, CgroupAnchor.host()))
        .isInstanceOf(ProcessOwner.Hidden.class);
  }

  @Test
  void aHostUnitIsTakenWhereOneIsNamedAndCutToALabelsLength() {
    var named = "4:memory:/\n1:name=systemd:/system.slice/slurmd.service\n0::/\n";
    var quoted = "0::/system.slice/a\"b\\c:d.service";
    var lengthy = "0::/" + "x".repeat(5000);

    assertThat(CgroupPath.owner(named, CgroupAnchor.host()))
        .isEqualTo(new ProcessOwner.OnHost("/system.slice/slurmd.service"));
    assertThat(CgroupPath.owner(quoted, CgroupAnchor.host()))
        .isEqualTo(new ProcessOwner.OnHost("/system.slice/a\"b\\c:d.service"));
    assertThat(CgroupPath.owner(lengthy, CgroupAnchor.host()))
        .isEqualTo(new ProcessOwner.OnHost("/" + "x".repeat(252)));
  }

  @Test
  void aFileWithoutCgroupsHidesItsProcess() {
    for (var text : new String[] {"", "\n\n", "0::", "kubepods/pod" + UID, "0:kubepods"}) {
      assertThat(CgroupPath.owner(text, CgroupAnchor.host()))
          .as(text)
          .isInstanceOf(ProcessOwner.Hidden.class);
    }
  }

  private static Arguments row(String path, ProcessOwner owner) {
    return Arguments.of(path, owner);
  }

  private static ProcessOwner host() {
    return new ProcessOwner.OnHost("");
  }
}
