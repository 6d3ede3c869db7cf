// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.overview.AgeText;
import io.gpunodeagent.agent.cli.overview.Gib;
import io.gpunodeagent.agent.cli.overview.HolderOverview;
import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.view.TextTable;
import io.gpunodeagent.agent.document.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows who holds what, whether it is used, and what comes next. */
@Command(
    name = "allocations",
    description = {
      "Shows who holds which GPU, whether it is used, how long it has been idle, and the next step"
          + " of its policy.",
      "It asks the agent that runs here. Where none runs it reads the GPUs once: of the past, and"
          + " so of idle time, nothing is known then."
    })
final class AllocationsCommand implements Callable<Integer> {

  private static final String ABSENT = "-";

  private final Options options;

  @Mixin private Output output = new Output();

  @Mixin private AgentOptions agent = new AgentOptions();

  AllocationsCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var valid = options.loadWithWarnings();
    var state = OneState.of(valid, options, agent);
    if (!state.holdersUnknown().isEmpty()) {
      options.around().err().println("who holds a GPU is not known: " + state.holdersUnknown());
    }
    options
        .around()
        .out()
        .print(
            output.of(
                false, () -> table(state, false), () -> table(state, true), () -> json(state)));
    return 0;
  }

  private static String table(ShownState state, boolean wide) {
    var table = new TextTable();
    var heading = new ArrayList<>(List.of("HOLDER", "GPU", "ACTIVITY", "IDLE", "NEXT STEP"));
    if (wide) {
      heading.addAll(
          List.of("CONTAINER", "WORKLOAD", "SHARE", "SM", "MEMORY", "HELD", "RULE", "DOUBT"));
    }
    table.row(heading.toArray(String[]::new));
    state
        .holders()
        .forEach(one -> table.row(cells(one, state.takenAt(), wide).toArray(String[]::new)));
    return table.toString();
  }

  private static List<String> cells(HolderOverview one, Instant now, boolean wide) {
    var cells =
        new ArrayList<>(
            List.of(
                one.name(),
                one.device(),
                one.holds() ? one.activity().label() : one.relation(),
                one.idle().isZero() ? ABSENT : AgeText.text(one.idle()),
                one.holds() ? one.next().map(step -> step.text(now)).orElse("no rule") : ABSENT));
    if (wide) {
      cells.addAll(
          List.of(
              orAbsent(one.container()),
              orAbsent(one.workload()),
              orAbsent(one.share()),
              percent(one.smPercent()),
              memory(one.memoryBytes()),
              one.holds() ? AgeText.text(one.held()) : ABSENT,
              one.next().map(step -> step.rule()).orElse(ABSENT),
              orAbsent(one.doubt())));
    }
    return cells;
  }

  private static String orAbsent(String text) {
    return text.isEmpty() ? ABSENT : text;
  }

  private static String percent(OptionalDouble percent) {
    return percent.isPresent()
        ? String.format(Locale.ROOT, "%.0f %%", percent.getAsDouble())
        : ABSENT;
  }

  private static String memory(OptionalLong bytes) {
    return bytes.isPresent()
        ? String.format(Locale.ROOT, "%.1f GiB", Gib.of(bytes.getAsLong()))
        : ABSENT;
  }

  private static JsonObject json(ShownState state) {
    return new JsonObject()
        .put("node", state.name())
        .put("takenAt", state.takenAt())
        .put("allocations", state.holders().map(AllocationsCommand::json).toList());
  }

  private static JsonObject json(HolderOverview one) {
    return new JsonObject()
        .put("namespace", one.namespace())
        .put("pod", one.pod())
        .put("container", one.container())
        .put("workload", one.workload().isEmpty() ? null : one.workload())
        .put("gpu", one.device())
        .put("relation", one.relation())
        .put("share", one.share().isEmpty() ? null : one.share())
        .put("activity", one.holds() ? one.activity().label() : null)
        .put("doubt", one.doubt().isEmpty() ? null : one.doubt())
        .put("idleSeconds", one.holds() ? one.idle().toSeconds() : null)
        .put("heldSeconds", one.holds() ? one.held().toSeconds() : null)
        .put("smPercent", one.smPercent())
        .put("memoryBytes", one.memoryBytes())
        .put("entitlement", one.entitlement())
        .put("rule", one.next().map(step -> step.rule()))
        .put("nextStep", one.next().map(step -> step.text()))
        .put("nextStepAt", one.next().flatMap(step -> step.at()))
        .put("dryRun", one.next().map(step -> step.dryRun()));
  }
}
