// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands show of simulated nodes. */
class ShownNodesTest {

  static Stream<String> scenarios() {
    return Shell.plain().run("simulations").out().lines().map(line -> line.split(" ", 2)[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hgx-h100-8",
        "dgx-1v-8",
        "h100-nvl-8-pairs",
        "gb200-tray-4",
        "l40s-4",
        "dgx-a100-8-mig-mixed",
        "no-gpu"
      })
  void topologyIsLaidOutAsByNvidiaSmi(String scenario) {
    var said = Shell.plain().run("topology", "--simulate", scenario);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    Golden.matches("agent/src/test/resources/topology/" + scenario + ".txt", said.out());
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyScenarioIsShownAsJson(String scenario) throws IOException {
    var said = Shell.plain().run("snapshot", "--json", "--simulate", scenario);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    var keys = new HashSet<String>();
    try (var json = new JsonFactory().createParser(said.out())) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          keys.add(json.currentName());
        }
      }
    }
    assertThat(keys).contains("node", "takenAt", "simulated", "driver", "gpus", "absent");
  }

  @Test
  void nullsAreExplainedBesideTheReadings() {
    var said = Shell.plain().run("snapshot", "--json", "--simulate", "dgx-a100-8-mig-mixed");
    assertThat(said.out())
        .contains("\"gpuUtilizationPercent\" : null", "\"gpuUtilizationPercent\" : \"unsupported\"")
        .contains("\"powerUsageMilliwatts\" : ", "\"profile\" : \"3g.20gb\"", "\"uuid\" : \"MIG-");
  }

  @Test
  void theTableHasARowAGpuAndOneAProcess() {
    var said = Shell.plain().run("snapshot", "--simulate", "hgx-h100-8");
    assertThat(said.out().lines().findFirst().orElseThrow())
        .startsWith("node-7  driver 580.105.08")
        .endsWith("(simulated)");
    assertThat(said.out().lines())
        .filteredOn(line -> line.contains("NVIDIA H100 80GB HBM3"))
        .hasSize(8)
        .allMatch(line -> line.contains(" 18/18"));
    assertThat(said.out()).containsPattern("418211 +0 +compute +71.0 GiB");
  }

  @Test
  void whatIsAbsentIsADash() {
    var said = Shell.plain().run("snapshot", "--simulate", "dgx-a100-8-mig-mixed");
    assertThat(said.out()).containsPattern("2 +NVIDIA A100-SXM4-40GB +\\S+ +ok +- ");
    assertThat(said.out()).containsPattern("2/7 +MIG 1g.5gb");
  }

  @Test
  void topologyIsTakenByMachinesToo() {
    var said = Shell.plain().run("topology", "--json", "--simulate", "dgx-1v-8");
    assertThat(said.out().replaceAll("\\s+", " "))
        .contains(
            "\"reaches\" : [ \"X\", \"NV1\", \"NV1\", \"NV2\", \"NV2\", \"SYS\", \"SYS\", \"SYS\""
                + " ]")
        .contains("\"cpuAffinity\" : \"0-19,40-59\"");
  }
}
