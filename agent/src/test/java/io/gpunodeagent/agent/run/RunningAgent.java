// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.RawValue;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.logging.Logging;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The whole agent on a simulated node, asked over HTTP. */
public final class RunningAgent implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Agent agent;

  private RunningAgent(Agent agent) {
    this.agent = agent;
    Thread.ofPlatform().daemon().name("agent").start(this::run);
  }

  private void run() {
    try {
      agent.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** An answer of {@code /metrics}. */
  public record Scrape(long began, Duration took, int status, String body) {}

  /** Starts it on {@code scenario} with {@code settings} beside those every test wants. */
  public static RunningAgent start(String scenario, Map<String, String> settings) throws Exception {
    return start(scenario, settings, Optional.empty());
  }

  /** The same with a configuration file. */
  public static RunningAgent start(
      String scenario, Map<String, String> settings, Optional<Path> file) throws Exception {
    var values =
        new HashMap<>(
            Map.of(
                "nvml.simulate", scenario,
                "web.port", "0",
                "web.host", "127.0.0.1",
                "log.level", "error"));
    values.putAll(settings);
    var options = new HashMap<String, RawValue>();
    values.forEach((key, value) -> options.put(key, Sources.option("test", value)));
    var simulator = Simulator.in(Path.of(System.getProperty("nvml.simulator.directory"), "lib"));
    var sources = new Sources(file, Map.of(), options, simulator, "node-7", true);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> {
        Logging.configure(valid.config().log(), System.err);
        yield new RunningAgent(Agent.start(sources, valid, "1", InstantSource.system(), log -> {}));
      }
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  /** Where it answers. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + agent.port() + path);
  }

  public int port() {
    return agent.port();
  }

  /** Of the page. */
  public String address() {
    return uri("/").toString();
  }

  /** One scrape. */
  public Scrape scrape() {
    var uri = uri("/metrics");
    long began = System.nanoTime();
    try {
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      var took = Duration.ofNanos(System.nanoTime() - began);
      return new Scrape(began, took, answer.statusCode(), answer.body());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The first scrape of which {@code condition} is true. */
  public Scrape await(String what, Predicate<Scrape> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var scrape = scrape();
    while (!condition.test(scrape)) {
      assertThat(System.nanoTime() - deadline)
          .as("%s is awaited, and still there is:%n%s", what, scrape.body())
          .isNegative();
      scrape = scrape();
    }
    return scrape;
  }

  @Override
  public void close() {
    agent.close();
    Logging.configure(Defaults.log(), System.err);
  }
}
