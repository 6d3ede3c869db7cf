// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuFeatureDiscoveryTest {

  private static final SourceState UP = new SourceState.Up(Instant.EPOCH);
  private static final SourceState DOWN =
      new SourceState.Down(Instant.EPOCH, Optional.of(Instant.EPOCH), "refused");

  @ParameterizedTest
  @CsvSource({
    "gpu-feature-discovery,     Running,   DaemonSet,            true",
    "gpu-feature-discovery-ctr, Running,   DaemonSet,            true",
    "gpu-feature-discovery,     Pending,   DaemonSet,            true",
    "gpu-feature-discovery,     Running,   DaemonSet ClusterPolicy, true",
    "gpu-feature-discovery,     Failed,    DaemonSet,            false",
    "gpu-feature-discovery,     Running,   ReplicaSet Deployment, false",
    "gpu-feature-discovery,     Running,   '',                   false",
    "node-exporter,             Running,   DaemonSet,            false"
  })
  void itIsToldByItsContainerAndItsOwner(
      String container, String phase, String owners, boolean runs) {
    assertThat(GpuFeatureDiscovery.runs(pods(UP, pod(container, phase, owners)))).contains(runs);
  }

  @Test
  void whoCannotSeePodsCannotTellThatItIsNotThere() {
    var pod = pod("gpu-feature-discovery", "Running", "DaemonSet");
    assertThat(GpuFeatureDiscovery.runs(Pods.off())).isEmpty();
    assertThat(GpuFeatureDiscovery.runs(pods(DOWN))).isEmpty();
    assertThat(GpuFeatureDiscovery.runs(pods(DOWN, pod))).contains(true);
  }

  private static Pods pods(SourceState state, PodInfo... pods) {
    return new Pods(state, List.of(pods));
  }

  private static PodInfo pod(String container, String phase, String owners) {
    var kinds = owners.isEmpty() ? List.<String>of() : List.of(owners.split(" "));
    return new PodBuilder("u", "ns", "p")
        .phase(phase)
        .containers(List.of(PodBuilder.container(container, Optional.empty(), Optional.empty())))
        .owners("apps", "w", kinds)
        .build();
  }
}
