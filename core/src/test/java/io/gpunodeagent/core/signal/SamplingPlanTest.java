// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.SamplingPlan.Processes;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplingPlanTest {

  private static final SamplingPlan POWER =
      new SamplingPlan(Set.of(DeviceSignal.POWER_USAGE), Processes.UTILIZATION);
  private static final SamplingPlan MEMORY =
      new SamplingPlan(Set.of(DeviceSignal.MEMORY_USED, DeviceSignal.POWER_USAGE), true);

  @Test
  void twoPlansTogetherAskForAllOfBoth() {
    var both =
        new SamplingPlan(
            Set.of(DeviceSignal.MEMORY_USED, DeviceSignal.POWER_USAGE), Processes.UTILIZATION);
    assertThat(POWER.and(MEMORY)).isEqualTo(both);
    assertThat(MEMORY.and(POWER)).isEqualTo(both);
  }

  @Test
  void aPlanThatListsProcessesDoesNotAskHowBusyTheyAre() {
    assertThat(MEMORY.processes()).isEqualTo(Processes.LISTED);
    assertThat(new SamplingPlan(Set.of(), false).processes()).isEqualTo(Processes.NOTHING);
  }
}
