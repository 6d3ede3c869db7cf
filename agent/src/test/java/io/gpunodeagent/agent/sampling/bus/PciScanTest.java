// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.PciBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PciScanTest {

  @TempDir Path root;

  @SuppressWarnings("NullAway.Init") // each test has its own
  private PciBus bus;

  @BeforeEach
  void anEmptyBus() throws IOException {
    bus = new PciBus(root);
  }

  @Test
  void gpusAreFoundByVendorAndClass() throws IOException {
    bus.add("0000:1b:00.0", "0x10de", "0x030200");
    bus.add("0000:65:00.0", "0x10de", "0x030000");
    bus.add("0000:65:00.1", "0x10de", "0x040300");
    bus.add("0000:05:00.0", "0x10de", "0x068000");
    bus.add("0000:03:00.0", "0x1a03", "0x030000");
    assertThat(PciScan.gpus(bus.devices())).contains(set("00000000:1B:00.0", "00000000:65:00.0"));
  }

  @Test
  void aGpuGivenToAVirtualMachineIsNotTheNodes() throws IOException {
    bus.bind(bus.add("0000:1b:00.0", "0x10de", "0x030200"), "nvidia");
    bus.bind(bus.add("0000:1c:00.0", "0x10de", "0x030200"), "vfio-pci");
    assertThat(PciScan.gpus(bus.devices())).contains(set("00000000:1B:00.0"));
  }

  @Test
  void aGpuWithoutADriverIsTheNodesAndNotTheDrivers() throws IOException {
    bus.bind(bus.addGpu("0000:1b:00.0"), "nvidia");
    bus.bind(bus.addGpu("0000:1c:00.0"), "vfio-pci");
    bus.addGpu("0000:1d:00.0");
    assertThat(PciScan.gpus(bus.devices())).contains(set("00000000:1B:00.0", "00000000:1D:00.0"));
    assertThat(PciScan.drivenGpus(bus.devices())).contains(set("00000000:1B:00.0"));
  }

  @Test
  void virtualFunctionsAreNotGpusOfTheirOwn() throws IOException {
    var parent = bus.add("0000:1b:00.0", "0x10de", "0x030200");
    var function = bus.add("0000:1b:00.4", "0x10de", "0x030200");
    Files.createSymbolicLink(function.resolve("physfn"), parent);
    assertThat(PciScan.gpus(bus.devices())).contains(set("00000000:1B:00.0"));
  }

  @Test
  void aDeviceThatVanishesMeanwhileIsPassedOver() throws IOException {
    Files.createDirectory(bus.devices().resolve("0000:1b:00.0"));
    assertThat(PciScan.gpus(bus.devices())).contains(set());
  }

  @Test
  void aBusThatCannotBeReadIsNotAnEmptyOne() {
    assertThat(PciScan.gpus(bus.devices().resolve("none"))).isEmpty();
  }

  private static SortedSet<String> set(String... buses) {
    return new TreeSet<>(List.of(buses));
  }
}
