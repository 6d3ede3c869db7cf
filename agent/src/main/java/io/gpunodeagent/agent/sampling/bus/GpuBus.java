// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.bus;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The GPUs that the driver has on the PCI bus, since NVML was opened. NVML's own list is of the
 * time of its opening: the bus shows which GPU was taken out or came since, and costs the sessions
 * of the others nothing. One thread looks, any may ask.
 */
public final class GpuBus {

  private final Optional<Path> devices;
  private final Set<String> opened;
  private final SortedSet<String> stayed;
  private volatile Set<String> now;

  private GpuBus(Optional<Path> devices, Set<String> now) {
    this.devices = devices;
    this.now = now;
    opened = Set.copyOf(now);
    stayed = new TreeSet<>(now);
  }

  /**
   * The bus as it is now, when NVML is about to be opened.
   *
   * @param devices the folder with one entry a device; empty where no bus is to be read
   */
  public static GpuBus atOpening(Optional<Path> devices) {
    return new GpuBus(devices, devices.flatMap(PciScan::drivenGpus).orElse(new TreeSet<>()));
  }

  /** No bus that could be read. */
  static GpuBus none() {
    return atOpening(Optional.empty());
  }

  /**
   * Looks again; a bus that cannot be read is as it was.
   *
   * @return bus ids of the GPUs that came since NVML was opened
   */
  public SortedSet<String> look() {
    devices.flatMap(PciScan::drivenGpus).ifPresent(seen -> now = seen);
    stayed.retainAll(now);
    var arrived = new TreeSet<>(now);
    arrived.removeAll(stayed);
    return arrived;
  }

  /** Whether it had the GPU when NVML was opened, so that it shows when the GPU is taken out. */
  public boolean shows(String busId) {
    return opened.contains(busId);
  }

  /** Whether it had the GPU when NVML was opened, and has it no longer. */
  public boolean lost(String busId) {
    return shows(busId) && !now.contains(busId);
  }
}
