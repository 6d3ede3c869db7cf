// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.List;

/** Where a value was written. */
public sealed interface Origin {

  /** How the place of an option begins. */
  String OPTION = "option ";

  /**
   * A line of the configuration file.
   *
   * @param file as named by the user
   * @param line from 1
   */
  record Line(Path file, int line) implements Origin {}

  /**
   * An environment variable.
   *
   * @param name such as {@code GPU_NODE_AGENT_WEB_PORT}
   */
  record Variable(String name) implements Origin {}

  /**
   * A command-line option.
   *
   * @param name such as {@code --port}
   */
  record Option(String name) implements Origin {}

  /** Nowhere: the default holds. */
  record Default() implements Origin {}

  /** The place as it begins a message: {@code agent.yaml:12}. */
  default String place() {
    return switch (this) {
      case Line(var file, var line) -> file + ":" + line;
      case Variable(var name) -> "environment variable " + name;
      case Option(var name) -> OPTION + name;
      case Default() -> "default";
    };
  }

  /** Whether all are of options of the command line, which is a wrong usage. */
  static boolean isUsage(List<Problem> problems) {
    return problems.stream().allMatch(problem -> problem.place().startsWith(OPTION));
  }
}
