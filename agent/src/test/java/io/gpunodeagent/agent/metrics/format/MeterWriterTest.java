// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.gpunodeagent.agent.logging.LostLines;
import io.gpunodeagent.agent.meters.Meters;
import io.gpunodeagent.agent.meters.ShapingMeters;
import io.gpunodeagent.agent.metrics.Snapshots;
import io.gpunodeagent.agent.recorder.RecorderStatus;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Measured against the client library's own writers. */
class MeterWriterTest {

  private static ExpositionFormatWriter library(Format format) {
    return switch (format) {
      case TEXT -> PrometheusTextFormatWriter.create();
      case OPENMETRICS -> OpenMetricsTextFormatWriter.create();
      case PROTOBUF -> new PrometheusProtobufWriter();
    };
  }

  private static void sameAsLibrary(MetricSnapshots meters, Format format) throws IOException {
    var expected = new ByteArrayOutputStream();
    library(format).write(expected, meters);
    var writer = new MeterWriter();
    for (var scrape = 0; scrape < 3; scrape++) {
      var out = new Bytes(64);
      writer.write(meters, format, out);
      assertThat(out.toByteArray())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(expected.toString(StandardCharsets.UTF_8));
      assertThat(out.toByteArray()).isEqualTo(expected.toByteArray()).isNotEmpty();
      writer.endOfSnapshot();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAgentsMetersAreWrittenAsTheLibraryWritesThem(Format format) throws IOException {
    var parts =
        new Meters.Parts(
            () -> new LostLines(1, 2),
            () -> Map.of("publisher", 3L),
            () -> new EnforcementStatus(Map.of(), new TreeMap<>()),
            new ShapingMeters(Optional.empty(), InstantSource.system(), PolicyRules::none),
            Optional.empty(),
            Optional::empty,
            Optional.of(() -> new RecorderStatus(1, 2, 3, 4, Optional.empty())));
    try (var meters = new Meters(parts)) {
      sameAsLibrary(meters.collect(Snapshots.stateOf(), 7), format);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimerIsACountAndASum(Format format) throws IOException {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Timer.builder("jvm.gc.pause")
        .description("Time spent")
        .tag("cause", "a \"quoted\\\" one\n")
        .register(registry)
        .record(Duration.ofMillis(12));
    sameAsLibrary(registry.getPrometheusRegistry().scrape(), format);
  }

  @ParameterizedTest
  @EnumSource
  void numbersAndTextsOfEveryKind(Format format) throws IOException {
    var gauge = GaugeSnapshot.builder().name("a_gauge").help("back\\slash \"quotes\"\nlines é");
    var values =
        new double[] {
          0, -0.0, 1.5, 1e300, 1e-7, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
    for (int at = 0; at < values.length; at++) {
      var labels = Labels.of("at", Integer.toString(at), "text", "\\ \" \n é");
      gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(values[at]).build());
    }
    var silent = CounterSnapshot.builder().name("no_samples").help("none").build();
    var helpless =
        CounterSnapshot.builder()
            .name("no_help")
            .dataPoint(CounterDataPointSnapshot.builder().value(3).build())
            .build();
    sameAsLibrary(MetricSnapshots.of(gauge.build(), silent, helpless), format);
  }

  @Test
  void whatNoMeterIsFailsLoudly() {
    var states =
        StateSetSnapshot.builder()
            .name("states")
            .dataPoint(
                StateSetSnapshot.StateSetDataPointSnapshot.builder().state("a", true).build())
            .build();
    assertThatThrownBy(
            () -> new MeterWriter().write(MetricSnapshots.of(states), Format.TEXT, new Bytes(64)))
        .hasMessageContaining("StateSetSnapshot");
  }
}
