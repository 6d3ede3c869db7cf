// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.metrics.SampleReader.SampleName;
import io.gpunodeagent.agent.metrics.catalogue.SemanticNames;
import io.gpunodeagent.agent.metrics.otlp.OtlpRenderer;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.state.NodeState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is exported by OTLP, read back. */
class OtlpRequestTest {

  private static final MetricsConfig CONFIG = Defaults.metrics("node-1");
  private static final MetricsConfig SEMANTIC = CONFIG.withSemanticNames(true);
  private static final Map<String, String> RESOURCE = Map.of("service.name", "gpu-node-agent");
  private static final String ENERGY = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";

  private final AtomicReference<NodeState> state = new AtomicReference<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Snapshots.TAKEN_AT);
  private final OtlpRenderer renderer = new OtlpRenderer(RESOURCE, "1.2.3", false);

  private Exposition exposition(MetricsConfig config) {
    return Expositions.of(
        state::get, MetricSelection.defaults(MetricNames.CLASSIC), config, now::get);
  }

  private OtlpReader.Request export(Exposition exposition) throws IOException {
    return OtlpReader.read(exposition.render(renderer).body());
  }

  private void take(int seconds, GpuSample... gpus) {
    var at = Snapshots.TAKEN_AT.plusSeconds(seconds);
    state.set(Snapshots.state(Snapshots.of(seconds, at, gpus)));
    now.set(at.plusMillis(300));
  }

  private static GpuSample gpu(long millijoules) {
    var readings =
        Readings.builder().put(FieldSignal.everyPass(83), Reading.of(millijoules)).build();
    return Snapshots.gpu(0, readings);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  @Test
  void everySampleOfAScrapeIsAPointWithItsLabelsAndItsKind() throws IOException {
    take(1, Snapshots.gpu(0, Snapshots.busy()), Snapshots.gpu(1, Snapshots.busy()));
    var exposition = exposition(CONFIG);
    var request = export(exposition);
    var points = new HashMap<SampleName, Double>();
    request
        .metrics()
        .forEach(
            metric ->
                metric
                    .points()
                    .forEach(
                        point ->
                            points.put(
                                new SampleName(metric.name(), point.attributes()), point.value())));
    var scraped = SampleReader.ofText(exposition.scrape(Expositions.TEXT, null).body());
    assertThat(points).isEqualTo(scraped).hasSizeGreaterThan(60);
    assertThat(request.resource()).isEqualTo(RESOURCE);
    assertThat(request.scope()).isEqualTo("gpu-node-agent 1.2.3");
    assertThat(request.metric(ENERGY).kind()).isEqualTo("counter");
    assertThat(request.metric("DCGM_FI_DEV_GPU_TEMP").kind()).isEqualTo("gauge");
    assertThat(request.metrics()).allSatisfy(metric -> assertThat(metric.unit()).isEmpty());
  }

  @Test
  void theNumberOfPointsIsSaidAndCompressionChangesNothing() throws IOException {
    take(1, Snapshots.gpu(0, Snapshots.busy()));
    var plain = exposition(CONFIG).render(renderer);
    var gzip = exposition(CONFIG).render(new OtlpRenderer(RESOURCE, "1.2.3", true));
    assertThat(OtlpReader.gunzipped(gzip.body())).isEqualTo(OtlpReader.read(plain.body()));
    assertThat(gzip.body().length).isLessThan(plain.body().length / 3);
    assertThat(plain.points())
        .isEqualTo(gzip.points())
        .isEqualTo(
            OtlpReader.read(plain.body()).metrics().stream()
                .mapToInt(metric -> metric.points().size())
                .sum());
  }

  @Test
  void aPointHasTheTimeAtWhichItWasReadAndIsSentOnce() throws IOException {
    take(1, Snapshots.gpu(0, Snapshots.busy()));
    var exposition = exposition(CONFIG);
    var first = export(exposition);
    assertThat(first.metric("DCGM_FI_DEV_GPU_TEMP").points())
        .extracting(OtlpReader.Point::time)
        .containsOnly(nanos(Snapshots.TAKEN_AT.plusSeconds(1)));
    assertThat(first.metric("gpu_node_agent_simulated").points())
        .extracting(OtlpReader.Point::time)
        .containsOnly(nanos(now.get()));

    assertThat(export(exposition).metrics()).as("nothing is new").isEmpty();
    now.set(now.get().plus(Duration.ofSeconds(5)));
    assertThat(export(exposition).names())
        .as("nothing was read since")
        .contains("gpu_node_agent_simulated")
        .noneMatch(name -> name.startsWith("DCGM_"));
  }

  @Test
  void whatIsAbsentHasNoPoint() throws IOException {
    var hung = new GpuCondition.Hung("nvmlDeviceGetPowerUsage", Snapshots.TAKEN_AT);
    take(
        1,
        Snapshots.gpu(0, Snapshots.busy()),
        Snapshots.with(Snapshots.gpu(1, Snapshots.busy()), hung));
    assertThat(export(exposition(CONFIG)).metric("DCGM_FI_DEV_GPU_TEMP").points())
        .extracting(point -> point.attributes().get("gpu"))
        .containsExactly("0");
    take(2, Snapshots.gpu(0, Readings.builder().build()));
    assertThat(export(exposition(CONFIG)).names()).doesNotContain("DCGM_FI_DEV_GPU_TEMP");
  }

  @Test
  void aCounterOfUnknownStartBeginsAtItsFirstPointAndAgainAfterAResetOrAGap() throws IOException {
    var exposition = exposition(CONFIG);
    take(1, gpu(500));
    var begun = energy(export(exposition));
    assertThat(begun.start()).isEqualTo(begun.time());
    take(2, gpu(700));
    var grown = energy(export(exposition));
    assertThat(grown.start()).isEqualTo(begun.time());
    assertThat(grown.value()).isEqualTo(700);
    take(3, gpu(700));
    assertThat(energy(export(exposition)).start()).isEqualTo(begun.time());
    take(4, gpu(10));
    var reset = energy(export(exposition));
    assertThat(reset.start()).isEqualTo(reset.time());
    take(5, gpu(20));
    assertThat(energy(export(exposition)).start()).isEqualTo(reset.time());

    take(6, Snapshots.gpu(0, Readings.builder().build()));
    assertThat(export(exposition).names()).doesNotContain(ENERGY);
    take(7, gpu(30));
    var back = energy(export(exposition));
    assertThat(back.start()).isEqualTo(back.time());
  }

  private static OtlpReader.Point energy(OtlpReader.Request request) {
    return request.metric(ENERGY).points().getFirst();
  }

  @Test
  void anExportOfNothingNewDoesNotBreakACounter() throws IOException {
    var exposition = exposition(CONFIG);
    take(1, gpu(500));
    var begun = energy(export(exposition));
    for (int turn = 0; turn < 3; turn++) {
      now.set(now.get().plusSeconds(1));
      export(exposition);
    }
    take(9, gpu(600));
    assertThat(energy(export(exposition)).start()).isEqualTo(begun.time());
  }

  @Test
  void semanticNamesReplaceTheOthersInTheConventionsUnits() throws IOException {
    var readings =
        Readings.builder()
            .put(DeviceSignal.GPU_UTILIZATION, Reading.of(97L))
            .put(DeviceSignal.MEMORY_USED, Reading.of((71_344L << 20) + 4096))
            .put(DeviceSignal.TEMPERATURE, Reading.of(61L))
            .put(FieldSignal.everyPass(83), Reading.of(4_058_015L))
            .build();
    take(1, Snapshots.gpu(0, readings));
    var request = export(exposition(SEMANTIC));
    assertThat(request.metric("hw.gpu.utilization").points())
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.value()).isEqualTo(0.97);
              assertThat(point.attributes())
                  .containsEntry("hw.type", "gpu")
                  .containsEntry("hw.id", Snapshots.identity(0).uuid())
                  .containsEntry("hw.gpu.task", "general")
                  .containsEntry("hw.vendor", "NVIDIA")
                  .containsEntry("gpu", "0")
                  .doesNotContainKeys("UUID", "Hostname", "hostname");
            });
    var memory = request.metric("hw.gpu.memory.usage");
    assertThat(memory.kind()).isEqualTo("updowncounter");
    assertThat(memory.unit()).isEqualTo("By");
    assertThat(memory.points().getFirst().value()).isEqualTo((71_344L << 20) + 4096);
    assertThat(request.metric("hw.energy").points().getFirst().value()).isEqualTo(4058.015);
    assertThat(request.metric("hw.temperature").points().getFirst().attributes())
        .containsEntry("hw.type", "temperature")
        .containsEntry("hw.sensor_location", "gpu")
        .containsEntry("hw.parent", Snapshots.identity(0).uuid())
        .containsEntry("hw.id", Snapshots.identity(0).uuid() + "/temperature/gpu");
    assertThat(request.names())
        .doesNotHaveDuplicates()
        .doesNotContain(
            "DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_FB_USED", ENERGY, "DCGM_FI_DEV_GPU_TEMP");
    assertThat(exposition(SEMANTIC).scrape(null, null).body())
        .as("a scrape does not change")
        .isEqualTo(exposition(CONFIG).scrape(null, null).body());
  }

  @Test
  void partsOfOneNameAreOneMetric() throws IOException {
    var readings =
        Readings.builder()
            .put(DeviceSignal.GPU_UTILIZATION, Reading.of(97L))
            .put(DeviceSignal.ENCODER_UTILIZATION, Reading.of(3L))
            .build();
    take(1, Snapshots.gpu(0, readings), Snapshots.gpu(1, readings));
    assertThat(export(exposition(SEMANTIC)).metric("hw.gpu.utilization").points())
        .extracting(point -> point.attributes().get("hw.gpu.task"))
        .containsExactly("general", "general", "encoder", "encoder");
  }

  @Test
  void aQuantityServedUnderBothNamesIsExportedOnce() throws IOException {
    take(1, Snapshots.gpu(0, Snapshots.busy()));
    var both =
        Expositions.of(state::get, MetricSelection.defaults(MetricNames.BOTH), SEMANTIC, now::get);
    assertThat(export(both).names())
        .contains("hw.gpu.utilization")
        .doesNotContain("DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_GPU_UTIL_RATIO");
  }

  @Test
  void whatTheConventionsNameIsRead() {
    var plan = MetricSelection.defaults(MetricNames.CLASSIC).plan(SEMANTIC);
    assertThat(SemanticNames.ALL)
        .filteredOn(name -> name.metric().byDefault())
        .allSatisfy(
            name -> assertThat(plan.signals()).containsAll(name.metric().source().signals()));
  }

  /** The conventions' units for those of the catalogue. */
  private static final Map<String, List<String>> UNITS =
      Map.of(
          "J", List.of("J"),
          "{error}", List.of("count"),
          "1", List.of("ratio 0-1"),
          "By", List.of("bytes"),
          "W", List.of("W"),
          "Cel", List.of("degC"));

  @Test
  void aMetricIsInTheUnitOfItsConvention() {
    assertThat(SemanticNames.ALL)
        .allSatisfy(
            name -> {
              assertThat(UNITS.get(name.unit())).contains(name.metric().unit());
              assertThat(name.kind()).isEqualTo(name.metric().kind());
            });
  }
}
