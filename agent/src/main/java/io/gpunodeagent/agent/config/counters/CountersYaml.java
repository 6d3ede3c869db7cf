// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import io.gpunodeagent.agent.config.value.ValueTypes;
import io.gpunodeagent.agent.document.YamlDocument;
import io.gpunodeagent.agent.document.YamlSchema;
import io.gpunodeagent.agent.metrics.selection.CounterLine;
import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads dcgm-exporter's YAML configuration, version 1 and 2, for the metrics it names. Its other
 * keys say how DCGM is asked and have no effect here; each that is written is reported once. A key
 * of neither kind is a problem, as it is for dcgm-exporter.
 */
final class CountersYaml {

  private static final Form<String> TEXT = ValueTypes.text().form();
  private static final Form<String> HELP = Form.written("a text", Optional::of);
  private static final Form<Integer> NUMBER = ValueTypes.integer(0, 999_999_999).form();
  private static final Pattern GO_DURATION =
      Pattern.compile("(\\d+(\\.\\d*)?(ns|us|µs|ms|s|m|h))+|0");
  private static final Form<String> DURATION =
      Form.written(
          "a duration as Go writes it, such as 30s or 5m",
          text -> Optional.of(text).filter(GO_DURATION.asMatchPredicate()));

  private static final String PERIODS =
      "metrics are read at sampling.period and sampling.slowPeriod";

  private final Path file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  private CountersYaml(Path file) {
    this.file = file;
  }

  /** What {@code text} of {@code file} says. */
  static WrittenCounters read(Path file, String text) {
    var reading = new CountersYaml(file);
    var root = YamlDocument.read(file.toString(), text, YamlSchema.OWN, reading.problems::add);
    if (root.filter(node -> node instanceof Node.Absent).isPresent()) {
      reading.problems.add(
          new Problem(file.toString(), "", "holds nothing", "begin with version: 2"));
    }
    return root.filter(_ -> reading.problems.isEmpty())
        .map(reading::document)
        .orElseGet(() -> reading.written(List.of()));
  }

  private WrittenCounters document(Node root) {
    var document = new MappingReader(root, problems::add);
    var version = document.require("version", ValueTypes.integer(1, 2).form(), 2);
    var metrics = document.child("metrics");
    if (metrics.isEmpty()) {
      document.report("metrics", "missing", "name a file or list fields below it");
    }
    var written = metrics.map(this::metrics).orElseGet(() -> written(List.of()));
    if (version == 1) {
      document.child("collection").ifPresent(CountersYaml::collection);
      noEffect(document, "collection", PERIODS);
    } else {
      document.children("collections").forEach(CountersYaml::collections);
      noEffect(document, "collections", PERIODS);
    }
    document.child("sources").ifPresent(sources -> dcgm(sources, version == 2, true));
    noEffect(document, "sources", "the agent reads NVML and asks no DCGM");
    document.child("server").ifPresent(CountersYaml::server);
    noEffect(document, "server", "all scrapes of a snapshot share one rendering");
    document.finish();
    return new WrittenCounters(
        written.file(),
        written.lines(),
        problems,
        written.malformed(),
        problems.isEmpty() ? warnings : List.of(),
        written.further());
  }

  private WrittenCounters metrics(MappingReader metrics) {
    var csv = metrics.get("file", ValueTypes.path().form());
    if (metrics.has("file") == metrics.has("fields")) {
      metrics.report(
          "fields", "needed, or else file, and not both", "list the metrics or name a CSV");
    }
    metrics.get("enableExporterMetrics", ValueTypes.bool().form());
    noEffect(metrics, "enableExporterMetrics", "the agent's own metrics are always served");
    var lines = metrics.children("fields").stream().map(CountersYaml::line).toList();
    metrics.finish();
    return csv.map(this::csv).orElseGet(() -> written(lines));
  }

  private static CounterLine line(MappingReader entry) {
    var line =
        new CounterLine(
            entry.place().line(),
            entry.require("name", TEXT, ""),
            entry.require("prometheusType", TEXT, ""),
            entry.get("help", HELP, ""));
    entry.finish();
    return line;
  }

  /** The CSV that is named; a relative path begins in the folder of the YAML. */
  private WrittenCounters csv(Path named) {
    var csv = file.resolveSibling(named);
    var read = CountersText.read(csv, problems).map(text -> CountersCsv.read(csv, text));
    var found = read.orElseGet(() -> written(List.of()));
    return new WrittenCounters(
        found.file(), found.lines(), problems, found.malformed(), warnings, List.of(csv));
  }

  private static void collection(MappingReader collection) {
    collection.get("interval", DURATION);
    retention(collection);
    for (var group : collection.children("watchGroups")) {
      group.require("name", TEXT, "");
      group.get("interval", DURATION);
      group.list("fields", TEXT);
      retention(group);
      group.finish();
    }
    collection.finish();
  }

  private static void retention(MappingReader parent) {
    parent
        .child("retention")
        .ifPresent(
            retention -> {
              retention.get("maxAge", DURATION);
              retention.get("maxSamples", NUMBER);
              retention.finish();
            });
  }

  private static void collections(MappingReader entry) {
    entry.require("name", TEXT, "");
    entry.get("every", DURATION);
    entry
        .child("metrics")
        .ifPresent(
            metrics -> {
              metrics.list("include", TEXT);
              metrics.finish();
            });
    entry.child("sources").ifPresent(sources -> dcgm(sources, true, false));
    entry.finish();
  }

  private static void dcgm(MappingReader sources, boolean watch, boolean detectBindUnbind) {
    sources
        .child("dcgm")
        .ifPresent(
            dcgm -> {
              if (watch) {
                dcgm.child("watch").ifPresent(CountersYaml::watch);
              }
              if (detectBindUnbind) {
                dcgm.child("detectBindUnbind").ifPresent(CountersYaml::detectBindUnbind);
              }
              dcgm.finish();
            });
    sources.finish();
  }

  private static void watch(MappingReader watch) {
    watch.get("maxKeepAge", DURATION);
    watch.get("maxKeepSamples", NUMBER);
    watch.finish();
  }

  private static void detectBindUnbind(MappingReader detect) {
    detect.get("enabled", ValueTypes.bool().form());
    detect.get("pollInterval", DURATION);
    detect.finish();
  }

  private static void server(MappingReader server) {
    server.get("maxConcurrentScrapes", NUMBER);
    server.finish();
  }

  /** Says so of a key that is written. */
  private void noEffect(MappingReader parent, String key, String reason) {
    if (parent.has(key)) {
      warnings.add(parent.problem(key, "has no effect, as " + reason, "remove it, or leave it"));
    }
  }

  private WrittenCounters written(List<CounterLine> lines) {
    return new WrittenCounters(file, lines, problems, List.of(), warnings, List.of());
  }
}
