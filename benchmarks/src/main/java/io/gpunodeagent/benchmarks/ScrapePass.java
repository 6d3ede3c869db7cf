// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.RawValue;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.enforcement.EnforcementStatus;
import io.gpunodeagent.agent.logging.Logging;
import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.agent.meters.Meters;
import io.gpunodeagent.agent.meters.ShapingMeters;
import io.gpunodeagent.agent.metrics.Exposition;
import io.gpunodeagent.agent.metrics.otlp.OtlpRenderer;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.state.NodeState;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a scrape, or an export by OTLP, costs that finds a new sample, in each format: every
 * Prometheus scrapes less often than the agent samples. The GPUs are read once, and every state
 * after it is another one of the same readings.
 *
 * <p>Usage: {@code ScrapePass LIBRARY_DIRECTORY SCENARIO [COUNTERS_FILE [SCRAPES]]}
 */
public final class ScrapePass {

  private static final int WARM_UP = 200;

  private static final Map<String, String> FORMATS = formats();
  private static final Map<String, String> RESOURCE = Map.of("service.name", "benchmark");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final AtomicReference<NodeState> published = new AtomicReference<>();
  private final Preview preview;
  private final NodeSnapshot node;
  private final Exposition exposition;
  private long passes;

  private ScrapePass(Outcome.Valid valid, Preview preview, Meters meters) {
    this.preview = preview;
    var selection = valid.counters().selection();
    var config = valid.config().metrics();
    published.set(preview.read(selection.plan(config).and(Attribution.PLAN)));
    node = published.get().node();
    exposition = new Exposition(published::get, selection, config, meters::collect);
  }

  private static Map<String, String> formats() {
    var formats = new LinkedHashMap<String, String>();
    formats.put("text", "text/plain;version=0.0.4");
    formats.put("OpenMetrics", "application/openmetrics-text;version=1.0.0");
    formats.put(
        "protobuf",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
            + "encoding=delimited");
    return formats;
  }

  /** Runs the scrapes and prints a line for each format. */
  public static void main(String[] arguments) throws Exception {
    var options = new HashMap<String, RawValue>();
    options.put("nvml.simulate", Sources.option("--simulate", arguments[1]));
    if (arguments.length > 2 && !arguments[2].isEmpty()) {
      options.put("metrics.countersFile", Sources.option("--counters", arguments[2]));
    }
    var scrapes = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 400;
    var simulator = Simulator.in(Path.of(arguments[0]));
    var sources = new Sources(Optional.empty(), Map.of(), options, simulator, "benchmark", true);
    switch (ConfigLoader.load(sources)) {
      case Outcome.Invalid(var problems) -> throw new IllegalArgumentException(problems.toString());
      case Outcome.Valid valid -> {
        try (var preview = Preview.open(valid, sources, InstantSource.system());
            var meters = meters()) {
          new ScrapePass(valid, preview, meters).measure(scrapes);
        }
      }
    }
  }

  private static Meters meters() {
    return new Meters(
        new Meters.Parts(
            Logging::dropped,
            LoopFailures::counts,
            () -> new EnforcementStatus(Map.of(), new TreeMap<>()),
            new ShapingMeters(Optional.empty(), InstantSource.system(), PolicyRules::none),
            Optional.empty(),
            Optional::empty,
            Optional.empty()));
  }

  private void measure(int scrapes) {
    var begun = System.nanoTime();
    var text = new String(exposition.scrape("text/plain", null).body(), StandardCharsets.UTF_8);
    System.out.printf(
        "%d series, the first scrape of the process: %.1f ms%n",
        text.lines().filter(line -> !line.startsWith("#")).count(),
        (System.nanoTime() - begun) / 1e6);
    FORMATS.forEach((name, accept) -> report(name, () -> exposition.scrape(accept, null), scrapes));
    var plain = new OtlpRenderer(RESOURCE, "1", false);
    report("OTLP", () -> exposition.render(plain), scrapes);
    var gzip = new OtlpRenderer(RESOURCE, "1", true);
    report("OTLP with gzip", () -> exposition.render(gzip), scrapes);
  }

  private void report(String name, Runnable rendering, int scrapes) {
    measure(rendering, WARM_UP);
    System.out.printf("%s: %s%n", name, measure(rendering, scrapes));
  }

  private String measure(Runnable rendering, int scrapes) {
    var micros = new ArrayList<Double>();
    long cpu = 0;
    long bytes = 0;
    while (micros.size() < scrapes) {
      published.set(preview.state(later()));
      cpu -= PROCESS.getProcessCpuTime();
      bytes -= THREADS.getTotalThreadAllocatedBytes();
      var begun = System.nanoTime();
      rendering.run();
      micros.add((System.nanoTime() - begun) / 1e3);
      cpu += PROCESS.getProcessCpuTime();
      bytes += THREADS.getTotalThreadAllocatedBytes();
    }
    micros.sort(null);
    return "p50 %.2f ms, p99 %.2f ms, %.2f ms CPU, %d KiB allocated a scrape"
        .formatted(
            micros.get(micros.size() / 2) / 1e3,
            micros.get(micros.size() * 99 / 100) / 1e3,
            cpu / 1e6 / micros.size(),
            bytes / 1024 / micros.size());
  }

  /** The same readings, of a second later. */
  private NodeSnapshot later() {
    passes++;
    var when = node.takenAt().plusSeconds(passes);
    var gpus =
        node.gpus().stream()
            .map(
                gpu ->
                    new GpuSample(
                        gpu.identity(),
                        gpu.condition(),
                        when,
                        gpu.readings(),
                        gpu.migEnabled(),
                        gpu.migInstances(),
                        gpu.nvLinks(),
                        gpu.processes(),
                        gpu.events()))
            .toList();
    return new NodeSnapshot(
        node.sequence() + passes,
        when,
        Duration.ofSeconds(passes),
        node.driver(),
        true,
        gpus,
        node.topology(),
        node.statistics());
  }
}
