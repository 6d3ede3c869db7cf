// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cli.view.TextTable;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every command that shows something takes {@code -o}, as kubectl's users expect. */
class OutputFormsTest {

  private static Object parsed(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static String shown(String... arguments) {
    var said = Shell.plain().run(arguments);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    return said.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "topology", "labels", "allocations", "version"})
  void everyFormIsWritten(String command) {
    var text = shown(command, "--simulate", "k8s-h100-8", "-o", "text");
    var wide = shown(command, "--simulate", "k8s-h100-8", "-o", "wide");
    assertThat(wide.length()).isGreaterThanOrEqualTo(text.length());
    assertThat(shown(command, "--simulate", "k8s-h100-8", "-o", "json")).startsWith("{\n");
    assertThat(parsed(shown(command, "--simulate", "k8s-h100-8", "--output=yaml")))
        .isInstanceOf(Map.class);
  }

  @Test
  void yamlSaysWhatJsonSays() {
    var yaml = shown("topology", "--simulate", "dgx-1v-8", "-o", "yaml");
    var json = shown("topology", "--simulate", "dgx-1v-8", "-o", "json");
    assertThat(yaml).startsWith("gpus:\n- ");
    assertThat(parsed(yaml)).isEqualTo(parsed(json));
  }

  @Test
  void theOlderOptionsStayAndMayNotContradict() {
    assertThat(shown("topology", "--simulate", "dgx-1v-8", "--json"))
        .isEqualTo(shown("topology", "--simulate", "dgx-1v-8", "-o", "json"));
    var said = Shell.plain().run("topology", "--simulate", "dgx-1v-8", "--json", "-o", "yaml");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("-o contradicts the older option");
    assertThat(Shell.plain().run("labels", "--format=json", "-o", "wide").code()).isEqualTo(2);
  }

  @Test
  void aFormThatIsNoneIsNamed() {
    var said = Shell.plain().run("snapshot", "-o", "xml");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("-o", "xml");
  }

  @Test
  void allocationsSayWhoHoldsWhatAndWhatComesNext() {
    var text = shown("allocations", "--simulate", "k8s-h100-8");
    assertThat(text)
        .containsPattern("(?m)^HOLDER +GPU +ACTIVITY +IDLE +NEXT STEP$")
        .containsPattern("(?m)^research/llm-pretrain-worker-0 +1 +active +- +no rule$")
        .containsPattern("(?m)^sandbox/privileged-shell +4 +foreign +- +-$");
    assertThat(shown("allocations", "--simulate", "k8s-h100-8", "-o", "wide"))
        .contains("PyTorchJob/llm-pretrain");
    assertThat(parsed(shown("allocations", "--simulate", "k8s-h100-8", "-o", "json")))
        .extracting("allocations")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(9);
  }

  @Test
  void whereNobodyKnowsWhoHoldsAGpuAllocationsSaySo() {
    var said = Shell.plain().run("allocations", "--simulate", "hgx-h100-8");
    assertThat(said.err()).contains("who holds a GPU is not known: no kubelet is asked");
    assertThat(said.code()).isZero();
  }

  @Test
  void versionNamesWhatTheAgentStandsOn() {
    assertThat(shown("version", "--simulate", "l40s-4").lines())
        .startsWith("Agent Version: 1.2.3", "Java Version: " + Runtime.version())
        .contains("Driver Version: 595.91.07", "NVML Version: 13.595.91.07");
    assertThat(parsed(shown("version", "--simulate", "l40s-4", "-o", "json")))
        .extracting("driverVersion")
        .isEqualTo("595.91.07");
    assertThat(shown("--version")).isEqualTo("gpu-node-agent 1.2.3\n");
  }

  @Test
  void versionNeedsNoDriver() {
    var said = Shell.plain().run("version", "--nvml-library", "/nonexistent/libnvidia-ml.so.1");
    assertThat(said.code()).isIn(0, 2);
    assertThat(shown("version", "--client").lines()).hasSize(2);
  }

  @Test
  void namesFromOutsideCannotCommandTheTerminal() {
    var table = new TextTable().row("\u001b[2Jevil", "x").row("学習", "y").toString();
    assertThat(table.lines().toList()).isEqualTo(List.of("?[2Jevil  x", "学習      y"));
  }
}
