// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NvLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series that only new drivers and boards give, and what older ones make of the same node. */
class HardwareSeriesTest {

  @TempDir private Path directory;

  @Test
  void aNewDriverGivesWhatItsBoardsHave() throws IOException {
    var exposition = States.exposition(Snapshots.state(sample(615)));

    assertThat(States.samples(exposition, "gpu_hottest_temperature_celsius", "gpu"))
        .isEqualTo(Map.of("0", 68.0));
    assertThat(States.samples(exposition, "gpu_fabric_manager_connected", "gpu"))
        .isEqualTo(Map.of("0", 0.0, "1", 1.0));
    assertThat(States.samples(exposition, "gpu_memory_bank_remappings", "gpu", "state"))
        .isEqualTo(Map.of("1/active", 4.0, "1/inactive", 1.0));
    assertThat(States.samples(exposition, "gpu_memory_bank_groups", "gpu", "spares"))
        .isEqualTo(Map.of("1/all", 2558.0, "1/none", 2.0));
    assertThat(States.samples(exposition, "gpu_memory_bank_remap_pending", "gpu"))
        .isEqualTo(Map.of("1", 1.0));
    assertThat(States.samples(exposition, "gpu_module_power_watts", "gpu"))
        .isEqualTo(Map.of("2", 800.0));
    assertThat(States.samples(exposition, "gpu_clock_event_samples_total", "gpu", "clock_event"))
        .containsKeys("0/board_limit", "1/gpu_idle")
        .doesNotContainKey("1/board_limit");
  }

  @Test
  void anOlderDriverGivesNoneOfIt() throws IOException {
    var exposition = States.exposition(Snapshots.state(sample(610)));

    assertThat(Expositions.text(exposition))
        .doesNotContain("gpu_hottest_", "gpu_fabric_manager_", "gpu_memory_bank_", "board_limit")
        .contains("gpu_module_power_watts");
  }

  /** The document says of each series whether it stays. */
  @Test
  void ofAGpuThatHangsOnlyWhatTheAgentKnowsItselfIsServed() throws IOException {
    var node = sample(615);
    var fresh = Expositions.text(States.exposition(Snapshots.state(node)));
    var hung = Expositions.text(States.exposition(Snapshots.state(hung(node))));

    for (var metric : Catalogue.own()) {
      boolean stays = !metric.source().onlyWhileFresh();
      var row = "\n" + metric.name() + "{";
      if (stays) {
        assertThat(hung.contains(row)).as(metric.name()).isEqualTo(fresh.contains(row));
      } else {
        assertThat(fresh).contains(row);
        assertThat(hung).doesNotContain(row);
      }
    }
  }

  private static NodeSnapshot hung(NodeSnapshot node) {
    var gpus =
        node.gpus().stream()
            .map(
                gpu ->
                    new GpuSample(
                        gpu.identity(),
                        new GpuCondition.Hung("nvmlDeviceGetTemperature", Snapshots.TAKEN_AT),
                        gpu.sampledAt(),
                        gpu.readings(),
                        gpu.migEnabled(),
                        gpu.migInstances(),
                        gpu.nvLinks(),
                        gpu.processes(),
                        gpu.events(),
                        gpu.containerMemory()))
            .toList();
    return new NodeSnapshot(
        node.sequence(),
        node.takenAt(),
        node.driver(),
        node.simulated(),
        gpus,
        node.topology(),
        node.statistics());
  }

  /** NVML's plain call says that it is inactive, as it says of link 1, which is down. */
  @Test
  void aLinkWithoutTrafficIsNotDown() throws IOException {
    assertThat(sample(615).gpus().getFirst().nvLinks())
        .filteredOn(link -> link.link() < 3)
        .extracting(NvLink::active)
        .containsExactly(Reading.of(true), Reading.of(false), Reading.of(true));
  }

  private NodeSnapshot sample(int driver) throws IOException {
    var scenario =
        Files.writeString(
            directory.resolve("node.yaml"),
            """
            description: what is new in driver 615
            driver: {version: "%d.1"}
            clock: {fixed: 10s}
            topology:
              nvlink: switch
              matrix: |2
                      GPU0  GPU1  GPU2
                GPU0   X    NV18  SYS
                GPU1  NV18   X    SYS
                GPU2  SYS   SYS    X
            devices:
              - model: H100-SXM5-80GB
                load: {temperature: {constant: 61}, nvlinkTx: {constant: 10}}
                temperatureSpread: 7
                clockEventReasons: [boardLimit]
                fabric: {health: full, manager: disconnected}
              - model: H100-SXM5-80GB
                override: {architecture_enum: 13}
                counters: {bankRemapActive: 4, bankRemapInactive: 1, bankRemapPending: 1,
                           bankGroupsWithoutSpares: 2}
                fabric: {health: full, manager: connected}
              - {model: GB200, load: {power: {constant: 400}}}
            events:
              - {at: 1s, device: 0, link: 1, state: down}
              - {at: 1s, device: 0, link: 2, state: trafficDisabled}
            """
                .formatted(driver));
    var library = Path.of(System.getProperty("nvml.simulator.directory"), "lib/libnvidia-ml.so.1");
    var config =
        Defaults.sampling()
            .withSource(
                new SamplingConfig.Source(
                    Optional.of(library),
                    Map.of("NVML_SIMULATOR_SCENARIO", scenario.toString()),
                    true,
                    Optional.empty()));
    var clock = new SamplerClock(InstantSource.fixed(Snapshots.TAKEN_AT), System::nanoTime);
    try (var sampler = new Sampler(config, States.SELECTION.plan(Defaults.metrics("n")), clock)) {
      return sampler.sampleOnce();
    }
  }
}
