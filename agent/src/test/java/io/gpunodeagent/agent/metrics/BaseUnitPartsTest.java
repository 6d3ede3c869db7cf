// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import io.gpunodeagent.agent.metrics.selection.PodLabelling.SharedGpuRows;
import io.gpunodeagent.core.attribution.Cluster;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.state.NodeState;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What containers use of a shared GPU, under both names. */
class BaseUnitPartsTest {

  private static final long MEBIBYTE = 1L << 20;

  private static Map<String, Double> parts(NodeState state, String name) {
    var labelling =
        new PodLabelling(
            SharedGpuRows.CONTAINERS, false, Optional.empty(), false, Optional.empty(), List.of());
    var config =
        new MetricsConfig(MetricsConfig.HostnameLabel.NONE, "n", false, false, false, labelling);
    var selection = MetricSelection.defaults(MetricNames.BOTH);
    var clock = InstantSource.fixed(Cluster.NOW);
    return States.samples(Expositions.of(() -> state, selection, config, clock), name, "pod");
  }

  @Test
  void aContainersPartIsTheSameQuantityUnderBothNames() {
    var cluster =
        new Cluster()
            .pod("a")
            .replica("a", 0, 0)
            .pod("b")
            .replica("b", 0, 1)
            .runs("a", 10)
            .runs("b", 11);
    var state =
        States.of(
            cluster,
            new GpuBuilder(0)
                .busy(90, 10_000 * MEBIBYTE + 5)
                .process(10, 40, 4_000 * MEBIBYTE + 1)
                .process(11, 30, 3_000 * MEBIBYTE + 2));
    assertThat(parts(state, "DCGM_FI_DEV_GPU_UTIL"))
        .isEqualTo(Map.of("a", 40.0, "b", 30.0, "-", 20.0));
    assertThat(parts(state, "DCGM_FI_DEV_GPU_UTIL_RATIO"))
        .hasSize(3)
        .containsEntry("a", 0.4)
        .containsEntry("b", 0.3)
        .hasEntrySatisfying("-", rest -> assertThat(rest).isCloseTo(0.2, within(1e-12)));
    assertThat(parts(state, "DCGM_FI_DEV_FB_USED"))
        .isEqualTo(Map.of("a", 4_000.0, "b", 3_000.0, "-", 3_000.0));
    assertThat(parts(state, "DCGM_FI_DEV_FB_USED_BYTES"))
        .isEqualTo(
            Map.of(
                "a", 4_000.0 * MEBIBYTE + 1,
                "b", 3_000.0 * MEBIBYTE + 2,
                "-", 3_000.0 * MEBIBYTE + 2));
  }
}
