// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the MIG manager's word on the Node holds back. */
class MigReconfigurationTest {

  @ParameterizedTest
  @CsvSource({
    "pending, nvidia.com/mig-1g.5gb.count, true",
    "rebooting, nvidia.com/mig-1g.5gb.count, true",
    "pending, nvidia.com/gpu.product, true",
    "pending, gpu-node-agent.io/mig.free-slices, true",
    "pending, gpu-node-agent.io/mig-1g.5gb.fits, true",
    "pending, gpu-node-agent.io/mig-layout, true",
    "pending, nvidia.com/cuda.driver.major, false",
    "pending, nvidia.com/mig.strategy, false",
    "pending, nvidia.com/mig.capable, false",
    "pending, gpu-node-agent.io/nvlink.degraded, false",
    "pending, gpu-node-agent.io/gpu.health, false",
    "success, nvidia.com/gpu.product, false",
    "failed, nvidia.com/gpu.product, false",
    "'', nvidia.com/gpu.product, false"
  })
  void onlyWhatALayoutChangesIsHeldAndOnlyWhileItIsChanged(String state, String key, boolean held) {
    var observed = MigReconfiguration.state(Map.of(MigReconfiguration.STATE, state));
    assertThat(MigReconfiguration.held(observed).accepts(key)).isEqualTo(held);
  }

  @ParameterizedTest
  @CsvSource({"nvidia.com/mig.config, all-1g.5gb"})
  void aNodeWithoutTheLabelHoldsNothing(String key, String value) {
    var observed = MigReconfiguration.state(Map.of(key, value));
    assertThat(MigReconfiguration.held(observed).patterns()).isEmpty();
  }
}
