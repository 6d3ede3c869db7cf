// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.dashboards.OtlpCollector;
import io.gpunodeagent.agent.metrics.Collected;
import io.gpunodeagent.agent.metrics.otlp.OtlpRenderer;
import io.gpunodeagent.agent.otlp.OtlpAnswer.Failure;
import io.gpunodeagent.agent.web.Certificates;
import io.gpunodeagent.core.backoff.NodeShare;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How requests reach a collector, and what becomes of those that do not. */
@Timeout(120)
class OtlpExporterIT {

  private static final byte[] NOTHING = {};

  @TempDir private Path folder;

  private final OtlpQueue queue = new OtlpQueue();
  private final AtomicInteger made = new AtomicInteger();

  private static OtlpConfig config(Duration timeout, Optional<Path> headers, OtlpConfig.Tls tls) {
    var defaults = Defaults.otlp();
    return new OtlpConfig(
        Optional.empty(),
        Duration.ofSeconds(1),
        timeout,
        defaults.names(),
        defaults.compression(),
        headers,
        tls);
  }

  private static OtlpConfig config() {
    return config(Duration.ofSeconds(10), Optional.empty(), Defaults.otlp().tls());
  }

  private OtlpExporter start(URI endpoint, OtlpConfig config) throws Exception {
    var owner = new OtlpExporter.Owner("1.2.3", NodeShare.none(), this::batch, queue);
    var exporter = OtlpExporter.of(endpoint, config, owner);
    exporter.start();
    return exporter;
  }

  /** The number of the request, as a gauge. */
  private OtlpBatch batch() {
    var point =
        GaugeSnapshot.GaugeDataPointSnapshot.builder().value(made.incrementAndGet()).build();
    var meters =
        MetricSnapshots.of(GaugeSnapshot.builder().name("request").dataPoint(point).build());
    var nothing = new Collected(Instant.EPOCH, List.of(), List.of(), Set.of());
    var request = new OtlpRenderer(Map.of(), "1.2.3", true).render(nothing, meters, Instant.now());
    return new OtlpBatch(request.body(), true, request.points());
  }

  private static double number(OtlpCollector.Received received) {
    return received.named("request").getFirst().points().getFirst().value();
  }

  @Test
  void theCollectorSeesClientCertificateAndHeadersAsTheFilesHaveThem() throws Exception {
    var certificates =
        new Certificates(folder).authority("ca").signed("collector", "ca").signed("agent", "ca");
    var authority = certificates.file("ca.pem", certificates.chain("ca"));
    var tls =
        new OtlpConfig.Tls(
            Optional.of(authority),
            Optional.of(certificates.file("agent.pem", certificates.chain("agent"))),
            Optional.of(certificates.file("agent.key", certificates.key("agent"))));
    var headers = Files.writeString(folder.resolve("headers"), "Authorization: Bearer one\n");
    var config = config(Duration.ofSeconds(10), Optional.of(headers), tls);
    try (var collector =
        OtlpCollector.start(
            "-certificate",
            certificates.file("collector.pem", certificates.chain("collector")).toString(),
            "-key",
            certificates.file("collector.key", certificates.key("collector")).toString(),
            "-client-authority",
            authority.toString())) {
      var endpoint = URI.create("https://127.0.0.1:" + collector.port());
      try (var exporter = start(endpoint, config)) {
        assertThat(collector.next().authorization()).containsExactly("Bearer one");
        assertThat(exporter.serves(endpoint, config)).isTrue();
        Files.writeString(headers, "Authorization: Bearer two\n");
        assertThat(exporter.serves(endpoint, config)).as("its headers are others now").isFalse();
      }
      var without = new OtlpConfig.Tls(tls.authority(), Optional.empty(), Optional.empty());
      assertThat(
              OtlpExporter.probe(
                  endpoint, config(Duration.ofSeconds(10), Optional.empty(), without), "1.2.3"))
          .isInstanceOf(OtlpAnswer.Unavailable.class);
      assertThat(OtlpExporter.probe(endpoint, config, "1.2.3"))
          .isEqualTo(new OtlpAnswer.Accepted(0, ""));
    }
  }

  @Test
  void whatACollectorMissedItGetsInOrderWhenItIsBack() throws Exception {
    int port = OtlpCollector.freePort();
    try (var exporter = start(URI.create("http://127.0.0.1:" + port), config())) {
      Eventually.until("two fail", () -> queued(exporter, Failure.CONNECTION) >= 2);
      try (var collector = OtlpCollector.start(port)) {
        assertThat(number(collector.next())).isEqualTo(1);
        assertThat(number(collector.next())).isEqualTo(2);
        assertThat(exporter.status().dropped()).isZero();
        assertThat(exporter.status().lastSuccess()).isPresent();
      }
    }
  }

  private static long queued(OtlpExporter exporter, Failure kind) {
    return exporter.status().failures().getOrDefault(kind, 0L);
  }

  @Test
  void aBusyCollectorIsAskedAgainWhenItSays() throws Exception {
    try (var collector = new ScriptedCollector().then(429, "3", NOTHING);
        var exporter = start(collector.endpoint(), config())) {
      Eventually.until("one is taken", () -> exporter.status().batches() >= 1);
      assertThat(exporter.status().failures()).containsEntry(Failure.UNAVAILABLE, 1L);
      assertThat(exporter.status().dropped()).isZero();
      var arrivals = collector.arrivals();
      assertThat(Duration.ofNanos(arrivals.get(1) - arrivals.get(0)))
          .isGreaterThanOrEqualTo(Duration.ofMillis(2900));
    }
  }

  @Test
  void aRefusedRequestIsNotSentAgain() throws Exception {
    try (var collector = new ScriptedCollector().then(400, "", NOTHING);
        var exporter = start(collector.endpoint(), config())) {
      Eventually.until("one is taken", () -> exporter.status().batches() >= 1);
      assertThat(exporter.status().failures()).containsEntry(Failure.REFUSED, 1L);
      assertThat(exporter.status().dropped()).isEqualTo(1);
    }
  }

  @Test
  void rejectedPointsAreCountedAndTheRequestIsNotSentAgain() throws Exception {
    var partial = OtlpResponseTest.partial(1, "too old");
    try (var collector = new ScriptedCollector().then(200, "", partial);
        var exporter = start(collector.endpoint(), config())) {
      Eventually.until("two are taken", () -> exporter.status().batches() >= 2);
      assertThat(exporter.status().rejected()).isEqualTo(1);
      assertThat(exporter.status().points()).isEqualTo(exporter.status().batches() - 1);
    }
  }

  @Test
  void aSlowCollectorHoldsUpNeitherTheNextRequestsNorTheEnd() throws Exception {
    var config = config(Duration.ofMillis(100), Optional.empty(), Defaults.otlp().tls());
    try (var collector = new ScriptedCollector()) {
      for (int turn = 0; turn < 50; turn++) {
        collector.then(0, "", NOTHING);
      }
      var exporter = start(collector.endpoint(), config);
      Eventually.until("two are late", () -> queued(exporter, Failure.TIMEOUT) >= 2);
      assertThat(made.get()).as("requests go on being made").isGreaterThanOrEqualTo(2);
      long begun = System.nanoTime();
      exporter.flush();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      assertThat(exporter.status().queued()).isPositive();
    }
  }

  @Test
  void theEndSendsWhatIsKnownThen() throws Exception {
    try (var collector = new ScriptedCollector()) {
      var exporter = start(collector.endpoint(), config());
      Eventually.until("one is taken", () -> exporter.status().batches() >= 1);
      int before = made.get();
      exporter.flush();
      assertThat(made.get()).isGreaterThan(before);
      assertThat(exporter.status().queued()).isZero();
      assertThat(exporter.status().batches()).isEqualTo(made.get());
    }
  }
}
