// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.agent.metrics.Promtool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A target whose pod has been idle for an hour, which no agent can show within the minutes of a
 * test: its warm-up alone takes ten. It serves what {@link Nodes} has, and brings DCGM's figures of
 * the last forty minutes along.
 */
final class LongIdleNode implements AutoCloseable {

  private static final String LABELS = "{job=\"gpu\",instance=\"n1\",Hostname=\"n1\",UUID=\"G1\"";
  private static final String DCGM = LABELS + ",namespace=\"ns\",pod=\"p1\",container=\"main\"}";
  private static final int MINUTES = 40;

  private final HttpServer server;

  LongIdleNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext(
        "/metrics",
        exchange -> {
          var body = now().getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static String now() {
    var series = new LinkedHashMap<String, String>();
    series.putAll(Nodes.agent("n1"));
    series.putAll(Nodes.gpu("n1", "G1"));
    series.putAll(Nodes.idlePod("n1", "G1", "p1"));
    var text = new StringBuilder();
    series.forEach(
        (name, values) -> {
          if (!name.startsWith("up{")) {
            text.append(name).append(' ').append(value(name, values)).append('\n');
          }
        });
    for (var more : List.of(announced(), done(), dcgm())) {
      more.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    }
    return text.toString();
  }

  private static String value(String name, String values) {
    return name.startsWith("gpu_node_agent_snapshot_timestamp")
        ? Long.toString(Instant.now().getEpochSecond())
        : values.replaceAll("[+x].*", "");
  }

  /** Of another pod, so that there is one to show. */
  private static Map<String, Integer> announced() {
    var labels = ",policy=\"nights\",dry_run=\"false\"";
    return Map.of(
        Nodes.allocation("gpu_allocation_reclaim_timestamp_seconds", "n1", "G9", "p9", labels),
        (int) Instant.now().plusSeconds(600).getEpochSecond());
  }

  private static Map<String, Integer> done() {
    var applied =
        "{job=\"gpu\",instance=\"n1\",UUID=\"G1\",field=\"time_slice\",rule=\"fair\",desired=\"short\","
            + "actual=\"short\",state=\"applied\",dry_run=\"false\"}";
    var condition = "gpu_node_agent_gpu_condition" + LABELS + ",gpu=\"0\",condition=\"fresh\"}";
    var evicted = "gpu_policy_actions_total{action=\"evict\",outcome=\"done\",dry_run=\"false\"}";
    return Map.of(
        "gpu_device_shaping_up", 1, "gpu_policy_applied" + applied, 1, condition, 1, evicted, 1);
  }

  private static Map<String, Integer> dcgm() {
    return Map.of("DCGM_FI_DEV_GPU_UTIL" + DCGM, 0, "DCGM_FI_DEV_GPU_TEMP" + DCGM, 30);
  }

  /** Writes the past into a Prometheus' folder of data, before it starts. */
  static void remember(Path folder) throws IOException, InterruptedException {
    var text = new StringBuilder();
    long now = Instant.now().getEpochSecond();
    var series = new LinkedHashMap<>(dcgm());
    series.put("up{job=\"gpu\",instance=\"n1\"}", 1);
    series.forEach(
        (name, value) -> {
          for (int minute = MINUTES; minute >= 0; minute--) {
            text.append("%s %d %d\n".formatted(name, value, now - minute * 60L));
          }
        });
    var file = Files.writeString(folder.resolve("past.txt"), text.append("# EOF\n"));
    var process =
        new ProcessBuilder(
                Promtool.require("promtool").toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                file.toString(),
                Files.createDirectories(folder.resolve("data")).toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
