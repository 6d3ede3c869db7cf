// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static io.gpunodeagent.core.signal.DeviceSignal.MEMORY_RESERVED;
import static io.gpunodeagent.core.signal.DeviceSignal.MEMORY_USED;
import static io.gpunodeagent.core.signal.DeviceSignal.POWER_USAGE;
import static io.gpunodeagent.core.signal.DeviceSignal.TEMPERATURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.GpuCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NVML missing, refusing, replaced or old: one clear state, and recovery without a restart. */
class LibraryFaultTest {

  @TempDir Path directory;

  @Test
  void aMissingLibraryIsFoundOnceItIsInstalled() throws IOException {
    var installed = directory.resolve("libnvidia-ml.so.1");
    var node = new SimulatedNode(directory, h100(1)).library(installed);
    try (var sampling = node.sample(POWER_USAGE)) {
      var missing = sampling.awaitUnavailable(Problem.LIBRARY_NOT_FOUND);
      assertThat(missing.detail()).contains(installed.toString()).doesNotContain("\n");
      assertThat(missing.remedy()).contains("nvml.library");
      install(installed);
      sampling.awaitFresh(1);
    }
  }

  @Test
  void aFileThatIsNoLibraryIsSaidToBeNone() throws IOException {
    var stub = Files.writeString(directory.resolve("libnvidia-ml.so.1"), "not a library");
    try (var sampling = new SimulatedNode(directory, h100(1)).library(stub).sample(POWER_USAGE)) {
      assertThat(sampling.awaitUnavailable(Problem.LIBRARY_INVALID).detail())
          .contains(stub.toString());
    }
  }

  @Test
  void aDriverThatDoesNotFitIsToldUntilItDoes() {
    recoversFrom("LIB_RM_VERSION_MISMATCH", Problem.VERSION_MISMATCH);
  }

  @Test
  void aDriverThatIsNotLoadedIsToldUntilItIs() {
    recoversFrom("DRIVER_NOT_LOADED", Problem.DRIVER_NOT_LOADED);
  }

  @Test
  void missingRightsAreToldUntilTheyAreGiven() {
    recoversFrom("NO_PERMISSION", Problem.NO_PERMISSION);
  }

  @Test
  void anyOtherRefusalIsTold() {
    recoversFrom("UNKNOWN", Problem.INIT_FAILED);
  }

  private void recoversFrom(String code, Problem problem) {
    var node = new SimulatedNode(directory).rewriteWithDriver("init: " + code, h100(1));
    try (var sampling = node.sample(POWER_USAGE)) {
      var first = sampling.awaitUnavailable(problem);
      var second = sampling.awaitUnavailable(problem);
      assertThat(second.since()).isEqualTo(first.since());
      node.rewrite(h100(1));
      sampling.awaitFresh(1);
    }
  }

  @Test
  void aDriverUnloadedUnderneathIsToldAndFoundAgain() {
    var node = new SimulatedNode(directory, h100(2));
    try (var sampling = node.sample(POWER_USAGE, TEMPERATURE)) {
      sampling.awaitFresh(2);
      node.rewriteWithDriver(
          "init: DRIVER_NOT_LOADED", h100(2), faults("{function: '*', return: DRIVER_NOT_LOADED}"));
      var down =
          sampling.await("no driver", now -> now.driver() instanceof DriverState.Unavailable);
      assertThat(((DriverState.Unavailable) down.driver()).problem())
          .isEqualTo(Problem.DRIVER_NOT_LOADED);
      assertThat(down.gpus()).isEmpty();
      node.rewrite(h100(2));
      var back = sampling.awaitFresh(2);
      assertThat(back.statistics().enumerations()).isEqualTo(2);
      assertThat(back.statistics().calls().get("nvmlDeviceGetPowerUsage")).isGreaterThan(2);
    }
  }

  @Test
  void aReplacedLibraryIsLoadedAnew() throws IOException {
    var installed = directory.resolve("libnvidia-ml.so.1");
    install(installed);
    var node = new SimulatedNode(directory, h100(2)).library(installed);
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.awaitFresh(2);
      install(installed);
      var anew = sampling.await("another enumeration", now -> now.statistics().enumerations() == 2);
      assertThat(anew.gpus()).hasSize(2).allMatch(gpu -> gpu.fresh());
    }
  }

  @Test
  void aCallThatHangsInTheReplacedLibraryBlocksTheNewOneUntilItReturns() throws IOException {
    var installed = directory.resolve("libnvidia-ml.so.1");
    install(installed);
    var node =
        new SimulatedNode(directory, h100(2))
            .library(installed)
            .callTimeout(Duration.ofMillis(500));
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.awaitFresh(2);
      node.rewrite(h100(2), faults("{function: nvmlDeviceGetPowerUsage, device: 1, hang: true}"));
      sampling.await(
          "a hung GPU",
          now -> now.gpus().stream().anyMatch(g -> g.condition() instanceof GpuCondition.Hung));
      install(installed);
      assertThat(sampling.awaitUnavailable(Problem.RELOAD_BLOCKED).detail())
          .contains("nvmlDeviceGetPowerUsage");
      node.rewrite(h100(2));
      sampling.awaitFresh(2);
    }
  }

  @Test
  void theFunctionsAnOldDriverLacksAreUnsupportedOneByOne() {
    var old = SimulatedNode.BUILT.resolve("old-driver-450/libnvidia-ml.so.1");
    var node = new SimulatedNode(directory, h100(1)).library(old);
    try (var sampling = node.sample(MEMORY_USED, MEMORY_RESERVED, TEMPERATURE, POWER_USAGE)) {
      var readings = sampling.awaitFresh(1).gpus().getFirst().readings();
      assertThat(readings.get(MEMORY_RESERVED)).isEqualTo(Reading.unsupported());
      assertThat(readings.get(MEMORY_USED)).isInstanceOf(Reading.Value.class);
      assertThat(readings.get(TEMPERATURE)).isInstanceOf(Reading.Value.class);
      assertThat(readings.get(POWER_USAGE)).isInstanceOf(Reading.Value.class);
    }
  }

  @Test
  void anotherLibraryInTheConfigurationIsLoaded() throws IOException {
    var other = directory.resolve("libnvidia-ml.so.1");
    install(other);
    var node = new SimulatedNode(directory, h100(1));
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.awaitFresh(1);
      sampling.sampler().reconfigure(node.library(other).config());
      sampling.await(
          "the other library",
          now ->
              now.driver() instanceof DriverState.Ready ready
                  && ready.libraryPath().equals(other.toString())
                  && now.gpus().stream().allMatch(gpu -> gpu.fresh()));
    }
  }

  @Test
  void aNodeWithoutGpusIsReady() {
    try (var sampling =
        new SimulatedNode(directory, "devices: []").sample(FieldSignal.everyPass(83))) {
      var ready = sampling.await("a driver", now -> now.driver() instanceof DriverState.Ready);
      assertThat(((DriverState.Ready) ready.driver()).deviceCount()).isZero();
      assertThat(ready.gpus()).isEmpty();
    }
  }

  /** Puts a fresh copy of the library in place, as a package manager does: by renaming. */
  private void install(Path target) throws IOException {
    for (var data : new String[] {"catalogue", "scenarios"}) {
      var link = directory.resolve(data);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, SimulatedNode.LIBRARY.resolveSibling(data));
      }
    }
    var copy = directory.resolve("copy");
    Files.copy(SimulatedNode.LIBRARY, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
