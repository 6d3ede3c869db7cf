// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.dashboards.OtlpCollector;
import io.gpunodeagent.agent.dashboards.OtlpCollector.Received;
import io.gpunodeagent.agent.dashboards.OtlpCollector.ReceivedPoint;
import io.gpunodeagent.agent.metrics.SampleReader.SampleName;
import io.gpunodeagent.agent.metrics.catalogue.SemanticNames;
import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName;
import io.gpunodeagent.agent.metrics.otlp.OtlpRenderer;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.otlp.OtlpBatch;
import io.gpunodeagent.agent.otlp.OtlpExporter;
import io.gpunodeagent.agent.otlp.OtlpQueue;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.state.NodeState;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the OpenTelemetry Collector receives of whole machines is what a scrape shows of them. */
class OtlpCollectorIT {

  private static final MetricsConfig CONFIG = Defaults.metrics("node-1");
  private static final Map<String, String> RESOURCE =
      Map.of("service.name", "gpu-node-agent", "host.name", "node-1");

  @SuppressWarnings("NullAway.Init") // before all tests
  private static OtlpCollector collector;

  @BeforeAll
  static void startCollector() throws Exception {
    collector = OtlpCollector.start();
  }

  @AfterAll
  static void stopCollector() throws Exception {
    if (collector != null) {
      collector.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hgx-h100-8, true",
    "dgx-a100-8-mig-mixed, false",
    "t4-4-timesliced, true",
    "mixed-models, true",
    "no-gpu, false"
  })
  void everySeriesAndValueOfAScrapeIsReceived(String scenario, boolean gzip) throws Exception {
    var state = state(scenario, CONFIG);
    var exposition = exposition(state, MetricNames.CLASSIC, CONFIG);
    var received = export(exposition, gzip);
    assertThat(points(received)).isEqualTo(scraped(exposition));
    assertThat(received.resource()).isEqualTo(RESOURCE);
    assertThat(received.metrics())
        .allSatisfy(metric -> assertThat(metric.kind()).isIn("gauge", "counter"));
    received
        .named("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION")
        .forEach(metric -> assertThat(metric.kind()).isEqualTo("counter"));
  }

  @ParameterizedTest
  @CsvSource({"hgx-h100-8", "dgx-a100-8-mig-mixed", "mixed-models"})
  void theConventionsNamesHaveTheValuesOfTheSameState(String scenario) throws Exception {
    var semantic = CONFIG.withSemanticNames(true);
    var state = state(scenario, semantic);
    var received = export(exposition(state, MetricNames.CLASSIC, semantic), true);
    var everything = scraped(exposition(state, MetricNames.BOTH, CONFIG));
    var expected = new HashMap<Map<String, String>, Double>();
    for (var name : SemanticNames.ALL) {
      everything.forEach(
          (sample, value) -> {
            if (sample.name().equals(name.metric().name())) {
              expected.put(identity(name, sample.labels()), value);
            }
          });
    }
    var found = new HashMap<Map<String, String>, Double>();
    var names = SemanticNames.ALL.stream().map(SemanticName::name).collect(Collectors.toSet());
    received.metrics().stream()
        .filter(metric -> names.contains(metric.name()))
        .forEach(
            metric ->
                metric
                    .points()
                    .forEach(point -> found.put(identity(metric.name(), point), point.value())));
    assertThat(found).isEqualTo(expected).hasSizeGreaterThan(10);

    var plain = points(received);
    plain.keySet().removeIf(sample -> names.contains(sample.name()));
    var classic = scraped(exposition(state, MetricNames.CLASSIC, CONFIG));
    classic.keySet().removeIf(sample -> replaced(sample.name()));
    assertThat(plain).isEqualTo(classic);
  }

  private static boolean replaced(String name) {
    return MetricSelection.defaults(MetricNames.CLASSIC)
        .with(CONFIG.withSemanticNames(true))
        .semantic()
        .stream()
        .anyMatch(one -> one.replaces().contains(name));
  }

  /** What tells a series from others of its name, from the labels of a scrape. */
  private static Map<String, String> identity(SemanticName name, Map<String, String> labels) {
    var identity = new TreeMap<>(name.attributes());
    identity.put("name", name.name());
    identity.put("type", name.component().type());
    identity.put("location", name.component().location());
    identity.put("uuid", labels.getOrDefault("UUID", ""));
    identity.put("instance", labels.getOrDefault("GPU_I_ID", ""));
    return identity;
  }

  /** The same from the attributes of an export. */
  private static Map<String, String> identity(String name, ReceivedPoint point) {
    var attributes = point.attributes();
    var identity = new TreeMap<String, String>();
    for (var own : Set.of("error.type", "hw.gpu.task", "hw.limit_type", "network.io.direction")) {
      if (attributes.containsKey(own)) {
        identity.put(own, attributes.getOrDefault(own, ""));
      }
    }
    identity.put("name", name);
    identity.put("type", attributes.getOrDefault("hw.type", ""));
    identity.put("location", attributes.getOrDefault("hw.sensor_location", ""));
    identity.put(
        "uuid", attributes.getOrDefault("hw.parent", attributes.getOrDefault("hw.id", "")));
    identity.put("instance", attributes.getOrDefault("GPU_I_ID", ""));
    return identity;
  }

  private static NodeState state(String scenario, MetricsConfig config) {
    var plan = MetricSelection.defaults(MetricNames.BOTH).plan(config);
    return Snapshots.state(Scenarios.sample(scenario, plan));
  }

  private static Exposition exposition(NodeState state, MetricNames names, MetricsConfig config) {
    return Expositions.of(
        () -> state, MetricSelection.defaults(names), config, Expositions.later(0));
  }

  private static Map<SampleName, Double> scraped(Exposition exposition) {
    return SampleReader.ofText(exposition.scrape(Expositions.TEXT, null).body());
  }

  private static Map<SampleName, Double> points(Received received) {
    var points = new HashMap<SampleName, Double>();
    for (var metric : received.metrics()) {
      for (var point : metric.points()) {
        var sample = new SampleName(metric.name(), point.attributes());
        assertThat(points.put(sample, point.value())).as("%s", sample).isNull();
      }
    }
    return points;
  }

  private static Received export(Exposition exposition, boolean gzip) throws Exception {
    var renderer = new OtlpRenderer(RESOURCE, "1.2.3", gzip);
    var owner =
        new OtlpExporter.Owner(
            "1.2.3",
            NodeShare.none(),
            () -> {
              var request = exposition.render(renderer);
              return new OtlpBatch(request.body(), gzip, request.points());
            },
            new OtlpQueue());
    var endpoint = URI.create("http://127.0.0.1:" + collector.port());
    try (var exporter = OtlpExporter.of(endpoint, Defaults.otlp(), owner)) {
      exporter.start();
      return collector.next();
    }
  }
}
