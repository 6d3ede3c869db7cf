// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.machine.MachineFacts;
import io.gpunodeagent.core.labels.machine.PciDevice;
import io.gpunodeagent.core.labels.machine.VgpuCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsTest {

  @TempDir private Path sys;

  @Test
  void theMachineIsReadFromSysfs() throws IOException {
    write("class/dmi/id/product_name", "PowerEdge XE9680\n");
    write("bus/pci/devices/0000:1b:00.0/vendor", "0x10de\n");
    write("bus/pci/devices/0000:1b:00.0/class", "0x030200\n");
    write("bus/pci/devices/0000:1b:00.0/config", "short");
    write("bus/pci/devices/0000:00:00.0/vendor", "0x8086\n");
    var facts = MachineFacts.read(sys, Optional.empty(), Instant.EPOCH);
    assertThat(facts.machineType()).contains("PowerEdge XE9680\n");
    assertThat(facts.pci())
        .contains(
            List.of(new PciDevice("0000:1b:00.0", 0x030200, new VgpuCapability.Unreadable())));
  }

  @Test
  void withoutASysfsTheMachineIsUnknown() {
    var facts = MachineFacts.read(sys.resolve("none"), Optional.empty(), Instant.EPOCH);
    assertThat(facts.machineType()).isEmpty();
    assertThat(facts.pci()).isEmpty();
    var named = MachineFacts.read(sys, Optional.of("no\0path"), Instant.EPOCH);
    assertThat(named.machineType()).isEmpty();
  }

  private void write(String path, String content) throws IOException {
    var file = sys.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
  }
}
