// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.sources.ContainerCgroup;
import io.gpunodeagent.core.sources.ProcessOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which containers a tree of cgroups shows. */
class ContainerCgroupsTest {

  private static final String UID = "c386010f-e9f0-46d0-ae10-3343d966f5aa";
  private static final String SLICE = "kubepods-podc386010f_e9f0_46d0_ae10_3343d966f5aa.slice";
  private static final String ID = "8f".repeat(32);
  private static final String OTHER = "1a".repeat(32);

  @TempDir private Path root;

  @BeforeEach
  void aHierarchyOfVersion2() throws IOException {
    Files.writeString(root.resolve("cgroup.controllers"), "memory\n");
  }

  private void make(String path) throws IOException {
    var directory = Files.createDirectories(root.resolve(path.substring(1)));
    Files.writeString(directory.resolve("cgroup.procs"), "");
  }

  private ContainerCgroups containers() {
    return new ContainerCgroups(root, Optional.empty());
  }

  private static ContainerCgroup of(String path, String id) {
    return new ContainerCgroup(path, new ProcessOwner.InPod(UID, id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/kubepods.slice/kubepods-podU.slice/cri-containerd-I.scope",
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podU.slice/crio-I.scope",
        "/system.slice/kubepods-podU.slice:cri-containerd:I",
        "/kubepods/besteffort/podD/I"
      })
  void containersAreFoundAsDriversAndRuntimesNameThem(String form) throws IOException {
    var path = form.replace("U", UID.replace('-', '_')).replace("D", UID).replace("I", ID);
    make(path);
    make("/system.slice/sshd.service");
    assertThat(containers().read()).containsExactly(of(path, ID));
  }

  @Test
  void theyComeAndGo() throws IOException {
    var pod = "/kubepods.slice/" + SLICE;
    var first = pod + "/cri-containerd-" + ID + ".scope";
    var second = pod + "/cri-containerd-" + OTHER + ".scope";
    var containers = containers();
    make(first);
    make(second);
    assertThat(containers.read()).containsExactlyInAnyOrder(of(first, ID), of(second, OTHER));
    Files.delete(root.resolve(first.substring(1) + "/cgroup.procs"));
    Files.delete(root.resolve(first.substring(1)));
    assertThat(containers.read()).containsExactly(of(second, OTHER));
  }

  @Test
  void whatAContainerMakesBelowItselfIsNoContainer() throws IOException {
    var path = "/kubepods.slice/" + SLICE + "/crio-" + ID + ".scope";
    make(path + "/container/kubepods/pod" + UID + "/" + OTHER);
    assertThat(containers().read()).containsExactly(of(path, ID));
  }

  @Test
  void monitorsLinksFilesAndUsersSlicesAreNoContainers() throws IOException {
    make("/kubepods.slice/" + SLICE + "/crio-conmon-" + ID + ".scope");
    make("/user.slice/kubepods/pod" + UID + "/" + ID);
    make("/elsewhere");
    Files.createSymbolicLink(
        root.resolve("kubepods.slice/" + SLICE + "/" + ID), root.resolve("elsewhere"));
    Files.writeString(root.resolve("kubepods.slice/" + SLICE + "/" + OTHER), "");
    assertThat(containers().read()).isEmpty();
  }

  /** Where the node is itself a container of a pod, that pod's container is none of its own. */
  @Test
  void theAgentsOwnCgroupTellsWhichKubeletsTheyAre() throws IOException {
    var outer = "/kubepods.slice/" + SLICE + "/cri-containerd-" + OTHER + ".scope";
    var inner = outer + "/kubelet/kubepods/pod" + UID + "/" + ID;
    make(inner);
    var proc = Files.createDirectories(root.resolve("self"));
    Files.writeString(
        proc.resolve("cgroup"), "0::" + outer + "/kubelet/kubepods/pod" + UID + "/" + OTHER + "\n");
    assertThat(new ContainerCgroups(root, Optional.of(root)).read()).containsExactly(of(inner, ID));
    assertThat(containers().read()).containsExactly(of(outer, OTHER));
  }

  @Test
  void theDepthIsBounded() throws IOException {
    make("/a".repeat(9) + "/kubepods/pod" + UID + "/" + ID);
    assertThat(containers().read()).hasSize(1);
    make("/b".repeat(10) + "/kubepods/pod" + UID + "/" + OTHER);
    assertThat(containers().read()).hasSize(1);
  }

  @Test
  void withoutAHierarchyOfVersion2ThereAreNone() throws IOException {
    make("/kubepods/pod" + UID + "/" + ID);
    Files.delete(root.resolve("cgroup.controllers"));
    assertThat(containers().read()).isEmpty();
    assertThat(new ContainerCgroups(root.resolve("later"), Optional.empty()).read()).isEmpty();
  }
}
