// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.simulation.scenario.Cgroups;
import io.gpunodeagent.simulation.scenario.Pod;
import io.gpunodeagent.simulation.scenario.ProcessLife.Home;
import io.gpunodeagent.simulation.scenario.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names kubelets and runtimes give to cgroups. */
class CgroupFileTest {

  private static final String UID = "c386010f-e9f0-46d0-ae10-3343d966f5aa";
  private static final String SYSTEMD_UID = "c386010f_e9f0_46d0_ae10_3343d966f5aa";
  private static final String ID = "8f".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "SYSTEMD, CONTAINERD, GUARANTEED, /kubepods.slice/kubepods-podU.slice/cri-containerd-I.scope",
    "SYSTEMD, CONTAINERD, BURSTABLE,"
        + " /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podU.slice/cri-containerd-I.scope",
    "SYSTEMD, CRIO, BEST_EFFORT,"
        + " /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podU.slice/crio-I.scope",
    "SYSTEMD, DOCKER, GUARANTEED, /kubepods.slice/kubepods-podU.slice/docker-I.scope",
    "CGROUPFS, CONTAINERD, GUARANTEED, /kubepods/podD/I",
    "CGROUPFS, DOCKER, BURSTABLE, /kubepods/burstable/podD/I",
    "CGROUPFS, CRIO, BEST_EFFORT, /kubepods/besteffort/podD/crio-I"
  })
  void containersAreNamedAsDriverAndRuntimeDo(
      Cgroups.Driver driver, Cgroups.Engine engine, Pod.Qos qos, String path) {
    var file = new CgroupFile(new Cgroups(Cgroups.Version.V2, driver, engine));

    assertThat(file.of(new Home.InContainer(pod(qos, Optional.empty()), ID)))
        .isEqualTo(
            "0::%s\n".formatted(path.replace("U", SYSTEMD_UID).replace("D", UID).replace("I", ID)));
  }

  @Test
  void aStaticPodHasTheKubeletsOwnId() {
    var file =
        new CgroupFile(
            new Cgroups(Cgroups.Version.V2, Cgroups.Driver.CGROUPFS, Cgroups.Engine.CONTAINERD));
    var hash = "0123456789abcdef0123456789abcdef";

    assertThat(file.of(new Home.InContainer(pod(Pod.Qos.GUARANTEED, Optional.of(hash)), ID)))
        .isEqualTo("0::/kubepods/pod%s/%s\n".formatted(hash, ID));
  }

  @Test
  void theVersionsHaveTheirLines() {
    var pod = new Home.InContainer(pod(Pod.Qos.GUARANTEED, Optional.empty()), ID);
    var host = new Home.OnHost("/system.slice/sshd.service");
    var v1 = file(Cgroups.Version.V1);
    var hybrid = file(Cgroups.Version.HYBRID);

    assertThat(v1.of(pod).lines()).hasSize(13).allMatch(line -> line.endsWith("/" + ID));
    assertThat(v1.of(pod).lines()).last().asString().startsWith("1:name=systemd:/kubepods/pod");
    assertThat(hybrid.of(pod).lines())
        .hasSize(14)
        .last()
        .isEqualTo("0::/system.slice/containerd.service");
    assertThat(hybrid.of(host).lines()).allMatch(line -> line.endsWith(":" + host.unit()));
  }

  private static CgroupFile file(Cgroups.Version version) {
    return new CgroupFile(new Cgroups(version, Cgroups.Driver.CGROUPFS, Cgroups.Engine.CONTAINERD));
  }

  private static Pod pod(Pod.Qos qos, Optional<String> staticPodId) {
    return new Pod(
        "default",
        "a",
        UID,
        staticPodId,
        Map.of(),
        Map.of(),
        List.of(),
        new Pod.Rank(Optional.empty(), 0, qos),
        new Pod.Life(Span.always(), false, Optional.empty()),
        List.of());
  }
}
