// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.snapshot.DriverState;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What whole machines serve: each scenario frozen at two minutes, sampled once, as golden text. */
class ScenarioMetricsIT {

  private static final MetricsConfig CONFIG = Defaults.metrics("node-1");

  /**
   * Series about the agent's own work and counts of its passes differ from run to run, its version
   * from classes to jar, and events may not be watched yet when a single sample is taken; all other
   * series must not differ.
   */
  private static final Pattern VARYING =
      Pattern.compile(
          "(# (HELP|TYPE) )?(gpu_node_agent_(build|sampling|nvml|enumerations|snapshot|source_age)"
              + "|gpu_clock_event_samples|gpu_xid|DCGM_FI_DEV_XID_ERRORS).*");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hgx-h100-8",
        "hgx-b200-8",
        "gb200-tray-4",
        "dgx-a100-8-mig-mixed",
        "h100-mig-single-7",
        "dgx-1v-8",
        "t4-4-timesliced",
        "mixed-models",
        "no-gpu"
      })
  void aScenarioServesTheSameSeriesEveryTime(String scenario) {
    var snapshot =
        Scenarios.sample(scenario, MetricSelection.defaults(MetricNames.CLASSIC).plan(CONFIG));
    assertThat(snapshot.driver()).isInstanceOf(DriverState.Ready.class);
    var state = Snapshots.state(snapshot);
    var text =
        Expositions.text(
            Expositions.of(
                () -> state,
                MetricSelection.defaults(MetricNames.CLASSIC),
                CONFIG,
                Expositions.later(0)));
    Promtool.check(text);
    Golden.matches(
        "agent/src/test/resources/metrics/scenarios/" + scenario + ".txt",
        text.lines()
            .filter(line -> !VARYING.matcher(line).matches())
            .collect(Collectors.joining("\n", "", "\n")));
  }
}
