// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.NodeInventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PciInventoryTest {

  @TempDir private Path bus;
  private final AtomicLong nanos = new AtomicLong();

  private void gpu(String address) throws IOException {
    var device = Files.createDirectory(bus.resolve(address));
    Files.writeString(device.resolve("vendor"), "0x10de\n");
    Files.writeString(device.resolve("class"), "0x030200\n");
  }

  private static NodeInventory of(String... gpus) {
    return new NodeInventory(Optional.of(new TreeSet<>(List.of(gpus))));
  }

  @Test
  void theBusIsLookedAtOnceAMinute() throws IOException {
    var inventory = new PciInventory(Optional.of(bus), nanos::get);
    gpu("0000:1b:00.0");
    assertThat(inventory.read()).isEqualTo(of("00000000:1B:00.0"));
    gpu("0000:1c:00.0");
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(inventory.read()).isEqualTo(of("00000000:1B:00.0"));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(inventory.read()).isEqualTo(of("00000000:1B:00.0", "00000000:1C:00.0"));
  }

  @Test
  void withoutABusNothingIsExpected() {
    assertThat(new PciInventory(Optional.empty(), nanos::get).read())
        .isEqualTo(NodeInventory.unknown());
  }
}
