// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An A100 divided so that indices have holes and one GPU instance holds two compute instances. */
class MigTest {
  @TempDir private Path directory;
  private Nvml nvml;
  private NvmlDevice device;

  @BeforeEach
  void open() {
    Path scenario =
        Simulation.write(
            directory,
            """
            description: an A100 in MIG mode and one that is not
            driver: {version: 570.1, nvml: 12.570.1, cuda: 12080, symbols: 570}
            clock: {fixed: 120s}
            devices:
              - model: A100-SXM4-40GB
                mig:
                  mode: enabled
                  instances:
                    - profile: 3g.20gb
                      id: 2
                      start: 4
                      compute:
                        - {profile: 1c.3g.20gb, uuid: MIG-11111111-1111-1111-1111-111111111111}
                        - {profile: 2c.3g.20gb, uuid: MIG-22222222-2222-2222-2222-222222222222}
                    - {profile: 1g.5gb, id: 9, start: 2, uuid: MIG-99999999-9999-9999-9999-999999999999}
                processes:
                  - {pid: 71200, name: /usr/bin/tritonserver, instance: 2, memory: 16GiB}
                  - {pid: 71422, name: /usr/bin/python3, instance: 9, memory: hidden}
              - model: A100-SXM4-40GB
                mig: {mode: disabled, pending: enabled}
              - model: T4
            """);
    nvml = Simulation.open(Simulation.scenario(scenario));
    device = nvml.device(0).orElseThrow();
  }

  @AfterEach
  void close() {
    nvml.close();
  }

  @Test
  void theModeIsRead() {
    NvmlDevice waiting = nvml.device(1).orElseThrow();
    NvmlDevice t4 = nvml.device(2).orElseThrow();

    assertThat(device.migMode().orElseThrow()).isEqualTo(new NvmlMode(true, true));
    assertThat(waiting.migMode().orElseThrow()).isEqualTo(new NvmlMode(false, true));
    assertThat(waiting.migDevices().orElseThrow()).isEmpty();
    assertThat(t4.migMode().isNotAvailable()).isTrue();
  }

  @Test
  void devicesAreFoundAtAnyIndex() {
    assertThat(device.maxMigDeviceCount().orElseThrow()).isEqualTo(7);
    assertThat(device.migDevices().orElseThrow())
        .extracting(mig -> mig.uuid().orElseThrow())
        .containsExactlyInAnyOrder(
            "MIG-11111111-1111-1111-1111-111111111111",
            "MIG-22222222-2222-2222-2222-222222222222",
            "MIG-99999999-9999-9999-9999-999999999999");
  }

  @Test
  void aDeviceSaysWhatItConsistsOf() {
    MigDevice small = byUuid("MIG-9");
    NvmlMigAttributes attributes = small.attributes().orElseThrow();

    assertThat(small.parent()).isSameAs(device);
    assertThat(small.name().orElseThrow()).contains("A100").contains("1g.5gb");
    assertThat(small.gpuInstanceId().orElseThrow()).isEqualTo(9);
    assertThat(small.computeInstanceId().orElseThrow()).isZero();
    assertThat(attributes.gpuInstanceSliceCount()).isOne();
    assertThat(attributes.computeInstanceSliceCount()).isOne();
    assertThat(attributes.multiprocessorCount()).isEqualTo(14);
    assertThat(small.memoryInfo().orElseThrow().total())
        .isEqualTo(attributes.memorySizeMib() << 20);
  }

  @Test
  void computeInstancesShareTheMemoryOfTheirGpuInstance() {
    MigDevice one = byUuid("MIG-1");
    MigDevice two = byUuid("MIG-2");

    assertThat(one.gpuInstanceId().orElseThrow()).isEqualTo(2);
    assertThat(two.gpuInstanceId().orElseThrow()).isEqualTo(2);
    assertThat(one.computeInstanceId()).isNotEqualTo(two.computeInstanceId());
    assertThat(one.memoryInfo()).isEqualTo(two.memoryInfo());
    assertThat(two.attributes().orElseThrow().computeInstanceSliceCount()).isEqualTo(2);
  }

  @Test
  void aDeviceFoundByUuidKnowsItsParent() {
    String uuid = "MIG-99999999-9999-9999-9999-999999999999";

    MigDevice found = nvml.migDeviceByUuid(uuid).orElseThrow();

    assertThat(found.uuid().orElseThrow()).isEqualTo(uuid);
    assertThat(found.gpuInstanceId().orElseThrow()).isEqualTo(9);
    assertThat(found.parent().uuid()).isEqualTo(device.uuid());
    assertThat(nvml.migDeviceByUuid("MIG-no").code()).isEqualTo(NvmlReturn.NOT_FOUND);
  }

  @Test
  void aProcessHasItsInstance() {
    List<NvmlProcess> processes = device.computeRunningProcesses().orElseThrow();

    assertThat(processes)
        .extracting(NvmlProcess::pid, NvmlProcess::gpuInstanceId)
        .containsExactlyInAnyOrder(
            tuple(71200, OptionalInt.of(2)), tuple(71422, OptionalInt.of(9)));
    assertThat(byUuid("MIG-9").computeRunningProcesses().orElseThrow())
        .singleElement()
        .satisfies(
            process -> {
              assertThat(process.pid()).isEqualTo(71422);
              assertThat(process.usedGpuMemory()).isEmpty();
            });
  }

  @Test
  void aGpuInMigModeDoesNotReportHowBusyItIs() {
    assertThat(device.utilizationRates().isNotAvailable()).isTrue();
    assertThat(device.processUtilization(0).isNotAvailable()).isTrue();
  }

  @Test
  void profilesHaveTheIdsOfTheDataSheet() {
    List<NvmlGpuInstanceProfile> profiles = device.gpuInstanceProfileInfos().orElseThrow();

    assertThat(profiles)
        .extracting(NvmlGpuInstanceProfile::id)
        .contains(19, 14, 9, 5, 0)
        .doesNotHaveDuplicates();
    assertThat(profiles)
        .filteredOn(profile -> profile.id() == 9)
        .singleElement()
        .satisfies(
            profile -> {
              assertThat(profile.name()).hasValueSatisfying(n -> assertThat(n).endsWith("3g.20gb"));
              assertThat(profile.sliceCount()).isEqualTo(3);
              assertThat(profile.instanceCount()).isEqualTo(2);
              assertThat(profile.multiprocessorCount()).isEqualTo(42);
            });
    assertThat(nvml.device(2).orElseThrow().gpuInstanceProfileInfos().orElseThrow()).isEmpty();
  }

  @Test
  void placementsAndRemainingCapacityAreRead() {
    assertThat(device.gpuInstancePossiblePlacements(9).orElseThrow())
        .containsExactlyInAnyOrder(new NvmlPlacement(0, 4), new NvmlPlacement(4, 4));
    assertThat(device.gpuInstanceRemainingCapacity(9).orElseThrow()).isZero();
    assertThat(device.gpuInstanceRemainingCapacity(19).orElseThrow()).isPositive();
  }

  @Test
  void gpuInstancesLeadToTheirComputeInstances() {
    List<NvmlGpuInstance> instances = device.gpuInstances().orElseThrow();

    assertThat(instances)
        .extracting(instance -> instance.info().orElseThrow())
        .containsExactlyInAnyOrder(
            new NvmlGpuInstanceInfo(2, 9, new NvmlPlacement(4, 4)),
            new NvmlGpuInstanceInfo(9, 19, new NvmlPlacement(2, 1)));
    NvmlGpuInstance half = device.gpuInstanceById(2).orElseThrow();
    List<NvmlComputeInstanceProfile> profiles = half.computeInstanceProfileInfos().orElseThrow();
    assertThat(profiles).extracting(NvmlComputeInstanceProfile::sliceCount).contains(1, 2, 3);
    assertThat(profiles)
        .flatExtracting(profile -> half.computeInstances(profile).orElseThrow())
        .hasSize(2);
    assertThat(half.computeInstanceById(1).orElseThrow().info().orElseThrow().id()).isOne();
    assertThat(device.gpuInstanceById(77).code()).isEqualTo(NvmlReturn.NOT_FOUND);
  }

  private MigDevice byUuid(String start) {
    return device.migDevices().orElseThrow().stream()
        .filter(mig -> mig.uuid().orElseThrow().startsWith(start))
        .findFirst()
        .orElseThrow();
  }
}
