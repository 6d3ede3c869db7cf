// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.machine;

import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the GPUs present themselves as on the PCI bus. */
public final class PciMode {

  private static final int VGA_CONTROLLER = 0x030000;
  private static final int CONTROLLER_3D = 0x030200;
  private static final String UNKNOWN = "unknown";

  private PciMode() {}

  /** {@code graphics} or {@code compute} when all agree; {@code unknown} otherwise. */
  public static String of(List<GpuSample> gpus, NodeFacts facts) {
    Set<Optional<Integer>> classes = new HashSet<>();
    for (var gpu : gpus) {
      var address = PciDevice.addressOf(gpu.identity().pciBusId());
      classes.add(
          facts.pci().stream()
              .flatMap(List::stream)
              .filter(device -> device.address().equals(address))
              .findFirst()
              .map(PciDevice::pciClass));
    }
    return classes.size() == 1
        ? classes.iterator().next().map(PciMode::name).orElse(UNKNOWN)
        : UNKNOWN;
  }

  private static String name(int pciClass) {
    return switch (pciClass) {
      case VGA_CONTROLLER -> "graphics";
      case CONTROLLER_3D -> "compute";
      default -> UNKNOWN;
    };
  }
}
