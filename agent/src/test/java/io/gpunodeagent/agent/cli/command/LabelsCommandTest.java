// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsCommandTest {

  private static final String SHARED =
      "sharing: {timeSlicing: {resources: [{name: nvidia.com/gpu, replicas: 4}]}}\n";

  @TempDir private Path sys;

  @Test
  void labelsAreLinesOfKeyAndValueInOrder() {
    var said = Shell.plain().run("labels", "--simulate", "hgx-h100-8");
    assertThat(said.code()).isZero();
    assertThat(said.err()).isEmpty();
    var lines = said.out().lines().toList();
    assertThat(lines)
        .isSorted()
        .contains(
            "nvidia.com/gpu.count=8",
            "nvidia.com/gpu.product=NVIDIA-H100-80GB-HBM3",
            "gpu-node-agent.io/nvlink.topology=nvswitch")
        .allMatch(line -> line.matches("[a-z-]+[a-z.]*/[A-Za-z0-9._-]+=[A-Za-z0-9._-]*"));
  }

  @Test
  void jsonHasAnnotationsToo() {
    var said = Shell.plain().run("labels", "--format=json", "--simulate", "dgx-1v-8");
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("\"labels\" : {", "\"nvidia.com/gpu.count\" : \"8\"")
        .contains("\"annotations\" : {", "\"gpu-node-agent.io/topology\" : \"{");
  }

  @Test
  void aGpuThatDoesNotSayWhoItIsIsCountedUnknown() throws IOException {
    var said = Shell.plain().run("labels", "--simulate", Shell.refusedFromStart(sys));
    assertThat(said.out().lines())
        .contains(
            "gpu-node-agent.io/gpu.healthy=1",
            "gpu-node-agent.io/gpu.unknown=1",
            "gpu-node-agent.io/gpu.health=unknown");
  }

  @Test
  void anotherFormatIsWrongUsage() {
    var said = Shell.plain().run("labels", "--format=xml");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err().lines()).hasSize(1);
  }

  @Test
  void theConfigurationChoosesTheLabels() throws IOException {
    write("plugin.yaml", SHARED + "flags: {gfd: {machineTypeFile: MACHINE}}\n");
    write("machine", "Testbed\n");
    var said = labels("{pluginConfig: PLUGIN, aliases: true, timestamp: false}");
    assertThat(said.code()).isZero();
    assertThat(said.err()).isEmpty();
    assertThat(said.out().lines())
        .contains(
            "nvidia.com/gpu.replicas=4",
            "nvidia.com/gpu.sharing-strategy=time-slicing",
            "nvidia.com/gpu.machine=Testbed",
            "accelerator=nvidia-h100")
        .noneMatch(line -> line.startsWith("nvidia.com/gfd.timestamp"));
  }

  @Test
  void theAgentsMigStrategyComesBeforeThePluginsFile() throws IOException {
    write("plugin.yaml", "flags: {migStrategy: mixed}\n");
    assertThat(labels("{pluginConfig: PLUGIN}").out()).contains("nvidia.com/mig.strategy=mixed\n");
    assertThat(labels("{pluginConfig: PLUGIN, migStrategy: single}").out())
        .contains("nvidia.com/mig.strategy=single\n");
  }

  @Test
  void whatThePluginDoesNotHeedIsSaidBesideTheLabels() throws IOException {
    write("plugin.yaml", SHARED + "flags:\n  migstrategy: none\n");
    var said = labels("{pluginConfig: PLUGIN}");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("nvidia.com/gpu.replicas=4\n");
    assertThat(said.err())
        .isEqualTo(
            sys.resolve("plugin.yaml")
                + ":3: flags.migstrategy: is spelt migStrategy, and the device plugin takes either:"
                + " spell it so\n");
  }

  @Test
  void aFileThePluginRefusesMakesNoLabels() throws IOException {
    write("plugin.yaml", "version: v1\nflags:\n  migStrategy: both\n");
    var said = labels("{pluginConfig: PLUGIN}");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .isEqualTo(
            sys.resolve("plugin.yaml")
                + ":3: flags.migStrategy: \"both\" is not valid: use none, single or mixed\n");
  }

  private Shell.Said labels(String section) throws IOException {
    var plugin = sys.resolve("plugin.yaml");
    var machine = sys.resolve("machine").toString();
    Files.writeString(plugin, Files.readString(plugin).replace("MACHINE", machine));
    write("agent.yaml", "labels: " + section.replace("PLUGIN", plugin.toString()) + "\n");
    var config = sys.resolve("agent.yaml").toString();
    return Shell.plain().run("labels", "--simulate", "hgx-h100-8", "--config", config);
  }

  private void write(String path, String content) throws IOException {
    var file = sys.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
  }
}
