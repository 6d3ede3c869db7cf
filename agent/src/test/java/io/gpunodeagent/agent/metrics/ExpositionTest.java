// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static io.gpunodeagent.agent.metrics.Expositions.OPENMETRICS;
import static io.gpunodeagent.agent.metrics.Expositions.PROTOBUF;
import static io.gpunodeagent.agent.metrics.Expositions.TEXT;
import static io.gpunodeagent.agent.metrics.Expositions.selection;
import static io.gpunodeagent.agent.metrics.Snapshots.gpu;
import static io.gpunodeagent.agent.metrics.Snapshots.instance;
import static io.gpunodeagent.agent.metrics.Snapshots.link;
import static io.gpunodeagent.agent.metrics.Snapshots.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.NvLinkErrorSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics.MetricType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  private static void golden(String name, NodeSnapshot snapshot, MetricSelection selection) {
    var text = Expositions.text(snapshot, selection);
    Golden.matches("agent/src/test/resources/metrics/" + name + ".txt", text);
    Promtool.check(text);
  }

  private static NodeSnapshot twoGpus() {
    return Snapshots.of(
        gpu(0, Snapshots.busy()),
        with(gpu(1, Snapshots.busy()), Snapshots.afterXid(31, OptionalInt.empty())));
  }

  @Test
  void theDefaultSetOfTwoGpus() {
    golden("default", twoGpus(), MetricSelection.defaults(MetricNames.CLASSIC));
  }

  @Test
  void aGpuWithMigHasRowsOfItsInstancesOnly() {
    var small =
        Readings.builder()
            .put(DeviceSignal.MEMORY_USED, Reading.of(5_372_903_424L))
            .put(new GpmSignal(1), Reading.of(41.287))
            .build();
    var large =
        Readings.builder()
            .put(DeviceSignal.MEMORY_USED, Reading.of(26_214_400L))
            .put(new GpmSignal(1), Reading.<Double>unsupported())
            .build();
    var mig =
        with(
            gpu(0, Snapshots.busy()), instance(2, "3g.40gb", large), instance(7, "1g.10gb", small));
    golden(
        "mig",
        Snapshots.of(
            with(mig, Snapshots.afterXid(13, OptionalInt.of(7))), gpu(1, Snapshots.busy())),
        selection(
            "DCGM_FI_DEV_POWER_USAGE, gauge, power",
            "DCGM_FI_DEV_FB_USED, gauge, memory",
            "DCGM_FI_PROF_GR_ENGINE_ACTIVE, gauge, engine",
            "DCGM_FI_PROF_PCIE_TX_BYTES, gauge, traffic",
            "DCGM_FI_DEV_XID_ERRORS, gauge, latest XID",
            "DCGM_EXP_XID_ERRORS_COUNT, gauge, XIDs of the window",
            "DCGM_EXP_XID_ERRORS_TOTAL, counter, XIDs",
            "DCGM_FI_DEV_UUID, label, uuid"));
  }

  @Test
  void linksHaveRowsOfTheirOwn() {
    var readings =
        Readings.builder()
            .put(FieldSignal.slow(165).withScope(0), Reading.of(1L))
            .put(FieldSignal.slow(165).withScope(10), Reading.of(0L))
            .put(new NvLinkErrorSignal(10, NvLinkErrorSignal.Counter.REPLAY), Reading.of(3L))
            .put(new GpmSignal(63), Reading.of(2.0))
            .build();
    golden(
        "links",
        Snapshots.of(with(gpu(0, readings), link(0), link(10))),
        selection(
            "DCGM_FI_DEV_NVLINK_GET_STATE, gauge, up",
            "DCGM_FI_DEV_NVLINK_REPLAY_ERROR_PER_LINK_TOTAL, counter, replays",
            "DCGM_FI_DEV_NVLINK_REPLAY_ERROR_COUNT_L10, counter, replays",
            "DCGM_FI_PROF_NVLINK_TX_BYTES_PER_LINK, gauge, sent",
            "DCGM_FI_DRIVER_VERSION, label, driver"));
  }

  @Test
  void eventsOfTheExporterCarryTheirOwnLabels() {
    var quiet = Readings.builder().put(DeviceSignal.CLOCKS_EVENT_REASONS, Reading.of(0L)).build();
    golden(
        "events",
        Snapshots.of(
            gpu(0, quiet),
            with(gpu(1, Snapshots.busy()), Snapshots.afterXid(31, OptionalInt.empty())),
            with(gpu(2, Snapshots.busy()), GpuEvents.none(GpuEvents.Watch.OFF, Snapshots.WINDOW))),
        selection(
            "DCGM_EXP_XID_ERRORS_COUNT, gauge, XIDs",
            "DCGM_EXP_CLOCK_EVENTS_COUNT, gauge, clock events",
            "DCGM_EXP_XID_ERRORS_TOTAL, counter, XIDs",
            "DCGM_EXP_CLOCK_EVENTS_TOTAL, counter, clock events",
            "DCGM_EXP_P2P_STATUS, gauge, peers",
            "DCGM_FI_DRIVER_VERSION, label, driver"));
  }

  @Test
  void aGpuThatIsNotFreshHasNoReadings() {
    var lost = new GpuCondition.Lost("nvmlDeviceGetPowerUsage", 15, Snapshots.TAKEN_AT);
    var hung = new GpuCondition.Hung("nvmlDeviceGetPowerUsage", Snapshots.TAKEN_AT);
    var xid = Snapshots.afterXid(79, OptionalInt.empty());
    golden(
        "lost",
        Snapshots.of(
            with(gpu(0, Snapshots.busy()), hung),
            with(with(gpu(1, Snapshots.busy()), lost), xid),
            gpu(2, Snapshots.busy())),
        selection("DCGM_FI_DEV_GPU_TEMP, gauge, t", "DCGM_FI_DEV_XID_ERRORS, gauge, xid"));
  }

  @Test
  void withoutADriverTheAgentStillTellsWhy() {
    var unavailable =
        new DriverState.Unavailable(
            DriverState.Problem.VERSION_MISMATCH,
            "detail",
            "remedy",
            Snapshots.TAKEN_AT.minusSeconds(90));
    var snapshot =
        new NodeSnapshot(
            3,
            Snapshots.TAKEN_AT,
            unavailable,
            true,
            List.of(),
            NodeTopology.none(),
            Snapshots.statistics());
    golden("no-driver", snapshot, MetricSelection.defaults(MetricNames.CLASSIC));
  }

  @Test
  void allFormatsTellTheSame() throws IOException {
    var state = Snapshots.state(twoGpus());
    var exposition = Expositions.of(() -> state, MetricSelection.defaults(MetricNames.CLASSIC));
    var text = SampleReader.ofText(exposition.scrape(TEXT, null).body());
    assertThat(text).hasSizeGreaterThan(60);
    assertThat(SampleReader.ofText(exposition.scrape(OPENMETRICS, null).body())).isEqualTo(text);
    assertThat(SampleReader.ofProtobuf(exposition.scrape(PROTOBUF, null).body())).isEqualTo(text);
  }

  @Test
  void countersKeepDcgmsNamesInEveryFormat() throws IOException {
    var name = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";
    var state = Snapshots.state(twoGpus());
    var exposition =
        Expositions.of(
            () -> state,
            selection(name + ", counter, energy", "dcgm_ecc_dbe_volatile_total, counter, ecc"));
    assertThat(Expositions.text(exposition))
        .contains("# TYPE " + name + " counter\n", "\n" + name + "{gpu=\"0\"")
        .contains("# TYPE gpu_xid_errors_total counter\n", "\ngpu_xid_errors_total{");
    var openMetrics =
        new String(exposition.scrape(OPENMETRICS, null).body(), StandardCharsets.UTF_8);
    // A counter of OpenMetrics must end in _total.
    assertThat(openMetrics)
        .contains("# TYPE " + name + " unknown\n", "\n" + name + "{gpu=\"0\"")
        .contains("# TYPE gpu_xid_errors counter\n", "\ngpu_xid_errors_total{")
        .endsWith("\n# EOF\n")
        .containsOnlyOnce("# EOF");
    var protobuf = SampleReader.families(exposition.scrape(PROTOBUF, null).body());
    assertThat(protobuf)
        .filteredOn(family -> family.getName().equals(name))
        .singleElement()
        .satisfies(family -> assertThat(family.getType()).isEqualTo(MetricType.COUNTER));
  }

  @Test
  void openMetricsIsForThoseWhoReadNothingElseOrWhoLoseNothingByIt() {
    var state = Snapshots.state(twoGpus());
    var prometheus = OPENMETRICS + ",text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    var counters =
        Expositions.of(
            () -> state, selection("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION, counter, energy"));
    assertThat(counters.scrape(prometheus, null).contentType()).startsWith("text/plain;");
    assertThat(counters.scrape(OPENMETRICS, null).contentType())
        .startsWith("application/openmetrics-text;");
    var gauges = selection("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION, gauge, energy");
    counters.select(gauges, Defaults.metrics("node-1"));
    assertThat(counters.scrape(prometheus, null).contentType())
        .as("a selection without such counters")
        .startsWith("application/openmetrics-text;");
  }

  @Test
  void compressedBodiesHoldTheSameBytes() throws IOException {
    var state = Snapshots.state(twoGpus());
    var exposition = Expositions.of(() -> state, MetricSelection.defaults(MetricNames.CLASSIC));
    var plain = exposition.scrape(OPENMETRICS, null);
    var compressed = exposition.scrape(OPENMETRICS, "gzip");
    assertThat(compressed.headers())
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("Vary", "Accept, Accept-Encoding");
    assertThat(compressed.contentType()).isEqualTo(plain.contentType());
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(gzip.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @Test
  void hostileTextsStayInsideTheirLabels() {
    var identity =
        new GpuIdentity(
            0,
            "GPU-\"} 1\nevil{x=\"",
            "back\\slash \u00e9\u2028 model",
            "00000000:17:00.0",
            Reading.of(0L),
            Optional.of("\\"));
    var state = Snapshots.stateOf(with(gpu(0, Snapshots.busy()), identity));
    var selection =
        selection(
            "DCGM_FI_DEV_GPU_TEMP, gauge, \"a\nhelp \\ \"\"text\"\"\"",
            "DCGM_FI_DEV_SERIAL, label, serial");
    var exposition = Expositions.of(() -> state, selection);
    for (var format : List.of(TEXT, OPENMETRICS)) {
      var samples = SampleReader.ofText(exposition.scrape(format, null).body());
      assertThat(samples.keySet())
          .filteredOn(key -> key.name().equals("DCGM_FI_DEV_GPU_TEMP"))
          .singleElement()
          .satisfies(
              key ->
                  assertThat(key.labels())
                      .containsEntry("UUID", identity.uuid())
                      .containsEntry("modelName", identity.name())
                      .containsEntry("DCGM_FI_DEV_SERIAL", "\\"));
    }
    Promtool.check(Expositions.text(exposition));
  }

  @Test
  void rowsOfTheSameLabelsAreServedOnceAndCounted() {
    var repeated = Snapshots.stateOf(gpu(0, Snapshots.busy()), gpu(0, Snapshots.busy()));
    var samples =
        SampleReader.ofText(
            Expositions.of(() -> repeated, selection("DCGM_FI_DEV_GPU_TEMP, gauge, t"))
                .scrape(TEXT, null)
                .body());
    assertThat(samples.keySet())
        .filteredOn(sample -> sample.name().equals("DCGM_FI_DEV_GPU_TEMP"))
        .hasSize(1);
    assertThat(samples)
        .hasEntrySatisfying(
            new SampleReader.SampleName("gpu_node_agent_duplicate_rows_total", Map.of()),
            dropped -> assertThat(dropped).isPositive());
  }

  @Test
  void theHostNameIsSpelledAsConfigured() {
    var state = Snapshots.stateOf(gpu(0, Snapshots.busy()));
    for (var spelling : MetricsConfig.HostnameLabel.values()) {
      var config = new MetricsConfig(spelling, "n", false, false, true, Defaults.pods());
      var text =
          Expositions.text(
              Expositions.of(
                  () -> state,
                  selection("DCGM_FI_DEV_GPU_TEMP, gauge, t"),
                  config,
                  Expositions.later(0)));
      assertThat(text.contains(",Hostname=\"n\"")).isEqualTo(spelling.upper());
      assertThat(text.contains(",hostname=\"n\"")).isEqualTo(spelling.lower());
      assertThat(text).contains("modelName=\"NVIDIA-H100-80GB-HBM3\"");
    }
  }

  @Test
  void aliasesRepeatTheDcgmValueUnderTheOldName() {
    var state = Snapshots.stateOf(gpu(0, Snapshots.busy()));
    var config =
        new MetricsConfig(
            MetricsConfig.HostnameLabel.NONE, "n", true, false, false, Defaults.pods());
    var exposition = Expositions.of(() -> state, selection(), config, Expositions.later(0));
    assertThat(Expositions.text(exposition))
        .containsPattern("(?m)^nvidia_smi_utilization_gpu\\{.*} 97$")
        .containsPattern("(?m)^nvidia_smi_memory_used_mb\\{.*} 71344$")
        .containsPattern("(?m)^nvidia_smi_temperature_gpu\\{.*} 61$")
        .containsPattern("(?m)^nvidia_smi_power_draw_watts\\{.*} 612.487$");
    assertThat(selection().plan(config).signals()).contains(DeviceSignal.POWER_USAGE);
  }

  @Test
  void anotherSelectionReplacesTheFirst() {
    var state = Snapshots.stateOf(gpu(0, Snapshots.busy()));
    var exposition = Expositions.of(() -> state, selection("DCGM_FI_DEV_GPU_TEMP, gauge, t"));
    assertThat(Expositions.text(exposition)).contains("DCGM_FI_DEV_GPU_TEMP{");
    exposition.select(selection("DCGM_FI_DEV_SM_CLOCK, gauge, c"), Defaults.metrics("other"));
    assertThat(Expositions.text(exposition))
        .contains("DCGM_FI_DEV_SM_CLOCK{", "Hostname=\"other\"")
        .doesNotContain("DCGM_FI_DEV_GPU_TEMP{");
  }
}
