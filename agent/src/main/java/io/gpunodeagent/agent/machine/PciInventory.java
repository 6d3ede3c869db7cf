// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.machine;

import io.gpunodeagent.agent.sampling.bus.PciScan;
import io.gpunodeagent.core.health.NodeInventory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The GPUs on the PCI bus, looked for once a minute. Confined to one thread. */
public final class PciInventory {

  private static final long PERIOD = Duration.ofMinutes(1).toNanos();

  private final Optional<Path> devices;
  private final LongSupplier nanoTime;
  private Optional<NodeInventory> known = Optional.empty();
  private long lookedAt;

  /**
   * An inventory of {@code devices}.
   *
   * @param devices the folder with one entry a device; empty when nothing is expected
   * @param nanoTime a monotonic clock, ns
   */
  public PciInventory(Optional<Path> devices, LongSupplier nanoTime) {
    this.devices = devices;
    this.nanoTime = nanoTime;
  }

  /** What was found at the latest look. */
  public NodeInventory read() {
    long now = nanoTime.getAsLong();
    if (known.isEmpty() || now - lookedAt >= PERIOD) {
      known = Optional.of(new NodeInventory(devices.flatMap(PciScan::gpus)));
      lookedAt = now;
    }
    return known.get();
  }
}
