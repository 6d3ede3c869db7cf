// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Measured against the registry's own scrape. */
class JvmMetersTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** All but the values, which change from one reading to the next. */
  private static List<String> described(Stream<MetricSnapshot> families) {
    return families
        .map(
            family ->
                String.join(
                    " | ",
                    family.getMetadata().getName(),
                    String.valueOf(family.getMetadata().getHelp()),
                    family.getClass().getSimpleName(),
                    family.getDataPoints().stream()
                        .map(DataPointSnapshot::getLabels)
                        .toList()
                        .toString()))
        .sorted()
        .toList();
  }

  @Test
  void theFamiliesAreThoseOfTheRegistry() {
    try (var meters = new JvmMeters(registry)) {
      pause("Allocation Failure");
      assertThat(described(meters.collect().stream()))
          .isEqualTo(described(registry.getPrometheusRegistry().scrape().stream()))
          .anySatisfy(family -> assertThat(family).startsWith("jvm_memory_used_bytes | "));
    }
  }

  @Test
  void aMeterThatIsAddedLaterIsFound() {
    try (var meters = new JvmMeters(registry)) {
      pause("Allocation Failure");
      meters.collect();
      pause("System.gc()");
      assertThat(described(meters.collect().stream()))
          .isEqualTo(described(registry.getPrometheusRegistry().scrape().stream()))
          .anySatisfy(family -> assertThat(family).contains("System.gc()"));
    }
  }

  @Test
  void theThreadsAreNamedAsMicrometerNamesThem() {
    new JvmThreadMetrics().bindTo(registry);
    assertThat(described(ThreadMeters.collect().stream()))
        .isEqualTo(described(registry.getPrometheusRegistry().scrape().stream()));
  }

  private void pause(String cause) {
    Timer.builder("jvm.gc.pause")
        .description("Time spent in GC pause")
        .tag("cause", cause)
        .tag("action", "test")
        .tag("gc", "test")
        .register(registry)
        .record(Duration.ofMillis(12));
  }
}
