// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PCI bus as sysfs shows it, of which a test is the hands. */
public final class PciBus {

  private final Path root;
  private final Path devices;

  public PciBus(Path root) throws IOException {
    this.root = root;
    devices = Files.createDirectories(root.resolve("devices"));
  }

  /** The folder with one entry a device. */
  public Path devices() {
    return devices;
  }

  /** Puts a device on the bus that has no driver. */
  public Path add(String address, String vendor, String kind) throws IOException {
    var device = Files.createDirectory(devices.resolve(address));
    Files.writeString(device.resolve("vendor"), vendor + "\n");
    Files.writeString(device.resolve("class"), kind + "\n");
    return device;
  }

  /** Puts an NVIDIA GPU on the bus that has no driver. */
  public Path addGpu(String address) throws IOException {
    return add(address, "0x10de", "0x030200");
  }

  /** Gives the device this driver. */
  public void bind(Path device, String driver) throws IOException {
    var drivers = Files.createDirectories(root.resolve("drivers").resolve(driver));
    Files.createSymbolicLink(device.resolve("driver"), drivers);
  }

  /** Takes a device off the bus. */
  public void remove(String address) throws IOException {
    var device = devices.resolve(address);
    try (var files = Files.newDirectoryStream(device)) {
      for (var file : files) {
        Files.delete(file);
      }
    }
    Files.delete(device);
  }
}
