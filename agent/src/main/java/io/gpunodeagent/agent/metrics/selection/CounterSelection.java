// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.selection;

import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.FieldNames;
import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.Scope;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the lines of a counters file. A line that cannot be served is left out with its
 * reason; it never costs the others.
 *
 * <p>DCGM 4.7 gave one name, {@value #AMBIGUOUS}, to another field: percent before, a ratio since.
 * A file that has a name only DCGM 4.7 knows means the ratio. Any other file means what {@code
 * metrics.names} says.
 */
public final class CounterSelection {

  private static final String AMBIGUOUS = "DCGM_FI_DEV_GPU_UTIL_RATIO";

  private final boolean dcgm47;
  private final List<Selected> selected = new ArrayList<>();
  private final List<Remark> leftOut = new ArrayList<>();
  private final List<Remark> notes = new ArrayList<>();
  private final Map<String, Integer> lineOfName = new HashMap<>();
  private final String reason;

  private CounterSelection(Optional<String> nameOf47, MetricNames names) {
    dcgm47 = nameOf47.isPresent() || names.baseUnits();
    reason =
        nameOf47
            .map(name -> "the file has " + name + ", which only DCGM 4.7 knows")
            .orElseGet(
                () -> "no other name in the file tells, and metrics.names is " + names.word());
  }

  /**
   * The outcome.
   *
   * @param selection what can be served, in the order of the lines
   * @param leftOut lines that are not served
   * @param notes what a reader should know of lines that are
   */
  public record Result(MetricSelection selection, List<Remark> leftOut, List<Remark> notes) {
    public Result {
      leftOut = List.copyOf(leftOut);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Something about a line.
   *
   * @param line what it says
   * @param text one phrase
   * @param remedy the way out
   */
  public record Remark(CounterLine line, String text, String remedy) {}

  /** Selects what {@code lines} ask for. */
  public static Result of(List<CounterLine> lines, MetricNames names) {
    var nameOf47 = lines.stream().map(CounterLine::name).filter(FieldNames::onlyOfDcgm47);
    var selection = new CounterSelection(nameOf47.findFirst(), names);
    lines.forEach(selection::add);
    return new Result(MetricSelection.of(selection.selected), selection.leftOut, selection.notes);
  }

  private void add(CounterLine line) {
    switch (Catalogue.meaning(line.name(), dcgm47)) {
      case Catalogue.Served(var metric) -> add(line, metric);
      case Catalogue.Refused(var why) -> leaveOut(line, why, "remove the line");
      case Catalogue.Unknown() ->
          leaveOut(line, "unknown metric", "docs/metrics.md lists the names");
    }
  }

  private void add(CounterLine line, Metric metric) {
    var kind = Kind.ofWord(line.type());
    if (kind.isEmpty()) {
      leaveOut(
          line, "type \"%s\" is not valid".formatted(line.type()), "use gauge, counter or label");
    } else if (metric.kind() == Kind.LABEL && kind.get() != Kind.LABEL) {
      leaveOut(line, "a text, which only the type label can carry", "use label");
    } else if (kind.get() == Kind.LABEL && hasSeveralValues(metric)) {
      leaveOut(
          line, "has several values for a GPU, so it cannot be a label", "use gauge or counter");
    } else if (lineOfName.containsKey(line.name())) {
      leaveOut(line, "already in line " + lineOfName.get(line.name()), "keep one of the two");
    } else {
      lineOfName.put(line.name(), line.line());
      var help = line.help().isEmpty() ? metric.helpWithUnit() : line.help();
      selected.add(new Selected(metric, line.name(), kind.get(), help));
      if (line.name().equals(AMBIGUOUS)) {
        notes.add(meaning(line));
      }
    }
  }

  private static boolean hasSeveralValues(Metric metric) {
    return metric.scope() == Scope.LINK || metric.field().isExportersOwn();
  }

  private Remark meaning(CounterLine line) {
    return dcgm47
        ? new Remark(
            line,
            "served as a ratio of 0 to 1, as DCGM 4.7 means it: " + reason,
            "for percent write DCGM_FI_DEV_GPU_UTIL")
        : new Remark(
            line,
            "served as percent, 0 to 100, as DCGM 4.6 means it: " + reason,
            "for a ratio of 0 to 1 set metrics.names to base-units or both; for percent write"
                + " DCGM_FI_DEV_GPU_UTIL");
  }

  private void leaveOut(CounterLine line, String why, String remedy) {
    leftOut.add(new Remark(line, why, remedy));
  }
}
