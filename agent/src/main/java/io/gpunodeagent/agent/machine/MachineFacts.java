// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.machine;

import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.labels.machine.PciDevice;
import io.gpunodeagent.core.labels.machine.VgpuCapability;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads from sysfs what labels need to know of the machine. */
public final class MachineFacts {

  private static final String NVIDIA = "0x10de";

  private MachineFacts() {}

  /**
   * What {@code sys}, a sysfs, says; what cannot be read is left empty.
   *
   * @param machineType file of the machine's type, in place of the one of {@code sys}
   */
  public static NodeFacts read(Path sys, Optional<String> machineType, Instant startedAt) {
    var type = machineType.orElse(sys + "/class/dmi/id/product_name");
    return new NodeFacts(text(type), pci(sys), startedAt);
  }

  private static Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException | InvalidPathException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<List<PciDevice>> pci(Path sys) {
    var devices = new ArrayList<PciDevice>();
    try (var folders = Files.newDirectoryStream(sys.resolve("bus/pci/devices"))) {
      for (var folder : folders) {
        if (Files.readString(folder.resolve("vendor")).strip().equals(NVIDIA)) {
          devices.add(device(folder));
        }
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException unreadable) {
      return Optional.empty();
    }
    devices.sort(Comparator.comparing(PciDevice::address));
    return Optional.of(devices);
  }

  private static PciDevice device(Path folder) throws IOException {
    return new PciDevice(
        folder.getName(folder.getNameCount() - 1).toString(),
        Integer.decode(Files.readString(folder.resolve("class")).strip()),
        VgpuCapability.of(Files.readAllBytes(folder.resolve("config"))));
  }
}
