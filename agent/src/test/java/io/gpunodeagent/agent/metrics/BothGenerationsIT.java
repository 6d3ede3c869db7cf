// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus stores each quantity under both names, each in its unit. */
class BothGenerationsIT {

  private static final String DRIVER = "DCGM_FI_DRIVER_VERSION";
  private static final String SYSTEM_DRIVER = "DCGM_FI_SYSTEM_DRIVER_VERSION";

  /**
   * A default metric that dcgm-exporter 4.9 renames.
   *
   * @param toClassic what the older name shows for a value of the newer one
   */
  private record Pair(String classic, String baseUnits, DoubleUnaryOperator toClassic) {}

  private static final List<Pair> PAIRS =
      List.of(
          times("SM_CLOCK", "SM_CLOCK_HERTZ", 1e-6),
          times("MEM_CLOCK", "MEMORY_CLOCK_HERTZ", 1e-6),
          times("MEMORY_TEMP", "MEMORY_TEMP_CELSIUS", 1),
          times("GPU_TEMP", "GPU_TEMP_CELSIUS", 1),
          times("POWER_USAGE", "BOARD_POWER_WATTS", 1),
          times("TOTAL_ENERGY_CONSUMPTION", "GPU_ENERGY_JOULES_TOTAL", 1000),
          times("PCIE_REPLAY_COUNTER", "PCIE_REPLAY_TOTAL", 1),
          times("GPU_UTIL", "GPU_UTIL_RATIO", 100),
          times("MEM_COPY_UTIL", "MEMORY_UTIL_RATIO", 100),
          times("ENC_UTIL", "ENC_UTIL_RATIO", 100),
          times("DEC_UTIL", "DEC_UTIL_RATIO", 100),
          times("XID_ERRORS", "XID_ERROR", 1),
          mebibytes("FB_FREE", "FB_FREE_BYTES"),
          mebibytes("FB_USED", "FB_USED_BYTES"),
          mebibytes("FB_RESERVED", "FB_RESERVED_BYTES"),
          mebibytes("FB_TOTAL", "FB_CAPACITY_BYTES"),
          times("UNCORRECTABLE_REMAPPED_ROWS", "ROW_REMAP_UNCORRECTABLE_TOTAL", 1),
          times("CORRECTABLE_REMAPPED_ROWS", "ROW_REMAP_CORRECTABLE_TOTAL", 1),
          times("ROW_REMAP_FAILURE", "ROW_REMAP_FAILED", 1),
          new Pair(
              "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL",
              "DCGM_FI_DEV_NVLINK_THROUGHPUT_BYTES_PER_SECOND",
              bytes -> Math.floor(bytes / 1024 / 1000)),
          profiling("GR_ENGINE_ACTIVE", "GR_ENGINE_UTIL_RATIO"),
          profiling("PIPE_TENSOR_ACTIVE", "TENSOR_UTIL_RATIO"),
          profiling("DRAM_ACTIVE", "DRAM_UTIL_RATIO"));

  private static Pair times(String classic, String baseUnits, double factor) {
    return new Pair("DCGM_FI_DEV_" + classic, "DCGM_FI_DEV_" + baseUnits, value -> value * factor);
  }

  /** The older name shows whole MiB. */
  private static Pair mebibytes(String classic, String baseUnits) {
    return new Pair(
        "DCGM_FI_DEV_" + classic,
        "DCGM_FI_DEV_" + baseUnits,
        bytes -> Math.floor(bytes / (1 << 20)));
  }

  private static Pair profiling(String classic, String baseUnits) {
    return new Pair("DCGM_FI_PROF_" + classic, "DCGM_FI_PROF_" + baseUnits, value -> value);
  }

  private static NodeSnapshot node() {
    var readings =
        Readings.builder()
            .putAll(Snapshots.busy())
            .put(DeviceSignal.MEMORY_CLOCK, Reading.of(2619L))
            .put(FieldSignal.everyPass(82), Reading.of(73L))
            .put(DeviceSignal.PCIE_REPLAY_COUNTER, Reading.of(5L))
            .put(DeviceSignal.MEMORY_UTILIZATION, Reading.of(41L))
            .put(DeviceSignal.ENCODER_UTILIZATION, Reading.of(7L))
            .put(DeviceSignal.DECODER_UTILIZATION, Reading.of(0L))
            .put(DeviceSignal.MEMORY_FREE, Reading.of(10_159_259_009L))
            .put(FieldSignal.slow(142), Reading.of(2L))
            .put(FieldSignal.slow(143), Reading.of(1L))
            .put(FieldSignal.slow(145), Reading.of(0L))
            .put(new GpmSignal(5), Reading.of(33.25))
            .put(new GpmSignal(10), Reading.of(58.5))
            .build();
    return Snapshots.of(
        Snapshots.gpu(0, readings),
        Snapshots.with(Snapshots.gpu(1, readings), Snapshots.afterXid(31, OptionalInt.empty())));
  }

  @Test
  void everyRenamedDefaultMetricHasEqualQuantitiesUnderBothNames(@TempDir Path folder)
      throws IOException, InterruptedException {
    var state = Snapshots.state(node());
    var exposition = Expositions.of(() -> state, MetricSelection.defaults(MetricNames.BOTH));
    var target = PrometheusScrapeIT.serve(exposition);
    var job = Map.of("negotiated", "/negotiated");
    try (var prometheus = new PrometheusServer(folder, target.getAddress().getPort(), job)) {
      PrometheusScrapeIT.awaitAllUp(prometheus, job.keySet());
      for (var pair : PAIRS) {
        var classic = stored(prometheus, pair.classic());
        var baseUnits = stored(prometheus, pair.baseUnits());
        assertThat(classic).as(pair.classic()).hasSize(2);
        assertThat(baseUnits.keySet()).as(pair.baseUnits()).isEqualTo(classic.keySet());
        classic.forEach(
            (labels, value) ->
                assertThat(pair.toClassic().applyAsDouble(baseUnits.getOrDefault(labels, 0.0)))
                    .as(pair.baseUnits())
                    .isCloseTo(value, within(1e-9 * Math.abs(value))));
      }
      assertJoins(prometheus, DRIVER, "DCGM_FI_DEV_SM_CLOCK", "DCGM_FI_DEV_GPU_UTIL");
      assertJoins(
          prometheus, SYSTEM_DRIVER, "DCGM_FI_DEV_SM_CLOCK_HERTZ", "DCGM_FI_DEV_GPU_UTIL_RATIO");
      assertThat(prometheus.complaints()).isEmpty();
    } finally {
      target.stop(0);
    }
  }

  /** The pairs above are all default metrics that have two names, with those beside 4.9's set. */
  @Test
  void thePairsAreThoseOfTheDefaultFile() {
    var classic = MetricSelection.defaults(MetricNames.CLASSIC);
    var both = MetricSelection.defaults(MetricNames.BOTH);
    assertThat(both.series()).extracting(MetricSelection.Selected::name).doesNotHaveDuplicates();
    assertThat(both.series())
        .extracting(MetricSelection.Selected::name)
        .containsAll(
            PAIRS.stream()
                .flatMap(pair -> List.of(pair.classic(), pair.baseUnits()).stream())
                .toList());
    assertThat(both.labels())
        .extracting(MetricSelection.Selected::name)
        .containsExactly(DRIVER, SYSTEM_DRIVER);
    assertThat(MetricSelection.defaults(MetricNames.BASE_UNITS).labels())
        .extracting(MetricSelection.Selected::name)
        .containsExactly(SYSTEM_DRIVER);
    assertThat(MetricSelection.defaults(MetricNames.BASE_UNITS).series())
        .hasSameSizeAs(classic.series())
        .extracting(MetricSelection.Selected::name)
        .containsAll(PAIRS.stream().map(Pair::baseUnits).toList())
        .doesNotContainAnyElementsOf(PAIRS.stream().map(Pair::classic).toList());
  }

  private static void assertJoins(
      PrometheusServer prometheus, String label, String one, String other)
      throws IOException, InterruptedException {
    var join = "%s{%s!=\"\"} * on (UUID, %s) %s".formatted(one, label, label, other);
    assertThat(prometheus.query(join)).as(join).hasSize(2);
  }

  private static Map<Map<String, String>, Double> stored(PrometheusServer prometheus, String name)
      throws IOException, InterruptedException {
    return prometheus.query(name).stream()
        .collect(toMap(BothGenerationsIT::labels, BothGenerationsIT::value));
  }

  private static Map<String, String> labels(Object series) {
    var labels = new TreeMap<String, String>();
    ((Map<?, ?>) PrometheusServer.at(series, "metric"))
        .forEach((name, value) -> labels.put((String) name, (String) value));
    labels.remove("__name__");
    return labels;
  }

  private static double value(Object series) {
    return Double.parseDouble((String) ((List<?>) PrometheusServer.at(series, "value")).get(1));
  }
}
