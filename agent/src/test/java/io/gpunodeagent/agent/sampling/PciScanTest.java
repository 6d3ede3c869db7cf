package io.gpunodeagent.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

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
  private Path directory;

  @BeforeEach
  void anEmptyBus() throws IOException {
    directory = Files.createDirectories(root.resolve("devices"));
  }

  @Test
  void gpusAreFoundByVendorAndClass() throws IOException {
    device("0000:1b:00.0", "0x10de", "0x030200");
    device("0000:65:00.0", "0x10de", "0x030000");
    device("0000:65:00.1", "0x10de", "0x040300");
    device("0000:05:00.0", "0x10de", "0x068000");
    device("0000:03:00.0", "0x1a03", "0x030000");
    assertThat(PciScan.gpus(directory)).contains(set("00000000:1B:00.0", "00000000:65:00.0"));
  }

  @Test
  void aGpuGivenToAVirtualMachineIsNotTheNodes() throws IOException {
    bind(device("0000:1b:00.0", "0x10de", "0x030200"), "nvidia");
    bind(device("0000:1c:00.0", "0x10de", "0x030200"), "vfio-pci");
    assertThat(PciScan.gpus(directory)).contains(set("00000000:1B:00.0"));
  }

  @Test
  void virtualFunctionsAreNotGpusOfTheirOwn() throws IOException {
    var parent = device("0000:1b:00.0", "0x10de", "0x030200");
    var function = device("0000:1b:00.4", "0x10de", "0x030200");
    Files.createSymbolicLink(function.resolve("physfn"), parent);
    assertThat(PciScan.gpus(directory)).contains(set("00000000:1B:00.0"));
  }

  @Test
  void aDeviceThatVanishesMeanwhileIsPassedOver() throws IOException {
    Files.createDirectory(directory.resolve("0000:1b:00.0"));
    assertThat(PciScan.gpus(directory)).contains(set());
  }

  @Test
  void aBusThatCannotBeReadIsNotAnEmptyOne() {
    assertThat(PciScan.gpus(directory.resolve("none"))).isEmpty();
  }

  private Path device(String address, String vendor, String kind) throws IOException {
    var device = Files.createDirectory(directory.resolve(address));
    Files.writeString(device.resolve("vendor"), vendor + "\n");
    Files.writeString(device.resolve("class"), kind + "\n");
    return device;
  }

  private void bind(Path device, String driver) throws IOException {
    var drivers = Files.createDirectories(root.resolve("drivers").resolve(driver));
    Files.createSymbolicLink(device.resolve("driver"), drivers);
  }

  private static SortedSet<String> set(String... buses) {
    return new TreeSet<>(List.of(buses));
  }
}
