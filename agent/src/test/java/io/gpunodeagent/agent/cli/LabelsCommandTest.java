package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.labels.PciDevice;
import io.gpunodeagent.agent.labels.VgpuCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsCommandTest {

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
  void anotherFormatIsWrongUsage() {
    var said = Shell.plain().run("labels", "--format=xml");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err().lines()).hasSize(1);
  }

  @Test
  void theMachineIsReadFromSysfs() throws IOException {
    write("class/dmi/id/product_name", "PowerEdge XE9680\n");
    write("bus/pci/devices/0000:1b:00.0/vendor", "0x10de\n");
    write("bus/pci/devices/0000:1b:00.0/class", "0x030200\n");
    write("bus/pci/devices/0000:1b:00.0/config", "short");
    write("bus/pci/devices/0000:00:00.0/vendor", "0x8086\n");
    var facts = MachineFacts.read(sys, Instant.EPOCH);
    assertThat(facts.machineType()).contains("PowerEdge XE9680\n");
    assertThat(facts.pci())
        .contains(
            List.of(new PciDevice("0000:1b:00.0", 0x030200, new VgpuCapability.Unreadable())));
  }

  @Test
  void withoutASysfsTheMachineIsUnknown() {
    var facts = MachineFacts.read(sys.resolve("none"), Instant.EPOCH);
    assertThat(facts.machineType()).isEmpty();
    assertThat(facts.pci()).isEmpty();
  }

  private void write(String path, String content) throws IOException {
    var file = sys.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
  }
}
