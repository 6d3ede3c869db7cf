// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpunodeagent.nvml.NvmlOpenException.AlreadyOpen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What close waits for, and that nothing calls into a library that is gone. */
class CloseTest {
  @TempDir private Path directory;

  @Test
  void everyCallAfterCloseIsRefused() {
    Nvml nvml = Simulation.open(Simulation.scenario("hgx-h100-8"));
    NvmlDevice device = nvml.device(0).orElseThrow();
    NvmlFieldValueBatch batch = device.fieldValueBatch(new int[] {83}, new int[] {0});
    nvml.close();

    assertThat(calls(nvml, device, batch))
        .allSatisfy(
            call -> assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class));
    try (Nvml again = Simulation.open(Simulation.scenario("hgx-h100-8"))) {
      assertThatThrownBy(device::powerUsage).isInstanceOf(IllegalStateException.class);
      assertThat(again.device(0).orElseThrow().powerUsage().isSuccess()).isTrue();
    }
  }

  private static List<Runnable> calls(Nvml nvml, NvmlDevice device, NvmlFieldValueBatch batch) {
    return List.of(
        nvml::driverVersion,
        nvml::deviceCount,
        nvml::eventSet,
        () -> nvml.deviceByUuid("GPU-1"),
        device::name,
        device::powerUsage,
        device::memoryInfo,
        device::computeRunningProcesses,
        device::retiredPagesPendingStatus,
        device::cpuAffinity,
        device::drainState,
        device::validateInforom,
        batch::read);
  }

  @Test
  void closingTwiceClosesOnce() {
    Nvml nvml = Simulation.open(Simulation.scenario("no-gpu"));
    nvml.close();
    try (Nvml other = Simulation.open(Simulation.scenario("no-gpu"))) {
      assertThat(nvml.closeWithin(Duration.ZERO)).isTrue();
      assertThat(other.driverVersion().isSuccess()).isTrue();
    }
  }

  @Test
  void aHungCallKeepsTheLibraryUntilItReturns() {
    Path scenario = write("[{function: nvmlDeviceGetPowerUsage, hang: true}]");
    Nvml nvml = Simulation.open(Simulation.scenario(scenario));
    NvmlDevice device = nvml.device(0).orElseThrow();
    CompletableFuture<NvmlResult<Long>> hung = CompletableFuture.supplyAsync(device::powerUsage);
    awaitCallsInProgress(nvml, 1);

    assertThat(nvml.closeWithin(Duration.ofMillis(50))).isFalse();
    assertThat(
            catchThrowableOfType(
                    NvmlOpenException.class, () -> Nvml.open(Simulation.scenario("no-gpu")))
                .reason())
        .isEqualTo(new AlreadyOpen(true, 1));
    assertThatThrownBy(device::name).isInstanceOf(IllegalStateException.class);

    write("[]");
    assertThat(hung.orTimeout(30, TimeUnit.SECONDS).join().isSuccess()).isTrue();
    Simulation.open(Simulation.scenario("no-gpu")).close();
  }

  @Test
  void closeWaitsForASlowCall() {
    Path scenario = write("[{function: nvmlDeviceGetPowerUsage, delay: 300ms}]");
    Nvml nvml = Simulation.open(Simulation.scenario(scenario));
    NvmlDevice device = nvml.device(0).orElseThrow();
    CompletableFuture<NvmlResult<Long>> slow = CompletableFuture.supplyAsync(device::powerUsage);
    awaitCallsInProgress(nvml, 1);

    assertThat(nvml.closeWithin(Duration.ofSeconds(30))).isTrue();

    assertThat(slow.orTimeout(30, TimeUnit.SECONDS).join().isSuccess()).isTrue();
  }

  /** Compiled callers must not keep jumping to where the library was. */
  @Test
  void manyThreadsSurviveOpeningAndClosing() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      Nvml nvml = Simulation.open(Simulation.scenario("hgx-h100-8"));
      List<Reader> readers =
          IntStream.range(0, 4).mapToObj(i -> new Reader(nvml.device(i).orElseThrow())).toList();
      readers.forEach(Thread::start);
      Await.until(
          () ->
              readers.stream().allMatch(reader -> reader.reads.get() > 5_000 || !reader.isAlive()));

      assertThat(nvml.closeWithin(Duration.ofSeconds(30))).isTrue();

      for (Reader reader : readers) {
        reader.join(30_000);
        assertThat(reader.end).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  /** Reads until that fails. */
  private static final class Reader extends Thread {
    private final NvmlDevice device;
    private final AtomicLong reads = new AtomicLong();
    private volatile @Nullable RuntimeException end;

    Reader(NvmlDevice device) {
      this.device = device;
    }

    @Override
    public void run() {
      try {
        while (true) {
          device.powerUsage().orElseThrow();
          reads.incrementAndGet();
        }
      } catch (RuntimeException e) {
        end = e;
      }
    }
  }

  private static void awaitCallsInProgress(Nvml nvml, int calls) {
    Await.until(() -> nvml.session().gate().callsInFlight() >= calls);
  }

  private Path write(String faults) {
    return Simulation.write(
        directory,
        """
        description: one GPU that may hang
        driver: {version: 580.1, nvml: 13.580.1, cuda: 13000, symbols: 580}
        devices: [{model: T4}]
        faults: %s
        """
            .formatted(faults));
  }
}
