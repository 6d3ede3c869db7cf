// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenTelemetry Collector's own receiver of OTLP over HTTP, and what it receives. */
public final class OtlpCollector implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final int port;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

  /** A request as the collector understood it; the metrics in their order. */
  public record Received(
      List<String> authorization,
      Map<String, String> resource,
      String scope,
      List<ReceivedMetric> metrics) {

    /** The metrics of one name. */
    public List<ReceivedMetric> named(String name) {
      return metrics.stream().filter(one -> one.name().equals(name)).toList();
    }
  }

  /** A metric; {@code kind} is gauge, counter, updowncounter or summary. */
  public record ReceivedMetric(String name, String unit, String kind, List<ReceivedPoint> points) {}

  /** A point; times in nanoseconds since 1970. */
  public record ReceivedPoint(
      Map<String, String> attributes, long start, long time, double value, double count) {}

  private OtlpCollector(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** One that listens at a free port. */
  public static OtlpCollector start(String... options) throws IOException, InterruptedException {
    return start(freePort(), options);
  }

  /** One that listens at {@code port}. */
  public static OtlpCollector start(int port, String... options)
      throws IOException, InterruptedException {
    var arguments = new ArrayList<>(List.of("-address", "127.0.0.1:" + port));
    arguments.addAll(List.of(options));
    var collector = new OtlpCollector(new GoProgram("otlp").start(arguments), port);
    var said = collector.process.inputReader();
    var first = said.readLine();
    if (first == null || !first.contains("listening")) {
      throw new AssertionError("no collector: " + first + collector.process.waitFor());
    }
    Thread.ofVirtual().start(() -> collector.read(said));
    return collector;
  }

  /** A port that nobody listens at now. */
  public static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /** The next request. */
  public Received next() throws InterruptedException {
    var next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was received");
    }
    return next;
  }

  private void read(BufferedReader said) {
    try {
      for (var line = said.readLine(); line != null; line = said.readLine()) {
        var parsed = new Load(LoadSettings.builder().setCodePointLimit(1 << 26).build());
        received.add(request(map(parsed.loadFromString(line))));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Received request(Map<?, ?> said) {
    var metrics = new ArrayList<ReceivedMetric>();
    for (var each : list(said.get("metrics"))) {
      metrics.add(metric(map(each)));
    }
    return new Received(
        list(said.get("authorization")).stream().map(String::valueOf).toList(),
        texts(said.get("resource")),
        String.valueOf(said.get("scope")),
        metrics);
  }

  private static ReceivedMetric metric(Map<?, ?> said) {
    var points = new ArrayList<ReceivedPoint>();
    for (var each : list(said.get("points"))) {
      var point = map(each);
      points.add(
          new ReceivedPoint(
              texts(point.get("attributes")),
              number(point.get("start")).longValue(),
              number(point.get("time")).longValue(),
              number(point.get("value")).doubleValue(),
              number(point.get("count")).doubleValue()));
    }
    return new ReceivedMetric(
        String.valueOf(said.get("name")),
        String.valueOf(said.get("unit")),
        String.valueOf(said.get("kind")),
        points);
  }

  private static Map<?, ?> map(@Nullable Object said) {
    return said instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object said) {
    return said instanceof List<?> list ? list : List.of();
  }

  private static Map<String, String> texts(@Nullable Object said) {
    var texts = new TreeMap<String, String>();
    map(said).forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
    return texts;
  }

  private static Number number(@Nullable Object said) {
    if (said instanceof Number number) {
      return number;
    }
    throw new AssertionError("no number: " + said);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
