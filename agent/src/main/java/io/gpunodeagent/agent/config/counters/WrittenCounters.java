// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import io.gpunodeagent.agent.metrics.selection.CounterLine;
import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * What a counters file says, before any name is looked up.
 *
 * @param file that holds the lines
 * @param lines those that could be read
 * @param problems why the file as a whole is refused
 * @param malformed lines that could not be read
 * @param warnings what has no effect
 * @param further files that were read besides the one that was named
 */
record WrittenCounters(
    Path file,
    List<CounterLine> lines,
    List<Problem> problems,
    List<Problem> malformed,
    List<Problem> warnings,
    List<Path> further) {

  WrittenCounters {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
    malformed = List.copyOf(malformed);
    warnings = List.copyOf(warnings);
    further = List.copyOf(further);
  }
}
