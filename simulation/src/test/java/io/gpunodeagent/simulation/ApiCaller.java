// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A client that knows the API and nothing of the server's code. */
final class ApiCaller implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  private ApiCaller(String url) {
    this.url = url;
  }

  /** An answer. */
  record Answer(int code, Map<String, Object> body) {

    /** What is at the end of a path of keys and positions. */
    Object at(Object... path) {
      return ApiCaller.at(body, path);
    }

    /** The names of the objects of a list. */
    List<Object> names() {
      return ((List<?>) at("items"))
          .stream().map(item -> ApiCaller.at(item, "metadata", "name")).toList();
    }
  }

  static Object at(Object tree, Object... path) {
    var at = tree;
    for (var step : path) {
      at =
          step instanceof Integer index
              ? ((List<?>) at).get(index)
              : ((Map<?, ?>) at).containsKey(step) ? ((Map<?, ?>) at).get(step) : "absent";
    }
    return at;
  }

  /** Of the server a kubeconfig names. */
  static ApiCaller of(Path kubeconfig) throws IOException {
    var config =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(kubeconfig));
    return new ApiCaller((String) at(config, "clusters", 0, "cluster", "server"));
  }

  Answer get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  Answer send(String method, String path, String body, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(answer.statusCode(), tree(answer.body()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(String json) {
    return new Load(LoadSettings.builder().build()).loadFromString(json) instanceof Map<?, ?> map
        ? (Map<String, Object>) map
        : Map.of();
  }

  /** A watch; its thread ends with the stream. */
  Watch watch(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url + path)).build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    var watch = new Watch(new LinkedBlockingQueue<>());
    Thread.ofVirtual()
        .start(
            () -> {
              try (var lines =
                  new BufferedReader(
                      new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                lines.lines().map(ApiCaller::tree).forEach(watch.events()::add);
              } catch (IOException | UncheckedIOException _) {
                // the server is gone
              }
              watch.events().add(Map.of("type", "END"));
            });
    return watch;
  }

  /** What a watch has told. */
  record Watch(BlockingQueue<Map<String, Object>> events) {

    /** The next event that is no bookmark. */
    Map<String, Object> next() throws InterruptedException {
      while (true) {
        var event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (event == null) {
          throw new AssertionError("no event in time");
        }
        if (!at(event, "type").equals("BOOKMARK")) {
          return event;
        }
      }
    }

    /** Type, name and phase of the next event. */
    String nextLine() throws InterruptedException {
      var event = next();
      return "%s %s %s"
          .formatted(
              event.get("type"),
              at(event, "object", "metadata", "name"),
              at(event, "object", "status", "phase"));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
