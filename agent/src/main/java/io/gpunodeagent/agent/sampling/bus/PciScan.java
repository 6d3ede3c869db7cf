// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.bus;

import io.gpunodeagent.agent.sampling.calls.PciBusId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks for NVIDIA GPUs on the PCI bus, whatever NVML says. */
public final class PciScan {

  /** Where Linux shows the bus. */
  public static final Path DEVICES = Path.of("/sys/bus/pci/devices");

  private static final String NVIDIA = "0x10de";
  private static final String VGA = "0x0300";
  private static final String THREE_D = "0x0302";

  private PciScan() {}

  /**
   * Bus ids of the GPUs that belong to the node, as {@code 00000000:1B:00.0}. Left out are those
   * bound to another driver than NVIDIA's, which were given to a virtual machine, and the virtual
   * functions of vGPU hosts.
   *
   * @param devices the folder with one entry a device, {@link #DEVICES}
   * @return empty when the folder cannot be read
   */
  public static Optional<SortedSet<String>> gpus(Path devices) {
    return devices(devices, PciScan::isGpu);
  }

  /**
   * The same without GPUs that have no driver yet, or no longer: NVML has the others.
   *
   * @param devices the folder with one entry a device, {@link #DEVICES}
   * @return empty when the folder cannot be read
   */
  static Optional<SortedSet<String>> drivenGpus(Path devices) {
    return devices(devices, device -> isGpu(device) && Files.exists(device.resolve("driver")));
  }

  private interface Kind {
    boolean includes(Path device) throws IOException;
  }

  private static Optional<SortedSet<String>> devices(Path devices, Kind kind) {
    var found = new TreeSet<String>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(devices)) {
      for (var device : entries) {
        if (kind.includes(device)) {
          found.add(PciBusId.canonical(device.getFileName().toString()));
        }
      }
      return Optional.of(found);
    } catch (IOException | DirectoryIteratorException unreadable) {
      return Optional.empty();
    }
  }

  private static boolean isGpu(Path device) throws IOException {
    var kind = read(device.resolve("class"));
    return read(device.resolve("vendor")).equals(NVIDIA)
        && (kind.startsWith(VGA) || kind.startsWith(THREE_D))
        && !Files.exists(device.resolve("physfn"))
        && !givenAway(device.resolve("driver"));
  }

  /** A device may vanish between listing and reading. */
  private static String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).strip() : "";
  }

  /** A GPU without any driver still belongs to the node, and is missed. */
  private static boolean givenAway(Path driver) throws IOException {
    return Files.exists(driver) && !driver.toRealPath().getFileName().toString().equals("nvidia");
  }
}
