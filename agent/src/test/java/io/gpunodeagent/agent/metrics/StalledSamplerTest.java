// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.meters.StateMeters;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StalledSamplerTest {

  @Test
  void nothingThatWasReadIsToldAnyMore() {
    var temperature = Readings.builder().put(DeviceSignal.TEMPERATURE, Reading.of(61L)).build();
    var read = Snapshots.of(Snapshots.gpu(0, temperature));
    assertThat(text(read)).contains("DCGM_FI_DEV_GPU_TEMP{");
    assertThat(text(read.stalled()))
        .doesNotContain("DCGM_FI_")
        .contains("problem=\"sampling_stalled\"} 1.0");
  }

  private static String text(NodeSnapshot snapshot) {
    var state = Snapshots.state(snapshot);
    var exposition =
        new Exposition(
            () -> state,
            MetricSelection.defaults(MetricNames.CLASSIC),
            Defaults.metrics("gpu-node-1"),
            StateMeters::of);
    return new String(exposition.scrape("text/plain", null).body(), StandardCharsets.UTF_8);
  }
}
