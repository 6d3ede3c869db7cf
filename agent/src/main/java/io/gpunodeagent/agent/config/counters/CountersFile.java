// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import io.gpunodeagent.agent.metrics.selection.CounterSelection;
import io.gpunodeagent.agent.metrics.selection.CounterSelection.Remark;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of reading the file of {@code metrics.countersFile}: dcgm-exporter's CSV, or its YAML
 * configuration.
 *
 * @param selection the metrics it asks for and can be served; the default ones without a file
 * @param problems why it is refused
 * @param malformed lines that cannot be read, which are left out
 * @param warnings lines that are left out for another reason, keys that have no effect, and which
 *     meaning of a name was taken
 * @param further files that it names, and which were read
 */
public record CountersFile(
    MetricSelection selection,
    List<Problem> problems,
    List<Problem> malformed,
    List<Problem> warnings,
    List<Path> further) {

  /** The setting that names the file. */
  public static final String KEY = "metrics.countersFile";

  public CountersFile {
    problems = List.copyOf(problems);
    malformed = List.copyOf(malformed);
    warnings = List.copyOf(warnings);
    further = List.copyOf(further);
  }

  /** Without a file the default metrics are served. */
  public static CountersFile none(MetricNames names) {
    return new CountersFile(
        MetricSelection.defaults(names), List.of(), List.of(), List.of(), List.of());
  }

  /** Reads {@code file}; whatever is wrong with it becomes a problem, never an exception. */
  public static CountersFile read(Path file, MetricNames names) {
    var problems = new ArrayList<Problem>();
    return CountersText.read(file, problems)
        .map(
            text ->
                CountersText.isYaml(file, text)
                    ? CountersYaml.read(file, text)
                    : CountersCsv.read(file, text))
        .map(written -> of(file, written, names))
        .orElseGet(() -> refused(names, problems, List.of(), List.of(), List.of()));
  }

  private static CountersFile of(Path file, WrittenCounters written, MetricNames names) {
    var result = CounterSelection.of(written.lines(), names);
    var warnings =
        Stream.concat(
                written.warnings().stream(),
                Stream.concat(result.leftOut().stream(), result.notes().stream())
                    .map(remark -> at(written.file(), remark)))
            .toList();
    if (!written.problems().isEmpty()) {
      return refused(names, written.problems(), written.malformed(), warnings, written.further());
    }
    if (result.selection().series().isEmpty()) {
      return refused(
          names, List.of(nothing(file)), written.malformed(), warnings, written.further());
    }
    return new CountersFile(
        result.selection(), List.of(), written.malformed(), warnings, written.further());
  }

  /** Who learns that a file is refused also learns of its lines. */
  private static CountersFile refused(
      MetricNames names,
      List<Problem> problems,
      List<Problem> malformed,
      List<Problem> warnings,
      List<Path> further) {
    var all = Stream.of(problems, malformed, warnings).flatMap(List::stream).toList();
    return new CountersFile(MetricSelection.defaults(names), all, List.of(), List.of(), further);
  }

  private static Problem nothing(Path file) {
    return new Problem(
        file.toString(),
        KEY,
        "has no line that can be served, so all DCGM series would be gone",
        "correct it, or remove the key for the default metrics");
  }

  private static Problem at(Path file, Remark remark) {
    var line = remark.line();
    return new Problem(file + ":" + line.line(), line.name(), remark.text(), remark.remedy());
  }
}
