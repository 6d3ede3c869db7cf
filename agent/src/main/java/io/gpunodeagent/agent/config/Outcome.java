package io.gpunodeagent.agent.config;

import java.util.List;

/** What came of reading the configuration. */
public sealed interface Outcome {

  /**
   * All of it is valid.
   *
   * @param config to run by
   * @param values the same by setting, with origins
   * @param warnings what is taken but not heeded
   */
  record Valid(AgentConfig config, Values values, List<Problem> warnings) implements Outcome {
    public Valid {
      warnings = List.copyOf(warnings);
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
