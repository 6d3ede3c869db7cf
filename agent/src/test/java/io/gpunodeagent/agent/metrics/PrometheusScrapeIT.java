// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.metrics.SampleReader.SampleName;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus stores what was served, in every format, and has nothing to complain of. */
class PrometheusScrapeIT {

  /** Job name to the Accept header served to it; null serves what Prometheus itself asks for. */
  private static final Map<String, @Nullable String> JOBS = jobs();

  private static Map<String, @Nullable String> jobs() {
    var jobs = new LinkedHashMap<String, @Nullable String>();
    jobs.put("negotiated", null);
    jobs.put("text", Expositions.TEXT);
    jobs.put("openmetrics", Expositions.OPENMETRICS);
    jobs.put("protobuf", Expositions.PROTOBUF);
    return jobs;
  }

  private static NodeSnapshot node() {
    var small = Readings.builder().putAll(Snapshots.busy()).build();
    var linked =
        Readings.builder()
            .putAll(Snapshots.busy())
            .put(FieldSignal.slow(165).withScope(3), Reading.of(1L))
            .put(FieldSignal.slow(222).withScope(FieldSignal.ALL), Reading.of(0x50fL))
            .build();
    return Snapshots.of(
        Snapshots.with(Snapshots.gpu(0, linked), Snapshots.link(3)),
        Snapshots.with(Snapshots.gpu(1, Snapshots.busy()), Snapshots.instance(7, "1g.10gb", small)),
        Snapshots.with(
            Snapshots.gpu(2, Snapshots.busy()), Snapshots.afterXid(31, OptionalInt.empty())));
  }

  @Test
  void prometheusStoresWhatIsServed(@TempDir Path folder) throws IOException, InterruptedException {
    var state = Snapshots.state(node());
    var selection =
        Expositions.selection(
            "DCGM_FI_DEV_POWER_USAGE, gauge, power",
            "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION, counter, energy",
            "DCGM_FI_DEV_XID_ERRORS, gauge, xid",
            "DCGM_FI_DEV_NVLINK_GET_STATE, gauge, up",
            "DCGM_FI_DEV_NVLINK_COUNT_SYMBOL_BER_FLOAT, gauge, errors",
            "DCGM_EXP_XID_ERRORS_COUNT, counter, XIDs",
            "dcgm_nvlink_bandwidth_total, counter, rate",
            "DCGM_FI_DRIVER_VERSION, label, driver");
    var exposition = Expositions.of(() -> state, selection);
    var served = SampleReader.ofText(exposition.scrape(Expositions.TEXT, null).body());
    var target = serve(exposition);
    var paths = new LinkedHashMap<String, String>();
    JOBS.keySet().forEach(job -> paths.put(job, "/" + job));
    try (var prometheus = new PrometheusServer(folder, target.getAddress().getPort(), paths)) {
      awaitAllUp(prometheus, JOBS.keySet());
      for (var job : JOBS.keySet()) {
        assertThat(stored(prometheus, job)).as(job).isEqualTo(served);
      }
      assertThat(prometheus.complaints()).isEmpty();
    } finally {
      target.stop(0);
    }
  }

  @Test
  void prometheusKnowsDcgmsCountersAsCounters(@TempDir Path folder)
      throws IOException, InterruptedException {
    var selection = MetricSelection.defaults(MetricNames.CLASSIC);
    var plan = selection.plan(Defaults.metrics("node-1"));
    var state = Snapshots.state(Scenarios.sample("hgx-h100-8", plan));
    var exposition = Expositions.of(() -> state, selection);
    var declared = declaredCounters(Expositions.text(exposition));
    assertThat(declared)
        .contains(
            "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
            "DCGM_FI_DEV_PCIE_REPLAY_COUNTER",
            "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL",
            "DCGM_FI_DEV_POWER_VIOLATION");
    var target = serve(exposition);
    var job = Map.of("negotiated", "/negotiated");
    try (var prometheus = new PrometheusServer(folder, target.getAddress().getPort(), job)) {
      awaitAllUp(prometheus, job.keySet());
      var ofTarget =
          (List<?>) PrometheusServer.at(prometheus.get("/api/v1/targets/metadata"), "data");
      var ofAll = (Map<?, ?>) PrometheusServer.at(prometheus.get("/api/v1/metadata"), "data");
      for (var name : declared) {
        assertThat(ofTarget)
            .filteredOn(each -> name.equals(PrometheusServer.at(each, "metric")))
            .singleElement()
            .satisfies(each -> assertThat(PrometheusServer.at(each, "type")).isEqualTo("counter"));
        assertThat((List<?>) PrometheusServer.at(ofAll, name))
            .singleElement()
            .satisfies(each -> assertThat(PrometheusServer.at(each, "type")).isEqualTo("counter"));
        assertThat(prometheus.query(name)).as(name + " keeps its name").isNotEmpty();
      }
    } finally {
      target.stop(0);
    }
  }

  private static List<String> declaredCounters(String text) {
    return text.lines()
        .filter(line -> line.startsWith("# TYPE DCGM_") && line.endsWith(" counter"))
        .map(line -> line.split(" ", -1)[2])
        .toList();
  }

  static HttpServer serve(Exposition exposition) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    JOBS.forEach(
        (job, accept) ->
            server.createContext(
                "/" + job,
                exchange -> {
                  var asked = exchange.getRequestHeaders().getFirst("Accept");
                  var encoding = exchange.getRequestHeaders().getFirst("Accept-Encoding");
                  respond(exchange, exposition.scrape(accept == null ? asked : accept, encoding));
                }));
    server.start();
    return server;
  }

  private static void respond(HttpExchange exchange, HttpAnswer response) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", response.contentType());
      response.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(200, response.body().length);
      exchange.getResponseBody().write(response.body());
    }
  }

  static void awaitAllUp(PrometheusServer prometheus, Set<String> jobs)
      throws InterruptedException {
    var deadline = Instant.now().plus(Duration.ofSeconds(60));
    Object last = "no answer";
    while (Instant.now().isBefore(deadline)) {
      try {
        var targets =
            (List<?>)
                PrometheusServer.at(prometheus.get("/api/v1/targets"), "data", "activeTargets");
        last = targets;
        if (targets.size() == jobs.size()
            && targets.stream()
                .allMatch(each -> "up".equals(PrometheusServer.at(each, "health")))) {
          return;
        }
      } catch (IOException notYet) {
        last = notYet;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("targets did not come up: " + last);
  }

  private static Map<SampleName, Double> stored(PrometheusServer prometheus, String job)
      throws IOException, InterruptedException {
    var samples = new HashMap<SampleName, Double>();
    var own = Set.of("__name__", "job", "instance");
    for (var series : prometheus.query("{job=\"" + job + "\",__name__!~\"up|scrape_.*\"}")) {
      var labels = new TreeMap<String, String>();
      ((Map<?, ?>) PrometheusServer.at(series, "metric"))
          .forEach(
              (name, value) -> {
                if (!own.contains(name)) {
                  labels.put((String) name, (String) value);
                }
              });
      var name = (String) PrometheusServer.at(series, "metric", "__name__");
      var value = (String) ((List<?>) PrometheusServer.at(series, "value")).get(1);
      samples.put(new SampleName(name, labels), Double.valueOf(value));
    }
    return samples;
  }
}
