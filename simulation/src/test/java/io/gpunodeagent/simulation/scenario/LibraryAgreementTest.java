// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlOptions;
import io.gpunodeagent.simulation.Shipped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is derived here must be what the library answers, or allocations would name no device. */
class LibraryAgreementTest {

  @TempDir private Path directory;

  static List<String> scenarios() throws Exception {
    return Shipped.scenarios();
  }

  /** A GPU as both sides know it. */
  private record Known(int index, String uuid, int minor, List<String> migUuids) {}

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyShippedScenarioHasTheLibrarysGpus(String name) throws Exception {
    var yaml = Files.readString(Shipped.scenario(name));
    var section = yaml.contains("\nkubernetes:") ? "" : "\nkubernetes: {}\n";
    var copy = Files.writeString(directory.resolve(name + ".yaml"), yaml + section);
    double seconds = name.equals("faulty") ? 20 : 120;

    assertThat(read(copy, seconds)).isEqualTo(asked(copy, seconds));
  }

  @Test
  void whatTheLibraryWorksOutByItselfIsWorkedOutAlike() throws Exception {
    var file =
        Files.writeString(
            directory.resolve("left.out.yaml"),
            """
            description: as little as possible is said
            driver: {version: 570.148.08}
            defaults: {model: A100-SXM4-40GB, minor: 5, mig: {mode: enabled, instances: [{profile: 7g.40gb}]}}
            devices:
              - {count: 2, uuid: [GPU-11111111-1111-4111-8111-111111111111, null], minor: [4, 7]}
              - mig:
                  mode: enabled
                  instances:
                    - {profile: 1g.5gb}
                    - {profile: 3g.20gb, compute: [{profile: 1c.3g.20gb}, {profile: 2c.3g.20gb}]}
                    - {profile: 1g.10gb, uuid: MIG-22222222-2222-4222-8222-222222222222}
              - {model: T4, mig: {mode: disabled}}
            events:
              - {at: 60s, device: 2, mig: {mode: enabled, instances: [{profile: 2g.10gb}, {profile: 1g.5gb, id: 12}]}}
            kubernetes:
            """
                .replace("kubernetes:\n", "kubernetes: {}\n"));

    assertThat(read(file, 10)).isEqualTo(asked(file, 10));
    assertThat(read(file, 90)).isEqualTo(asked(file, 90));
  }

  private static List<Known> read(Path file, double seconds) {
    var gpus = ScenarioReader.read(file, Shipped.catalogue()).orElseThrow().gpus();
    return gpus.stream()
        .map(
            gpu ->
                new Known(
                    gpu.index(),
                    gpu.uuid(),
                    gpu.minor(),
                    gpu.layoutAt(seconds).stream()
                        .flatMap(layout -> layout.instances().stream())
                        .flatMap(instance -> instance.computeUuids().stream())
                        .sorted()
                        .toList()))
        .toList();
  }

  private static List<Known> asked(Path file, double seconds) throws Exception {
    var options =
        NvmlOptions.defaults()
            .withLibrary(Shipped.library())
            .withEnvironment("NVML_SIMULATOR_SCENARIO", file.toString())
            .withEnvironment("NVML_SIMULATOR_CLOCK", "fixed:" + seconds + "s");
    try (var nvml = Nvml.open(options)) {
      return IntStream.range(0, nvml.deviceCount().orElseThrow())
          .mapToObj(index -> known(index, nvml.device(index).orElseThrow()))
          .toList();
    }
  }

  private static Known known(int index, NvmlDevice device) {
    var mig = new ArrayList<String>();
    var devices = device.migDevices();
    if (!devices.isNotAvailable()) {
      devices.orElseThrow().forEach(one -> mig.add(one.uuid().orElseThrow()));
    }
    mig.sort(String::compareTo);
    return new Known(index, device.uuid().orElseThrow(), device.minorNumber().orElseThrow(), mig);
  }
}
