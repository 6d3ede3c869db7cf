// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.config.counters.CountersFile;
import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What came of reading the configuration. */
public sealed interface Outcome {

  /**
   * All of it is valid.
   *
   * @param config to run by
   * @param values the same by setting, with origins
   * @param counters the metrics to serve
   * @param warnings what is taken but has no effect
   */
  record Valid(AgentConfig config, Values values, CountersFile counters, List<Problem> warnings)
      implements Outcome {
    public Valid {
      warnings = List.copyOf(warnings);
    }

    /** The files whose content takes effect without a restart. */
    public List<Path> liveFiles() {
      return Stream.concat(values.liveFiles().stream(), counters.further().stream()).toList();
    }
  }

  /**
   * Something is wrong.
   *
   * @param problems every one of them, at least one
   */
  record Invalid(List<Problem> problems) implements Outcome {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
