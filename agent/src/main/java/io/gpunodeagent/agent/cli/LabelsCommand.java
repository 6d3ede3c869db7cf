package io.gpunodeagent.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.app.MachineFacts;
import io.gpunodeagent.agent.cluster.ObservedNode;
import io.gpunodeagent.agent.config.Problem;
import io.gpunodeagent.agent.health.Health;
import io.gpunodeagent.agent.health.HealthLabels;
import io.gpunodeagent.agent.health.HealthMonitor;
import io.gpunodeagent.agent.health.HealthRules;
import io.gpunodeagent.agent.health.HealthSignals;
import io.gpunodeagent.agent.health.NodeInventory;
import io.gpunodeagent.agent.labels.LabelProblem;
import io.gpunodeagent.agent.labels.LabelSet;
import io.gpunodeagent.agent.labels.Labels;
import io.gpunodeagent.agent.labels.LabelsConfig;
import io.gpunodeagent.agent.labels.NodeFacts;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Shows the labels the agent would set. */
@Command(
    name = "labels",
    description = "Shows the labels this node would get, one key=value a line, sorted.")
final class LabelsCommand implements Callable<Integer> {

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

  @Option(
      names = "--compare",
      description = {
        "Show only how the live Node differs: + is missing there, - is the agent's and too much,"
            + " ~ is otherwise.",
        "Whether the agent would take over what another holds depends on labels.owner."
      })
  private boolean compare;

  LabelsCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var valid = options.loadWithWarnings();
    var around = options.around();
    valid.warnings().stream().map(Problem::line).forEach(around.err()::println);
    boolean chosen = valid.config().sources().pluginConfigs().isPresent();
    // What the cluster has to say is known before GPUs are read.
    var live =
        compare || chosen ? Optional.of(LiveNode.of(valid).look()) : Optional.<ObservedNode>empty();
    var labels =
        chosen ? ChosenPlugin.labels(valid.config(), live.orElseThrow()) : valid.config().labels();
    var set = wanted(valid.config().sampling(), labels);
    around
        .out()
        .print(
            live.filter(_ -> compare)
                .map(node -> differences(node, set))
                .orElseGet(() -> all(set)));
    set.problems().stream().map(LabelProblem::line).forEach(around.err()::println);
    return ExitCode.OK;
  }

  /** All that one look can tell: what health takes time to judge is not yet healthy. */
  private static LabelSet wanted(SamplingConfig sampling, LabelsConfig labels) {
    var signals = new HashSet<>(Labels.signals());
    signals.addAll(HealthSignals.SIGNALS);
    var node = OneReading.take(sampling, new SamplingPlan(signals, false));
    var set = Labels.of(node, facts(labels), labels);
    var health =
        HealthMonitor.after(
            Health.unknown(node.takenAt()),
            node,
            HealthRules.forSlowPeriod(sampling.slowPeriod()),
            NodeInventory.unknown());
    var with = new TreeMap<>(set.labels());
    with.putAll(HealthLabels.of(health));
    return new LabelSet(with, set.annotations(), set.untold(), set.problems());
  }

  private String all(LabelSet set) {
    return switch (format) {
      case TEXT -> text(set);
      case JSON -> json(set);
    };
  }

  private String differences(ObservedNode node, LabelSet set) {
    var differences = NodeDifference.between(node, set);
    return switch (format) {
      case TEXT -> differences.stream().map(one -> one.line() + "\n").collect(Collectors.joining());
      case JSON -> json(differences);
    };
  }

  private static String json(List<NodeDifference> differences) {
    return Json.text(
        json -> {
          json.writeStartArray();
          for (var one : differences) {
            json.writeStartObject();
            json.writeStringField("name", one.name());
            json.writeStringField("live", one.live());
            json.writeStringField("wanted", one.wanted());
            json.writeArrayFieldStart("heldBy");
            for (var holder : one.holders()) {
              json.writeString(holder);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
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
