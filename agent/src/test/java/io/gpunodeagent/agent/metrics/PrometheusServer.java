// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes this machine once a second. */
public final class PrometheusServer implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * Starts one in {@code folder}.
   *
   * @param pathOfJob what to scrape, by job name
   */
  PrometheusServer(Path folder, int targetPort, Map<String, String> pathOfJob) throws IOException {
    this(folder, config(targetPort, pathOfJob));
  }

  /** Starts one in {@code folder}, whose data is in {@code data} below it. */
  public PrometheusServer(Path folder, String configuration) throws IOException {
    this(folder, configuration, List.of());
  }

  /** The same with more arguments; what it answers then may need more than {@link #get} has. */
  public PrometheusServer(Path folder, String configuration, List<String> more) throws IOException {
    var port = freePort();
    address = URI.create("http://127.0.0.1:" + port);
    log = folder.resolve("prometheus.log");
    var config = folder.resolve("prometheus.yml");
    Files.writeString(config, configuration);
    var command =
        new ArrayList<>(
            List.of(
                Promtool.require("prometheus").toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
    command.addAll(more);
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static String config(int targetPort, Map<String, String> pathOfJob) {
    var text =
        new StringBuilder("global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n");
    pathOfJob.forEach(
        (job, path) ->
            text.append(
                """
                - job_name: %s
                  metrics_path: %s
                  honor_labels: true
                  static_configs: [{targets: ['127.0.0.1:%d']}]
                """
                    .formatted(job, path, targetPort)));
    return text.toString();
  }

  /** Where its HTTP API is. */
  public URI address() {
    return address;
  }

  /** Asks the HTTP API; throws while the server does not answer yet. */
  public Object get(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(5)).build();
    var response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode());
    }
    try (var json = new JsonFactory().createParser(response.body())) {
      json.nextToken();
      return value(json);
    }
  }

  /** The series an instant query finds, each with {@code metric} and {@code value}. */
  public List<?> query(String expression) throws IOException, InterruptedException {
    var encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return (List<?>) at(get("/api/v1/query?query=" + encoded), "data", "result");
  }

  /** The same as of an instant. */
  public List<?> query(String expression, Instant at) throws IOException, InterruptedException {
    var encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    var path = "/api/v1/query?query=" + encoded + "&time=" + at;
    return (List<?>) at(get(path), "data", "result");
  }

  /** What lies in nested objects under {@code names}. */
  public static Object at(Object json, String... names) {
    var found = json;
    for (var name : names) {
      found = ((Map<?, ?>) found).get(name);
      if (found == null) {
        throw new AssertionError("no " + name + " in " + json);
      }
    }
    return found;
  }

  /** Lines of its log that are worse than information. */
  public List<String> complaints() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).matches(".*level=(warn|error).*"))
        .toList();
  }

  private static Object value(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      var object = new LinkedHashMap<String, Object>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var name = json.currentName();
        json.nextToken();
        object.put(name, value(json));
      }
      return object;
    }
    if (json.currentToken() == JsonToken.START_ARRAY) {
      var array = new ArrayList<Object>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(json));
      }
      return array;
    }
    return json.getText();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
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
