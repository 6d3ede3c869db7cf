package io.gpunodeagent.agent.config;

import java.util.List;

/** What came of reading the configuration. */
public sealed interface Outcome {

  /**
   * All of it is valid.
   *
   * @param config to run by
   * @param values the same by setting, with origins
   */
  record Valid(AgentConfig config, Values values) implements Outcome {}

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
