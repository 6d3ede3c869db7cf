// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.catalogue;

import io.gpunodeagent.agent.metrics.catalogue.metric.Conversion;
import io.gpunodeagent.agent.metrics.catalogue.metric.Kind;
import io.gpunodeagent.agent.metrics.catalogue.metric.Scope;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source;
import io.gpunodeagent.agent.metrics.catalogue.metric.Source.Formula;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes sources of the cells {@code source} and {@code conversion}. */
final class SourceReader {

  private static final Map<String, TextSignal> TEXTS =
      TableRow.choices(TextSignal.values(), TextSignal::name);

  private static final Map<String, Conversion> CONVERSIONS =
      TableRow.choices(Conversion.values(), Conversion::words);

  private static final Map<String, String> NO_CONVERSION = Map.of("none", "none");

  private static final String COMPUTED = "computed";
  private static final String EACH_LINK = "each link";

  /** Those that no row has used yet. */
  private final Map<String, Formula> formulas;

  /** For rows of which some are computed by {@code formulas}, each named as its metric. */
  SourceReader(Map<String, Formula> formulas) {
    this.formulas = new HashMap<>(formulas);
  }

  /**
   * The sources of a row.
   *
   * @param fields how many it must be: 1, or one for each link
   */
  List<Source> sources(TableRow row, Kind kind, Scope scope, int fields) {
    var text = row.cell(Column.SOURCE);
    if (text.contains(EACH_LINK) != (scope == Scope.LINK || fields > 1)) {
      throw row.fault(
          Column.SOURCE,
          "does not fit scope and id",
          "write \"of each link\" for the scope link and for several ids, and only there");
    }
    if (isNumber(row, kind)) {
      return numbers(row, scope, fields);
    }
    return List.of(text.equals(COMPUTED) ? computed(row) : text(row));
  }

  /** Whether the row names signals that are numbers. */
  static boolean isNumber(TableRow row, Kind kind) {
    return kind != Kind.LABEL && !row.cell(Column.SOURCE).equals(COMPUTED);
  }

  private static Source text(TableRow row) {
    return Source.text(
        row.choice(Column.SOURCE, TEXTS), row.choice(Column.CONVERSION, NO_CONVERSION));
  }

  private static List<Source> numbers(TableRow row, Scope scope, int fields) {
    var conversion = conversion(row);
    var signals = signals(row);
    if (scope == Scope.LINK) {
      return List.of(Source.sumPerLink(ofLinks(signals, SignalNotation.MAX_LINKS), conversion));
    }
    if (fields == 1) {
      return List.of(Source.sum(signals, conversion));
    }
    var sources = new ArrayList<Source>();
    ofLinks(signals, fields).forEach(each -> sources.add(Source.sum(each, conversion)));
    return sources;
  }

  private static List<List<Signal<?>>> ofLinks(List<Signal<?>> ofFirst, int links) {
    var all = new ArrayList<List<Signal<?>>>();
    for (int link = 0; link < links; link++) {
      var signals = new ArrayList<Signal<?>>();
      for (var signal : ofFirst) {
        signals.add(SignalNotation.ofLink(link, signal));
      }
      all.add(signals);
    }
    return all;
  }

  /** The signals whose sum a row names, those of link 0 where it names each link. */
  private static List<Signal<?>> signals(TableRow row) {
    try {
      return SignalNotation.signals(row.cell(Column.SOURCE));
    } catch (IllegalArgumentException unknown) {
      throw row.fault(
          Column.SOURCE,
          "names no signal",
          "write " + COMPUTED + ", or signals as in " + SignalNotation.EXAMPLES);
    }
  }

  static Conversion conversion(TableRow row) {
    return row.choice(Column.CONVERSION, CONVERSIONS);
  }

  private Source computed(TableRow row) {
    var formula = formulas.remove(row.cell(Column.NAME));
    if (formula == null) {
      throw row.fault(Column.NAME, "has no formula", "add one, or name the signals as its source");
    }
    return new Source(formula.signals(), row.cell(Column.CONVERSION), formula.reader());
  }

  /** To be called after the last row: each formula must have had its own. */
  void end() {
    if (!formulas.isEmpty()) {
      throw new IllegalArgumentException(
          "no row computes %s; write one whose source is %s, or remove the formula"
              .formatted(String.join(", ", formulas.keySet()), COMPUTED));
    }
  }
}
