package io.gpunodeagent.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.app.MachineFacts;
import io.gpunodeagent.agent.config.Problem;
import io.gpunodeagent.agent.labels.LabelProblem;
import io.gpunodeagent.agent.labels.LabelSet;
import io.gpunodeagent.agent.labels.Labels;
import io.gpunodeagent.agent.labels.LabelsConfig;
import io.gpunodeagent.agent.labels.NodeFacts;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the labels the agent would set. */
@Command(
    name = "labels",
    description = "Shows the labels this node would get, one key=value a line, sorted.")
final class LabelsCommand implements Runnable {

  private enum Format {
    TEXT,
    JSON
  }

  private final Options options;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json, which has annotations too.")
  private Format format = Format.TEXT;

  LabelsCommand(Options options) {
    this.options = options;
  }

  @Override
  public void run() {
    var valid = options.loadWithWarnings();
    var around = options.around();
    valid.warnings().stream().map(Problem::line).forEach(around.err()::println);
    var labels = valid.config().labels();
    var node =
        OneReading.take(valid.config().sampling(), new SamplingPlan(Labels.signals(), false));
    var set = Labels.of(node, facts(labels), labels);
    around
        .out()
        .print(
            switch (format) {
              case TEXT -> text(set);
              case JSON -> json(set);
            });
    set.problems().stream().map(LabelProblem::line).forEach(around.err()::println);
  }

  private static NodeFacts facts(LabelsConfig labels) {
    var sys = Path.of("/sys");
    var machineType = labels.plugin().machineTypeFile();
    return MachineFacts.read(sys, machineType, Instant.now());
  }

  private static String text(LabelSet set) {
    var text = new StringBuilder();
    set.labels().forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }

  private static String json(LabelSet set) {
    return Json.text(
        json -> {
          json.writeStartObject();
          write(json, "labels", set.labels());
          write(json, "annotations", set.annotations());
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, String name, Map<String, String> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : values.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}
