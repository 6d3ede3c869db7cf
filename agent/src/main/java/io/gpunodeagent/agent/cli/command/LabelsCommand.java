// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.doctor.LiveNode;
import io.gpunodeagent.agent.cli.view.NodeDifference;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.run.ChosenPlugin;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.LabelSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the labels the agent would set. */
@Command(
    name = "labels",
    description = "Shows the labels this node would get, one key=value a line, sorted.")
final class LabelsCommand implements Callable<Integer> {

  /** Neither a fault nor wrong usage. */
  private static final int DIFFERENT = 3;

  private enum Format {
    TEXT,
    JSON
  }

  private final Options options;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; -o has more.")
  private Format format = Format.TEXT;

  @Mixin private Output output = new Output();

  @Option(
      names = "--compare",
      description = {
        "Show only how the live Node differs: + is missing there, - is the agent's and too much,"
            + " ~ is otherwise. The exit code is 3 when it differs.",
        "Of health, only what is worse here than there is shown: the running agent judges it over"
            + " time.",
        "Whether the agent would take over what another holds depends on labels.owner."
      })
  private boolean compare;

  LabelsCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    output.form(format == Format.JSON);
    var valid = options.loadWithWarnings();
    var around = options.around();
    valid.warnings().stream().map(Problem::line).forEach(around.err()::println);
    boolean chosen = valid.config().sources().pluginConfigs().isPresent();
    // What the cluster has to say is known before GPUs are read.
    var live =
        compare || chosen ? Optional.of(LiveNode.of(valid).look()) : Optional.<ObservedNode>empty();
    var labels =
        chosen ? ChosenPlugin.labels(valid.config(), live.orElseThrow()) : valid.config().labels();
    var current = CurrentLabels.read(valid.config().sampling(), labels);
    current.all().problems().stream().map(Problem::line).forEach(around.err()::println);
    if (!compare) {
      around.out().print(all(current.all()));
      return ExitCode.OK;
    }
    var node = live.orElseThrow();
    var differences = NodeDifference.between(node, current.comparableWith(node));
    around.out().print(shown(differences));
    return differences.isEmpty() ? ExitCode.OK : DIFFERENT;
  }

  private String all(LabelSet set) {
    return output.of(
        format == Format.JSON,
        () -> text(set.labels()),
        () -> text(set.labels()) + "\n" + text(set.annotations()),
        () -> new JsonObject().put("labels", set.labels()).put("annotations", set.annotations()));
  }

  private String shown(List<NodeDifference> differences) {
    Supplier<String> lines =
        () -> differences.stream().map(one -> one.line() + "\n").collect(Collectors.joining());
    return output.of(format == Format.JSON, lines, lines, () -> json(differences));
  }

  private static List<JsonObject> json(List<NodeDifference> differences) {
    return differences.stream()
        .map(
            one ->
                new JsonObject()
                    .put("name", one.name())
                    .put("live", one.live())
                    .put("wanted", one.wanted())
                    .put("heldBy", one.holders()))
        .toList();
  }

  private static String text(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
